package dev.spoor.server.proof;

import java.util.List;

/// What came of a test.
///
/// @param differences what was expected and what came, one sentence each; the reason of an error
/// @param replay what the detection gave
public record TestResult(
    String name, Outcome outcome, List<Difference> differences, ReplayResult replay, long nanos) {

  /// The ways to end.
  public enum Outcome {
    PASSED,
    FAILED,
    ERROR
  }

  /// One thing that is not as it should be.
  ///
  /// @param about `rows`, `row 2`, `near miss`, `delivered`, `deliveries`, `where`, `error`
  public record Difference(String about, String expected, String got) {
    @Override
    public String toString() {
      return about + ": expected " + expected + ", got " + got;
    }
  }

  public TestResult {
    differences = List.copyOf(differences);
  }

  public static TestResult error(String name, String message, long nanos) {
    return new TestResult(
        name,
        Outcome.ERROR,
        List.of(new Difference("error", "a result", message)),
        ReplayResult.error(message),
        nanos);
  }

  public boolean isPassed() {
    return outcome == Outcome.PASSED;
  }

  /// All differences, a line each.
  public String text() {
    StringBuilder out = new StringBuilder();
    for (Difference difference : differences) {
      out.append(difference).append('\n');
    }
    return out.toString();
  }
}
