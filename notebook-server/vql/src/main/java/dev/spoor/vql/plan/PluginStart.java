package dev.spoor.vql.plan;

import dev.spoor.vql.catalog.ArgumentException;
import dev.spoor.vql.catalog.Cancellation;
import dev.spoor.vql.catalog.LogLevel;
import dev.spoor.vql.catalog.PluginCall;
import dev.spoor.vql.catalog.Pushdown;
import dev.spoor.vql.catalog.Scope;
import dev.spoor.vql.catalog.VqlException;
import dev.spoor.vql.catalog.VqlPlugin;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import org.jspecify.annotations.Nullable;

/// One start of a plugin and its rows. Faults of the plugin are logged and end its rows.
final class PluginStart extends BoundArguments implements PluginCall, RowStream {
  private final String name;
  private final Dict given;
  private final Pushdown pushdown;
  private final Cancellation cancellation;
  private volatile @Nullable RowStream rows;
  private volatile boolean closed;

  PluginStart(VqlPlugin plugin, Scope scope, Dict given, Pushdown pushdown) {
    super(plugin.signature(), scope, given.columns().toArray(new String[0]));
    this.name = plugin.signature().name();
    this.given = given;
    this.pushdown = pushdown;
    this.cancellation = scope.run().cancellation().child();
  }

  /// Checks the arguments and opens the plugin's stream.
  void start(VqlPlugin plugin) {
    try {
      if (!plugin.signature().selfChecked()) {
        check();
      }
      RowStream opened = plugin.open(this);
      rows = opened;
      if (closed) {
        opened.close();
      }
    } catch (VqlException e) {
      close();
      throw e;
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private void fail(RuntimeException e) {
    String message = e instanceof ArgumentException ? e.getMessage() : e.toString();
    run().logOnce(LogLevel.ERROR, name + ": " + message);
    close();
  }

  @Override
  public @Nullable Row next() {
    RowStream stream = rows;
    if (stream == null || closed) {
      return null;
    }
    try {
      Row row = stream.next();
      if (row == null) {
        close();
      }
      return row;
    } catch (VqlException e) {
      if (closed && !run().cancellation().isCancelled()) {
        return null;
      }
      throw e;
    } catch (RuntimeException e) {
      fail(e);
      return null;
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    cancellation.cancel();
    RowStream stream = rows;
    if (stream != null) {
      stream.close();
    }
  }

  @Override
  @Nullable Object valueAt(int index) {
    return Lazy.reduce(given.value(index), scope());
  }

  @Override
  public Scope scope() {
    return super.scope();
  }

  @Override
  public Pushdown pushdown() {
    return pushdown;
  }

  @Override
  public Cancellation cancellation() {
    return cancellation;
  }
}
