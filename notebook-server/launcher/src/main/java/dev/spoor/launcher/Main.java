package dev.spoor.launcher;

import dev.spoor.host.config.ConfigException;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command line of the server side: `./spoor COMMAND`. Exit codes: 0 fine, 1 a restart may
/// help, 2 it will not (bad usage, bad configuration, a query that does not parse).
@Command(
    name = "spoor",
    description = "A notebook server for hunting adversaries.",
    mixinStandardHelpOptions = true,
    version = "spoor " + Main.VERSION)
public final class Main implements Runnable {
  static final String VERSION = "0.1.0";

  private static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("up", UpCommand.class);
    COMMANDS.put("serve", ServeCommand.class);
    COMMANDS.put("config", ConfigCommand.class);
    COMMANDS.put("user", UserCommand.class);
    COMMANDS.put("doctor", DoctorCommand.class);
    COMMANDS.put("vql", VqlCommand.class);
    COMMANDS.put("evtx", EvtxCommand.class);
    COMMANDS.put("sigma", SigmaCommand.class);
    COMMANDS.put("detect", DetectCommand.class);
    COMMANDS.put("rehearse", RehearseCommand.class);
  }

  private Main() {}

  public static void main(String[] args) {
    System.exit(commandLine(args).execute(args));
  }

  /// Understands `args`. When they begin with a command the others are left out: describing every
  /// command takes a tenth of the time to the first page.
  static CommandLine commandLine(String... args) {
    CommandLine line = new CommandLine(new Main());
    String first = args.length == 0 ? "" : args[0];
    COMMANDS.forEach(
        (name, type) -> {
          if (name.equals(first) || !COMMANDS.containsKey(first)) {
            line.addSubcommand(name, type);
          }
        });
    line.setExecutionExceptionHandler(
        (failure, command, _) -> {
          if (failure instanceof ConfigException wrong) {
            wrong.problems().forEach(problem -> command.getErr().println("spoor: " + problem));
            return 2;
          }
          if (failure instanceof UsageException) {
            command.getErr().println("spoor: " + failure.getMessage());
            return 2;
          }
          command.getErr().println("spoor: " + failure);
          if (Boolean.getBoolean("spoor.debug")) {
            failure.printStackTrace(command.getErr());
          }
          return 1;
        });
    return line;
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.err);
  }
}
