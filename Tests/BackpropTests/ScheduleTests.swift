import Backprop
import Testing

@Suite("Learning rate schedules")
struct ScheduleTests {
  @Test(
    "read the text that they write",
    arguments: [
      "constant", "step 0.1 at 10,20", "step 0.5 at 0", "exponential 0.95", "cosine", "cosine to 0.01",
      "one-cycle", "plateau 0.5 after 3", "cosine warm-up 100", "step 0.1 at 10,20 warm-up 5",
    ])
  func roundTrip(_ text: String) throws {
    #expect(try Schedule(parsing: text).description == text)
  }

  @Test("take any spacing, and capitals")
  func spacing() throws {
    #expect(try Schedule(parsing: "  Step .1  AT 10 , 20 ").description == "step 0.1 at 10,20")
  }

  @Test(
    "say where a text isn't a schedule, and what would be one",
    arguments: [
      ("", 0, "A schedule is missing; there are constant, step 0.1 at 10,20, "),
      ("cosin", 0, "There is no schedule 'cosin'; there are constant, "),
      (
        "step", 4,
        "A factor, a number of 0 or more, is expected here, as in step 0.1 at 10,20; the text ends before it"
      ),
      (
        "step -1 at 3", 5,
        "A factor, a number of 0 or more, is expected here, as in step 0.1 at 10,20, not '-1'"
      ),
      ("step 0.1 on 10", 9, "'at' is expected here, as in step 0.1 at 10,20, not 'on'"),
      ("step 0.1 at 10,", 15, "A whole number of epochs is expected here"),
      ("step 0.1 at 10,x", 15, "A whole number of epochs is expected here, as in step 0.1 at 10,20, not 'x'"),
      (
        "step 0.1 at 20,10", 15,
        "The epochs of a step must ascend, as in step 0.1 at 10,20; 10 comes after 20"
      ),
      ("exponential nan", 12, "A factor"), ("exponential inf", 12, "A factor"),
      ("plateau 1 after 3", 8, "The factor on a plateau must be below 1, as in plateau 0.5 after 3, not 1.0"),
      ("plateau 0.5 after -3", 18, "A whole number of epochs"),
      (
        "cosine 0.5", 7,
        "Nothing is expected behind cosine but a warm-up, as in cosine warm-up 100; '0.5' stands there"
      ),
      ("cosine warm-up", 14, "A whole number of iterations of the warm-up is expected here"),
      ("one-cycle warm-up 3 4", 20, "Nothing is expected behind one-cycle"),
    ])
  func mistakes(_ text: String, _ position: Int, _ start: String) {
    let error = #expect(throws: ScheduleError.self) { try Schedule(parsing: text) }
    #expect(error?.position == position)
    #expect(error?.sentence.hasPrefix(start) == true, "\(error?.sentence ?? "")")
    #expect(error?.description.hasSuffix("(column \(position + 1) of the schedule)") == true)
  }

  private func rates(_ schedule: Schedule, _ count: Int, perEpoch: Int = 1) -> [Double] {
    let rate = ScheduledRate(base: 1, schedule: schedule)
    return (0..<count).map { rate.rate(ofIteration: $0, of: count, iterationsPerEpoch: perEpoch) }
  }

  @Test("stay finite and not negative in trainings of hardly any iterations, and in endless ones")
  func ends() {
    for schedule in [.cosine(), .oneCycle, .steps(0, at: [0]), .exponential(0.5), .plateau()] as [Schedule] {
      for warmUp in [0, 1, 5] {
        for count in 0...6 {
          let rates = rates(schedule.warmedUp(over: warmUp), count)
          #expect(rates.allSatisfy { $0 >= 0 && $0 <= 1 }, "\(schedule) of \(count)")
        }
        let rate = ScheduledRate(base: 1, schedule: schedule.warmedUp(over: warmUp))
        #expect(rate.rate(ofIteration: 10, of: .max, iterationsPerEpoch: 3).isFinite)
      }
    }
    #expect(rates(.cosine(), 2) == [1, 0.5000000000000001] || rates(.cosine(), 2) == [1, 0.5])
    #expect(rates(.steps(0.5, at: [1, 1, 2]), 3) == [1, 0.25, 0.125])
  }

  @Test("on a plateau wait for more than the epochs they are told, and aren't moved by NaN")
  func plateau() {
    var rate = ScheduledRate(base: 1, schedule: .plateau(0.5, after: 2))
    var factors: [Double] = []
    for loss in [1, 0.9, 0.89999, .nan, 0.95, 0.8, 0.8, 0.8, 0.8, 0.8] {
      rate.hear(loss: loss)
      factors.append(rate.rate(ofIteration: 0, of: 1, iterationsPerEpoch: 1))
    }
    // 0.89999 is smaller by less than a ten-thousandth.
    #expect(factors == [1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25])
  }

  @Test("can be of one's own shape")
  func own() {
    struct Inverse: ScheduleShape {
      let description = "inverse"
      func factor(at place: SchedulePlace) -> Double { 1 / Double(place.epoch + 1) }
    }
    #expect(rates(Schedule(Inverse()), 4, perEpoch: 2) == [1, 1, 0.5, 0.5])
    #expect(rates(Schedule(Inverse(), warmUp: 2), 4, perEpoch: 2) == [0.5, 1, 0.5, 0.5])
  }
}
