package dev.spoor.server.monitoring;

import dev.spoor.server.identity.Permission;
import dev.spoor.server.ingest.Consumers;
import dev.spoor.vql.catalog.ArgumentType;
import dev.spoor.vql.catalog.Cancellation;
import dev.spoor.vql.catalog.Permissions;
import dev.spoor.vql.catalog.PluginCall;
import dev.spoor.vql.catalog.Signature;
import dev.spoor.vql.catalog.VqlPlugin;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// `watch_monitoring()`: rows of artifacts as they arrive, from all clients. In a server event
/// query it goes on after a restart where it was; elsewhere it begins now.
public final class WatchMonitoringPlugin implements VqlPlugin {
  public static final String NAME = "watch_monitoring";

  public static final Signature SIGNATURE =
      Signature.named(NAME, "Rows of artifacts as they arrive at the server, without end.")
          .required("artifact", ArgumentType.STRINGS, "names, or Name/Source")
          .needs(Permissions.of(Permission.READ_RESULTS.name()))
          .build();

  private final Consumers consumers;

  public WatchMonitoringPlugin(Consumers consumers) {
    this.consumers = consumers;
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public RowStream open(PluginCall call) {
    List<String> names = call.texts("artifact");
    LaunchFeed feed =
        call.run().shared(LaunchFeed.class, () -> new LaunchFeed(consumers.ephemeral()));
    RowStream rows = feed.open(wanted(names));
    Cancellation.Registration hook = call.cancellation().onCancel(rows::close);
    return new RowStream() {
      @Override
      public @Nullable Row next() {
        Row row = rows.next();
        call.cancellation().check();
        return row;
      }

      @Override
      public void close() {
        hook.close();
        rows.close();
      }
    };
  }

  private static Predicate<String> wanted(List<String> names) {
    return full -> {
      for (String name : names) {
        if (full.equals(name) || (full.startsWith(name) && full.charAt(name.length()) == '/')) {
          return true;
        }
      }
      return false;
    };
  }
}
