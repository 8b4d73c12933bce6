package dev.spoor.server.artifact;

import dev.spoor.server.error.SpoorException;

/// What is wrong with the value of one parameter, and where in that value.
///
/// @param line from 1
/// @param column from 1
/// @param length in characters, 0 when the fault is a place
public record ParameterIssue(String parameter, int line, int column, int length, String message) {

  static ParameterIssue whole(String parameter, String value, String message) {
    return new ParameterIssue(parameter, 1, 1, value.length(), message);
  }

  /// At an offset into the value.
  static ParameterIssue at(String parameter, String value, int offset, int length, String message) {
    int end = Math.clamp(offset, 0, value.length());
    int line = 1 + (int) value.substring(0, end).chars().filter(c -> c == '\n').count();
    int column = end - value.lastIndexOf('\n', end - 1);
    return new ParameterIssue(parameter, line, column, length, message);
  }

  SpoorException.Problem problem() {
    return new SpoorException.Problem(line, column, length, "error", message, null);
  }
}
