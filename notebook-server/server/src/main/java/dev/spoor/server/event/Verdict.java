package dev.spoor.server.event;

/// What a store knows about a condition on one event; MAYBE is left to the evaluator.
public enum Verdict {
  NO,
  MAYBE,
  YES;

  public static Verdict of(boolean truth) {
    return truth ? YES : NO;
  }

  public Verdict not() {
    return switch (this) {
      case NO -> YES;
      case MAYBE -> MAYBE;
      case YES -> NO;
    };
  }
}
