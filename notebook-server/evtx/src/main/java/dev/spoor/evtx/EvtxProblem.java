package dev.spoor.evtx;

/// Something wrong in a file. An error means that a record, or what may have been one, is missing
/// from the output; a warning means that nothing is.
///
/// @param offset where in the file
/// @param recordId the id in the header of the record, or [#NO_RECORD]
public record EvtxProblem(Severity severity, long offset, long recordId, String message) {
  public static final long NO_RECORD = -1;

  /// How bad it is.
  public enum Severity {
    WARNING,
    ERROR
  }

  static EvtxProblem warning(long offset, String message) {
    return new EvtxProblem(Severity.WARNING, offset, NO_RECORD, message);
  }

  static EvtxProblem error(long offset, long recordId, String message) {
    return new EvtxProblem(Severity.ERROR, offset, recordId, message);
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }

  @Override
  public String toString() {
    return (recordId == NO_RECORD ? "" : "record " + Long.toUnsignedString(recordId) + " ")
        + "at offset "
        + offset
        + ": "
        + message;
  }
}
