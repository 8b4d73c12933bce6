package dev.spoor.launcher;

import dev.spoor.sigma.LoadSummary;
import dev.spoor.sigma.Rejection;
import dev.spoor.sigma.SigmaRules;
import dev.spoor.sigma.SigmaScan;
import dev.spoor.sigma.correlation.CorrelationMatch;
import dev.spoor.sigma.document.Header;
import dev.spoor.sigma.document.LogSource;
import dev.spoor.sigma.document.SigmaDocument;
import dev.spoor.sigma.document.SigmaException;
import dev.spoor.sigma.match.LoadedRule;
import dev.spoor.sigma.pipeline.Pipeline;
import dev.spoor.sigma.pipeline.Pipelines;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.Values;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `./spoor sigma scan`: matches as JSON lines on standard output, everything else on standard
/// error.
@Command(
    name = "scan",
    description = "Print a JSON line for each event that matches a rule.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "FILE is an event log (.evtx), JSON lines or JSON objects (.json, .jsonl, .gz, .zip), or a"
          + " folder of these.",
      "",
      "Examples:",
      "  ./spoor sigma scan --rules sigma/rules Security.evtx",
      "  ./spoor sigma scan --rules my.yml --log-source linux/process_creation events.jsonl",
      "",
      "Exit codes: 0 fine, 1 a file could not be read, 2 no rule could be used."
    })
final class SigmaScanCommand implements Callable<Integer> {
  private static final List<String> LEVELS =
      List.of("informational", "low", "medium", "high", "critical");

  @Option(
      names = "--rules",
      required = true,
      paramLabel = "DIR",
      description = "a folder of rules, or a file; may be given several times")
  private List<Path> rulePaths = List.of();

  @Option(
      names = "--pipeline",
      paramLabel = "FILE",
      description = "where log sources are found and what placeholders mean, beside the built-in")
  private List<Path> pipelines = List.of();

  @Option(
      names = "--log-source",
      paramLabel = "P/C/S",
      description = "product/category/service of all events, for those that do not tell")
  private @Nullable String logSource;

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      defaultValue = "informational",
      description = "leave out rules below this level")
  private String level = "informational";

  @Option(names = "--quiet", description = "no list of rejected rules, no summary")
  private boolean quiet;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "recorded events")
  private List<Path> files = List.of();

  @Spec private @Nullable CommandSpec spec;

  private final OutputStream standardOutput;

  SigmaScanCommand() {
    this(new FileOutputStream(FileDescriptor.out));
  }

  SigmaScanCommand(OutputStream standardOutput) {
    this.standardOutput = standardOutput;
  }

  @Override
  public Integer call() throws IOException {
    PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
    SigmaRules rules = rules();
    if (!load(rules, err)) {
      return 2;
    }
    LogSource given = logSource == null ? null : LogSource.parse(logSource);
    SigmaScan scan = new SigmaScan(rules);
    boolean allRead = true;
    long matches;
    try (Output out = new Output(standardOutput)) {
      for (Path file : expand()) {
        long[] number = {0};
        try {
          EventFile.read(
              file,
              row -> {
                number[0]++;
                scan.event(row, given, (rule, time) -> out.rule(rule, time, file, number[0], row));
              },
              problem -> err.println(file + ": " + problem));
        } catch (IOException e) {
          allRead = false;
          err.println(file + ": cannot be read: " + e.getMessage());
        }
      }
      scan.finish(out::correlation);
      matches = out.lines;
    }
    if (!quiet) {
      err.println(scan.events() + " events, " + matches + " matches");
      if (scan.unheard() > 0) {
        err.println(scan.unheard() + " matches were too many, or without a time, for correlations");
      }
    }
    return allRead ? 0 : 1;
  }

  private SigmaRules rules() throws IOException {
    int lowest = LEVELS.indexOf(level);
    if (lowest < 0) {
      throw new UsageException("sigma: no level \"" + level + "\"; known: " + LEVELS);
    }
    List<Pipeline> all = new ArrayList<>();
    all.add(Pipeline.windows());
    for (Path path : pipelines) {
      try {
        all.add(Pipeline.parse(Files.readString(path)));
      } catch (SigmaException e) {
        throw new UsageException("sigma: " + path + ":" + e.place() + ": " + e.reason());
      }
    }
    return SigmaRules.builder()
        .pipelines(new Pipelines(all))
        .only(rule -> lowest == 0 || LEVELS.indexOf(levelOf(rule)) >= lowest)
        .build();
  }

  private static String levelOf(SigmaDocument.Rule rule) {
    return Objects.requireNonNullElse(rule.header().level(), "informational");
  }

  private boolean load(SigmaRules rules, PrintWriter err) throws IOException {
    int compiled = 0;
    for (Path path : rulePaths) {
      if (!Files.exists(path)) {
        throw new UsageException("sigma: there are no rules at " + path);
      }
      LoadSummary summary = rules.load(path);
      compiled += summary.compiled();
      if (!quiet) {
        for (Rejection rejection : summary.rejected()) {
          err.println("rejected " + rejection);
        }
        err.println(path + ": " + summary.line());
      }
    }
    if (compiled == 0) {
      err.println("sigma: no rule can be used");
    }
    return compiled > 0;
  }

  private List<Path> expand() throws IOException {
    List<Path> all = new ArrayList<>();
    for (Path file : files) {
      if (Files.isDirectory(file)) {
        try (Stream<Path> walk = Files.walk(file)) {
          walk.filter(Files::isRegularFile).sorted().forEach(all::add);
        }
      } else {
        all.add(file);
      }
    }
    return all;
  }

  /// The lines on standard output.
  private static final class Output implements AutoCloseable {
    private final OutputStream out;
    private long lines;

    Output(OutputStream raw) {
      out = new BufferedOutputStream(raw, 1 << 16);
    }

    void rule(LoadedRule rule, @Nullable Instant time, Path file, long record, Row event) {
      Header header = rule.rule().header();
      print(
          head(header)
              .with("time", time)
              .with("file", file.toString())
              .with("record", record)
              .with("event", event));
    }

    void correlation(CorrelationMatch match) {
      Dict group = new Dict();
      match.group().forEach(group::set);
      print(
          head(match.correlation().header())
              .with("time", match.last())
              .with("first", match.first())
              .with("group", group)
              .with("value", match.value())
              .with("events", Values.of(match.rows())));
    }

    private static Dict head(Header header) {
      return new Dict()
          .with("rule", header.title())
          .with("id", header.id())
          .with("level", header.level())
          .with("tags", header.tags());
    }

    private void print(Row row) {
      lines++;
      try {
        out.write((Json.write(row) + "\n").getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      out.flush();
    }
  }
}
