package dev.spoor.web.monitoring;

import dev.spoor.server.monitoring.RolloutMatrix.State;
import dev.spoor.web.component.Words;

/// How a state of the matrix is shown: its icon, and its word with or without a number.
final class StateWord {
  private StateWord() {}

  static String icon(State state) {
    return switch (state) {
      case ERROR -> "error";
      case NEEDS_AGENT -> "warning";
      case PENDING -> "run";
      case RUNNING -> "ok";
      case SILENT -> "wait";
      case PRECONDITION_FALSE -> "none";
    };
  }

  /// For a cell: the number belongs to what is wrong; what runs is the rule.
  static String of(State state, int count) {
    return switch (state) {
      case ERROR -> Words.number(count) + " failed";
      case NEEDS_AGENT ->
          count == 1 ? "1 needs an update" : Words.number(count) + " need an update";
      case PENDING -> Words.number(count) + " applying";
      case RUNNING -> "Running";
      case SILENT -> "Client silent";
      case PRECONDITION_FALSE -> "Does not apply";
    };
  }

  static String counted(State state, int count) {
    return switch (state) {
      case ERROR, NEEDS_AGENT, PENDING -> of(state, count);
      case RUNNING -> Words.number(count) + " running";
      case SILENT -> Words.number(count) + " silent";
      case PRECONDITION_FALSE -> Words.number(count) + " not concerned";
    };
  }
}
