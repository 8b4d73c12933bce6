package dev.spoor.server.error;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The one exception for failures that a user can see. The message is lower case, names the thing
/// and its value, and says what to do if we know.
public final class SpoorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final transient List<Problem> problems;

  public SpoorException(ErrorCode code, String message) {
    this(code, message, List.of(), null);
  }

  public SpoorException(ErrorCode code, String message, List<Problem> problems) {
    this(code, message, problems, null);
  }

  public SpoorException(
      ErrorCode code, String message, List<Problem> problems, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.problems = List.copyOf(problems);
  }

  public ErrorCode code() {
    return code;
  }

  /// Problems in a text that the user sent, in order of position; empty when none has a position.
  public List<Problem> problems() {
    return problems;
  }

  /// One problem at a place in a text: line and column count from 1, length in characters.
  public record Problem(
      int line, int column, int length, String severity, String message, @Nullable String fix) {}
}
