package dev.spoor.vql.catalog;

/// The run was cancelled from outside.
public final class CancelledException extends VqlException {
  public CancelledException() {
    super("cancelled");
  }
}
