package dev.spoor.server.database;

import java.util.List;
import org.jdbi.v3.core.Handle;

/// An open transaction: stores take one, only feature entry points open one. Belongs to one thread
/// and dies with its [Database.Work].
public final class Transaction {
  private final Handle handle;
  private final List<Runnable> afterCommit;

  Transaction(Handle handle, List<Runnable> afterCommit) {
    this.handle = handle;
    this.afterCommit = afterCommit;
  }

  public Handle handle() {
    return handle;
  }

  /// Runs once the transaction is durable, on the writer thread: for refreshing what is kept in
  /// memory. Must be short and must not throw.
  public void afterCommit(Runnable action) {
    afterCommit.add(action);
  }
}
