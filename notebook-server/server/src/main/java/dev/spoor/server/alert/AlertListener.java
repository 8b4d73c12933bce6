package dev.spoor.server.alert;

/// Hears of alerts once what happened is durable. Called on the database's writer thread: must be
/// short, must not throw, must not ask the database.
@FunctionalInterface
public interface AlertListener {
  void changed(String alert, Change change);

  enum Change {
    RAISED,
    COUNTED,
    CHANGED
  }
}
