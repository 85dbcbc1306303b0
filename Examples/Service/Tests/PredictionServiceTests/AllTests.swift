import Testing

/// One test after the other: each starts a service, and some count on its being quick.
@Suite(.serialized) enum AllTests {}
