package dev.spoor.evtx;

/// Records of a followed log that were not seen.
///
/// @param count how many; 0 if that cannot be known
public record EvtxGap(Cause cause, long count) {
  /// Why they were not seen.
  public enum Cause {
    /// The log was cleared, or replaced by another: what it held last may be missing.
    CLEARED,
    /// The log went round and wrote over records before they were read.
    OVERWRITTEN
  }

  @Override
  public String toString() {
    return switch (cause) {
      case CLEARED -> "the event log was cleared or replaced";
      case OVERWRITTEN ->
          count + " records of the event log were overwritten before they were read";
    };
  }
}
