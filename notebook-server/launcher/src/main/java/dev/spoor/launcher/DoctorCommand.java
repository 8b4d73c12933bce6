package dev.spoor.launcher;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `./spoor doctor`: looks at everything in the data folder and says what to do.
@Command(
    name = "doctor",
    description = "Check everything in the data folder and say what to do.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit code 1 when something needs somebody. While the server runs, what only it may open is",
      "not looked at: stop it for the whole check."
    })
final class DoctorCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "${env:SPOOR_DATA:-data}",
      description = "everything that the server keeps (default: $SPOOR_DATA, or data)")
  Path data = Path.of("data");

  @Spec @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    List<Doctor.Finding> findings = new Doctor(data.toAbsolutePath()).examine();
    for (Doctor.Finding finding : findings) {
      out.println(
          switch (finding.state()) {
                case FINE -> "ok    ";
                case NOTE -> "note  ";
                case WRONG -> "WRONG ";
              }
              + finding.what());
      if (!finding.advice().isEmpty()) {
        out.println("      " + finding.advice());
      }
    }
    long wrong = findings.stream().filter(f -> f.state() == Doctor.State.WRONG).count();
    out.println(
        wrong == 0
            ? "Everything is in order."
            : wrong + (wrong == 1 ? " thing needs" : " things need") + " somebody.");
    out.flush();
    return wrong == 0 ? 0 : 1;
  }
}
