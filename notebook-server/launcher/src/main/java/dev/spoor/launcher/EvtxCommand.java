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
  private boolean asXml;

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
    Printer printer = asXml ? new XmlPrinter() : new JsonPrinter(style());
    boolean good = true;
    for (Path file : files) {
      good &= print(file, printer, out, err);
    }
    out.flush();
    err.flush();
    return good ? 0 : 1;
  }

  private ValueStyle style() {
    return asShown ? ValueStyle.SHOWN : ValueStyle.TYPED;
  }

  /// Whether all of the file could be read. Throws only when the output cannot be written.
  private boolean print(Path file, Printer printer, OutputStream out, PrintWriter err)
      throws IOException {
    boolean[] good = {true};
    EvtxOptions options =
        EvtxOptions.DEFAULT
            .withRecovery(recover)
            .withProblems(
                problem -> {
                  good[0] &= !problem.isError();
                  err.println(line(file, problem));
                });
    EvtxFile log;
    try {
      log = EvtxFile.open(file, options);
    } catch (NoSuchFileException e) {
      err.println("spoor: " + file + ": there is no such file");
      return false;
    } catch (IOException e) {
      err.println("spoor: " + file + ": " + e.getMessage());
      return false;
    }
    try (log) {
      while (true) {
        EvtxRecord record;
        try {
          record = log.next();
        } catch (IOException e) {
          err.println("spoor: " + file + ": " + e.getMessage());
          return false;
        }
        if (record == null) {
          return good[0];
        }
        printer.print(record, out);
      }
    }
  }

  /// Writes a record as one line.
  private sealed interface Printer {
    void print(EvtxRecord record, OutputStream out) throws IOException;
  }

  private static final class XmlPrinter implements Printer {
    private final XmlWriter text = new XmlWriter();

    @Override
    public void print(EvtxRecord record, OutputStream out) throws IOException {
      text.reset();
      record.accept(text);
      text.writeLine(out);
    }
  }

  private static final class JsonPrinter implements Printer {
    private final EventRow rows;
    private final JsonWriter json = new JsonWriter(Json.WriteOptions.PLAIN);

    JsonPrinter(ValueStyle style) {
      rows = new EventRow(style);
    }

    @Override
    public void print(EvtxRecord record, OutputStream out) throws IOException {
      json.reset();
      json.value(rows.row(record)).raw('\n').writeTo(out);
    }
  }

  private static String line(Path file, EvtxProblem problem) {
    return "spoor: " + (problem.isError() ? "" : "warning: ") + file + ": " + problem;
  }
}
