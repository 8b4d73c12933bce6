package dev.spoor.launcher;

import dev.spoor.host.config.Settings;
import java.io.PrintWriter;
import picocli.CommandLine.Command;

/// `./spoor config`: the settings that a server would start with.
@Command(
    name = "config",
    description = "Print the settings in force as YAML, each with where it comes from.",
    mixinStandardHelpOptions = true,
    footer = {"", "Takes the options of ./spoor serve, so it says what they would change."})
final class ConfigCommand extends ServeCommand {
  @Override
  public Integer call() {
    Settings settings = settings();
    ServerSettings.config(data.toAbsolutePath(), settings);
    PrintWriter out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
    out.print(settings.describe());
    out.flush();
    return 0;
  }
}
