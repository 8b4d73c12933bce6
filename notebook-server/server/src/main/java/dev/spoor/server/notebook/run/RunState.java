package dev.spoor.server.notebook.run;

import java.util.Locale;

/// Where a run stands; the text form is that of the API.
public enum RunState {
  QUEUED,
  RUNNING,
  DONE,
  /// stopped by a limit or by a restart of the server; the rows so far stay
  PARTIAL,
  ERROR,
  CANCELLED;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public boolean isFinished() {
    return this != QUEUED && this != RUNNING;
  }
}
