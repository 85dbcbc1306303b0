import Backprop

/// Matrix products alone: those of a training step of 784-50-10 with batches of 100, and two large ones.
enum ProductSubject: BenchmarkSubject {
  /// op(A) `(rows, inner)` · op(B) `(inner, columns)`.
  private struct Product {
    let rows: Int
    let inner: Int
    let columns: Int
    var aIsTransposed = false
    var bIsTransposed = false

    var name: String {
      let transposed = aIsTransposed ? ", A transposed" : bIsTransposed ? ", B transposed" : ""
      return "product \(rows)x\(inner) · \(inner)x\(columns)\(transposed)"
    }
  }

  private static let products = [
    Product(rows: 100, inner: 784, columns: 50),
    Product(rows: 784, inner: 100, columns: 50, aIsTransposed: true),
    Product(rows: 100, inner: 50, columns: 10),
    Product(rows: 50, inner: 100, columns: 10, aIsTransposed: true),
    Product(rows: 100, inner: 10, columns: 50, bIsTransposed: true),
    Product(rows: 512, inner: 512, columns: 512),
    Product(rows: 1024, inner: 1024, columns: 1024),
  ]

  static func cases(_ setting: BenchmarkSetting) -> [BenchmarkCase] {
    products.flatMap { product in
      setting.threadCounts.flatMap { threads in
        [row(product, Float.self, .float, threads), row(product, Double.self, .double, threads)]
      }
    }
  }

  private static func row<Scalar: TensorScalar>(
    _ product: Product, _: Scalar.Type, _ kind: ScalarKind, _ threads: Int
  ) -> BenchmarkCase {
    BenchmarkCase(
      name: product.name, scalar: kind, threads: threads,
      flops: FlopCount.product(product.rows, product.inner, product.columns)
    ) { stopwatch in
      var measured = MeasuredProduct<Scalar>(
        rows: product.rows, inner: product.inner, columns: product.columns,
        aIsTransposed: product.aIsTransposed, bIsTransposed: product.bIsTransposed)
      return .time(stopwatch.measure(seconds: 0.3) { measured.run() })
    }
  }
}
