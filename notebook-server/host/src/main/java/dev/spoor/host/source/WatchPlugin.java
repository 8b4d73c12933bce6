package dev.spoor.host.source;

import dev.spoor.vql.catalog.Cancellation;
import dev.spoor.vql.catalog.Permissions;
import dev.spoor.vql.catalog.PluginCall;
import dev.spoor.vql.catalog.Signature;
import dev.spoor.vql.catalog.VqlPlugin;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import org.jspecify.annotations.Nullable;

/// A plugin that yields what an event source sees, without end. Made anew for each event query, so
/// that what is lost is reported to the query that lost it.
public final class WatchPlugin implements VqlPlugin {
  private static final long CAPACITY = 8 << 20;

  /// Processes that begin on this machine.
  public static final Signature PROCESSES =
      Signature.named(
              "watch_processes",
              "Follows the processes that begin on this machine: one row for each program executed.")
          .needs(Permissions.of("MACHINE_STATE"))
          .build();

  /// Accounts that log on to this machine, or are refused.
  public static final Signature LOGONS =
      Signature.named(
              "watch_logons",
              "Follows the logons on this machine: one row for each that succeeds or is refused.")
          .needs(Permissions.of("MACHINE_STATE"))
          .build();

  private final Signature signature;
  private final @Nullable EventSource source;
  private final EventWatch watch;

  private WatchPlugin(Signature signature, @Nullable EventSource source, EventWatch watch) {
    this.signature = signature;
    this.source = source;
    this.watch = watch;
  }

  public static WatchPlugin of(Signature signature, EventSource source, EventWatch watch) {
    return new WatchPlugin(signature, source, watch);
  }

  /// The plugin where nothing can be watched: known by name, refuses when opened.
  public static WatchPlugin absent(Signature signature) {
    return new WatchPlugin(signature, null, EventWatch.NOBODY);
  }

  @Override
  public Signature signature() {
    return signature;
  }

  @Override
  public RowStream open(PluginCall call) {
    EventSource watched = source;
    if (watched == null) {
      throw call.refuse(signature.name() + " works only on an agent that can watch this");
    }
    EventRows rows = EventRows.watched(watched, CAPACITY, call.run().clock(), watch);
    watch.opened(rows, watched::status);
    Cancellation.Registration registration = call.cancellation().onCancel(rows::close);
    return new RowStream() {
      @Override
      public @Nullable Row next() {
        return rows.next();
      }

      @Override
      public void close() {
        registration.close();
        rows.close();
      }
    };
  }
}
