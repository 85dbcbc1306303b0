import Testing

/// The suites whose tests take or measure much memory: they run one after another.
@Suite("What takes or measures much memory", .serialized)
enum HeavyTests {}
