package dev.spoor.server.notebook.run;

/// Hears where a run stands: at its start, with its first row, at most ten times a second while it
/// runs, at its end. Must not block.
public interface RunListener {
  void changed(RunSummary summary);
}
