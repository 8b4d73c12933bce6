package dev.spoor.launcher;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `./spoor sigma`: the commands about Sigma rules.
@Command(
    name = "sigma",
    description = "Sigma rules over recorded events.",
    mixinStandardHelpOptions = true,
    subcommands = SigmaScanCommand.class)
final class SigmaCommand implements Runnable {
  @Spec private @org.jspecify.annotations.Nullable CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        java.util.Objects.requireNonNull(spec).commandLine(), "sigma: say what to do: scan");
  }
}
