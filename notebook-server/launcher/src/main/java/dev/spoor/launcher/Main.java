package dev.spoor.launcher;

import dev.spoor.host.config.ConfigException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command line of the server side: `./spoor COMMAND`. Exit codes: 0 fine, 1 a restart may
/// help, 2 it will not (bad usage, bad configuration, a query that does not parse).
@Command(
    name = "spoor",
    description = "A notebook server for hunting adversaries.",
    mixinStandardHelpOptions = true,
    version = "spoor " + Main.VERSION,
    subcommands = {
      UpCommand.class,
      ServeCommand.class,
      ConfigCommand.class,
      VqlCommand.class,
      RehearseCommand.class,
      SigmaCommand.class
    })
public final class Main implements Runnable {
  static final String VERSION = "0.1.0";

  private Main() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main());
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
