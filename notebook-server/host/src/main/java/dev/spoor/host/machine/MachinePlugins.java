package dev.spoor.host.machine;

import dev.spoor.host.log.EventLogPlugins;
import dev.spoor.host.source.EventWatch;
import dev.spoor.host.source.WatchPlugin;
import dev.spoor.host.source.WatchSignatures;
import dev.spoor.vql.catalog.ArgumentType;
import dev.spoor.vql.catalog.FunctionCall;
import dev.spoor.vql.catalog.Permissions;
import dev.spoor.vql.catalog.PluginCall;
import dev.spoor.vql.catalog.Signature;
import dev.spoor.vql.catalog.VqlFunction;
import dev.spoor.vql.catalog.VqlPlugin;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import dev.spoor.vql.value.VqlString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The portable plugins and functions about this machine. All need MACHINE_STATE: a server's
/// environment is not for whoever may write a query.
public final class MachinePlugins {
  private static final Permissions NEEDED = Permissions.of("MACHINE_STATE");

  public static final Signature INFO =
      Signature.named("info", "One row of facts about this machine.").needs(NEEDED).build();

  private static final Signature ENVIRON_ROWS =
      Signature.named("environ", "The environment variables of this process, one row.")
          .optional("vars", ArgumentType.STRINGS, "only these variables")
          .needs(NEEDED)
          .build();

  private static final Signature ENVIRON =
      Signature.named("environ", "The value of an environment variable of this process.")
          .required("var", ArgumentType.STRING, "the variable's name")
          .needs(NEEDED)
          .build();

  private static final Signature PSLIST =
      Signature.named("pslist", "The processes that run now, one row each.")
          .optional("pid", ArgumentType.INT, "only the process with this id")
          .needs(NEEDED)
          .build();

  private static final Signature GETPID =
      Signature.named("getpid", "The id of the process that runs the query.").needs(NEEDED).build();

  private MachinePlugins() {}

  public static List<VqlPlugin> plugins() {
    List<VqlPlugin> plugins = new ArrayList<>(WatchSignatures.absent());
    plugins.addAll(
        List.of(
            VqlPlugin.of(
                INFO, call -> RowStream.of(MachineFacts.read(call.run().clock().instant()))),
            VqlPlugin.of(ENVIRON_ROWS, MachinePlugins::environment),
            VqlPlugin.of(PSLIST, MachinePlugins::processes),
            WatchPlugin.absent(WatchPlugin.PROCESSES),
            WatchPlugin.absent(WatchPlugin.LOGONS),
            EventLogPlugins.parse(EventLogPlugins.LOCAL_FILES),
            EventLogPlugins.watch(EventLogPlugins.LOCAL_FILES, EventWatch.NOBODY, null)));
    return plugins;
  }

  public static List<VqlFunction> functions() {
    List<VqlFunction> functions = new ArrayList<>(WatchSignatures.absentFunctions());
    functions.add(VqlFunction.of(ENVIRON, MachinePlugins::variable));
    functions.add(VqlFunction.of(GETPID, call -> ProcessHandle.current().pid()));
    return functions;
  }

  private static RowStream environment(PluginCall call) {
    List<String> wanted = call.texts("vars");
    Dict row = new Dict();
    for (Map.Entry<String, String> variable : new TreeMap<>(System.getenv()).entrySet()) {
      if (wanted.isEmpty() || wanted.contains(variable.getKey())) {
        row.set(variable.getKey(), VqlString.of(variable.getValue()));
      }
    }
    return RowStream.of(row);
  }

  private static @Nullable Object variable(FunctionCall call) {
    String value = System.getenv(call.text("var"));
    return value == null ? null : VqlString.of(value);
  }

  private static RowStream processes(PluginCall call) {
    long pid = call.integer("pid", 0);
    ProcessTable table = ProcessTable.ofThisMachine();
    if (pid > 0) {
      Row one = table.find(pid);
      return one == null ? RowStream.empty() : RowStream.of(one);
    }
    List<Long> pids = new ArrayList<>(table.pids());
    return new RowStream() {
      private int at;
      private volatile boolean closed;

      @Override
      public @Nullable Row next() {
        while (!closed && at < pids.size()) {
          Row row = table.find(pids.get(at++));
          if (row != null) {
            return row;
          }
        }
        return null;
      }

      @Override
      public void close() {
        closed = true;
      }
    };
  }
}
