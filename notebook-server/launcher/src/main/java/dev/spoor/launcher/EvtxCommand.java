package dev.spoor.launcher;

import dev.spoor.evtx.EvtxFile;
import dev.spoor.evtx.EvtxOptions;
import dev.spoor.evtx.EvtxProblem;
import dev.spoor.evtx.EvtxRecord;
import dev.spoor.evtx.XmlWriter;
import dev.spoor.evtx.plugin.EventRow;
import dev.spoor.evtx.plugin.ValueStyle;
import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.JsonWriter;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `./spoor evtx`: the records of Windows event log files as JSON lines. What cannot be read is a
/// line on standard error, and all else is read.
@Command(
    name = "evtx",
    description = "Print the records of Windows event log files as JSON lines.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  ./spoor evtx Security.evtx",
      "  ./spoor evtx --as-shown Sysmon.evtx | grep 0x1fffff",
      "  ./spoor evtx --xml --recover *.evtx > all.xml",
      "",
      "Exit codes: 0 fine, 1 something could not be read, 2 bad usage."
    })
final class EvtxCommand implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "FILE", description = "an event log file")
  private List<Path> files = List.of();

  @Option(names = "--xml", description = "print the XML of each event, one a line, instead of JSON")
  private boolean xml;

  @Option(names = "--recover", description = "also print deleted records in unused parts of a file")
  private boolean recover;

  @Option(
      names = "--as-shown",
      description = "keep hexadecimal numbers and GUIDs as the event viewer shows them")
  private boolean asShown;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    try (OutputStream out =
        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16)) {
      return print(out, Objects.requireNonNull(spec).commandLine().getErr());
    }
  }

  int print(OutputStream out, PrintWriter err) throws IOException {
    boolean[] bad = new boolean[1];
    EventRow rows = new EventRow(asShown ? ValueStyle.SHOWN : ValueStyle.TYPED);
    JsonWriter json = new JsonWriter(Json.WriteOptions.PLAIN);
    XmlWriter text = new XmlWriter();
    for (Path file : files) {
      EvtxOptions options =
          EvtxOptions.DEFAULT
              .withRecovery(recover)
              .withProblems(
                  problem -> {
                    bad[0] |= problem.isError();
                    err.println(line(file, problem));
                  });
      try (EvtxFile log = EvtxFile.open(file, options)) {
        for (EvtxRecord record = log.next(); record != null; record = log.next()) {
          if (xml) {
            text.reset();
            record.accept(text);
            text.writeLine(out);
          } else {
            json.reset();
            json.value(rows.row(record)).raw('\n').writeTo(out);
          }
        }
      } catch (NoSuchFileException e) {
        bad[0] = true;
        err.println("spoor: " + file + ": there is no such file");
      }
    }
    out.flush();
    err.flush();
    return bad[0] ? 1 : 0;
  }

  private static String line(Path file, EvtxProblem problem) {
    return "spoor: " + (problem.isError() ? "" : "warning: ") + file + ": " + problem;
  }
}
