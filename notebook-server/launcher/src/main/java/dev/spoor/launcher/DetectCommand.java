package dev.spoor.launcher;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `./spoor detect`: the commands about detections.
@Command(
    name = "detect",
    description = "Detections and their tests.",
    mixinStandardHelpOptions = true,
    subcommands = DetectTestCommand.class)
final class DetectCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        java.util.Objects.requireNonNull(spec).commandLine(), "detect: say what to do: test");
  }
}
