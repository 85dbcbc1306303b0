import Backprop
import BackpropData
import BackpropFiles
import FuzzSupport

/// A table is refused with an error, or prepared for a training, and then again by what that found.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  Input.withFile(Input.bytes(start, count)) { path in
    do throws(FileError) {
      let table = try Table(csv: path)
      let target = table.columns[table.columns.count - 1].name
      for rule in TableTask.MissingRule.allCases {
        do throws(FileError) {
          let data = try TableTraining(table, TableTask(target: target, missing: rule, validation: 0.2))
          let json = try JSONValue(parsing: data.preparation.json.description, file: "preparation")
          Input.expect(TablePreparation(json: json) == data.preparation, "another preparation")
          let prepared = try PreparedTable(Table(csv: path, for: data.preparation), data.preparation)
          Input.expect(prepared.rows.count <= table.rowCount, "more rows")
        } catch {
          Input.check(error)
        }
      }
    } catch {
      Input.check(error)
    }
  }
  return 0
}
