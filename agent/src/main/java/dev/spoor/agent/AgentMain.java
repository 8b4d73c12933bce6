package dev.spoor.agent;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command line of the agent. Exit codes: 0 fine, 1 a restart may help, 2 it will not.
@Command(
    name = "agent",
    description = "Watches this machine and sends what event queries ask for.",
    mixinStandardHelpOptions = true,
    version = "spoor agent " + AgentMain.VERSION,
    subcommands = {RunCommand.class, EnrollCommand.class, StatusCommand.class})
public final class AgentMain implements Runnable {
  public static final String VERSION = "0.1.0";

  private AgentMain() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new AgentMain());
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          command.getErr().println("agent: " + failure.getMessage());
          if (Boolean.getBoolean("spoor.debug")) {
            failure.printStackTrace(command.getErr());
          }
          return failure instanceof IllegalArgumentException ? 2 : 1;
        });
    return line;
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.err);
  }
}
