package dev.spoor.server.query;

import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException.Problem;
import java.time.Duration;
import java.util.List;

/// How a run ended.
///
/// @param rows handed to the listener
/// @param scanned events that the store looked at
public record QueryOutcome(End end, long rows, long scanned, Duration elapsed) {

  /// The ways to end.
  public sealed interface End {
    /// Every row was given.
    record Complete() implements End {}

    /// A limit was reached; the rows given are right, but there are more.
    record LimitReached(String message) implements End {}

    record Cancelled() implements End {}

    /// The text, a right or something inside failed. An internal failure shows an id only.
    record Failed(ErrorCode code, String message, List<Problem> problems) implements End {
      public Failed {
        problems = List.copyOf(problems);
      }
    }
  }

  public boolean isComplete() {
    return end instanceof End.Complete;
  }
}
