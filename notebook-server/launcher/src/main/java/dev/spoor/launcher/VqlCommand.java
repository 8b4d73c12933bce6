package dev.spoor.launcher;

import dev.spoor.vql.Vql;
import dev.spoor.vql.VqlSession;
import dev.spoor.vql.catalog.LogLevel;
import dev.spoor.vql.catalog.PermissionCheck;
import dev.spoor.vql.catalog.VqlException;
import dev.spoor.vql.syntax.Issue;
import dev.spoor.vql.syntax.ParseResult;
import dev.spoor.vql.syntax.Statement;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `./spoor vql`: a query here and now, as the user who types it, without a server. Rows go to
/// standard output, log lines and problems to standard error.
@Command(
    name = "vql",
    description = "Run a query here and now, without a server.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  ./spoor vql 'SELECT OS, Hostname FROM info()'",
      "  ./spoor vql --format table \"SELECT Pid, Name FROM pslist() WHERE Name =~ 'java'\"",
      "  ./spoor vql --env Wanted=sshd 'SELECT * FROM pslist() WHERE Name = Wanted'",
      "  ./spoor vql --file hunt.vql --format csv",
      "",
      "Exit codes: 0 fine, 1 the query was stopped, 2 it does not parse."
    })
final class VqlCommand implements Callable<Integer> {
  @Parameters(arity = "0..1", paramLabel = "QUERY", description = "the query; or use --file")
  private @Nullable String query;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "read the query from a file; - is standard input")
  private @Nullable String file;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "JSON",
      description = "json, jsonl, csv or table (default: json)")
  private RowFormat format = RowFormat.JSON;

  @Option(names = "--env", paramLabel = "K=V", description = "a variable of the query, as a string")
  private Map<String, String> env = Map.of();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter err = java.util.Objects.requireNonNull(spec).commandLine().getErr();
    String text = text();
    ParseResult parsed = Vql.parse(text);
    for (Issue issue : parsed.issues()) {
      err.println(issue.withCaret(text));
    }
    if (!parsed.isOk()) {
      return 2;
    }
    VqlSession.Builder builder =
        VqlSession.builder(LocalCatalog.create())
            .principal(System.getProperty("user.name", "nobody"), PermissionCheck.ALLOW_ALL)
            .log(
                (level, message) -> {
                  if (level != LogLevel.DEBUG) {
                    err.println(level + ": " + message);
                  }
                });
    env.forEach(builder::env);
    try (OutputStream out =
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16);
        VqlSession session = builder.build();
        RowPrinter printer = RowPrinter.of(format, out)) {
      Runtime.getRuntime()
          .addShutdownHook(Thread.ofPlatform().name("cancel").unstarted(session::cancel));
      for (Statement statement : parsed.statements()) {
        try (RowStream rows = session.run(statement)) {
          for (Row row = rows.next(); row != null; row = rows.next()) {
            printer.print(row);
          }
        }
      }
      return 0;
    } catch (VqlException e) {
      err.println("ERROR: " + e.getMessage());
      return 1;
    }
  }

  private String text() throws IOException {
    if (query != null && file == null) {
      return query;
    }
    if (file == null) {
      throw new UsageException("vql: give a query, or --file FILE");
    }
    if (query != null) {
      throw new UsageException("vql: give a query or --file, not both");
    }
    if (file.equals("-")) {
      return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    }
    Path path = Path.of(file);
    if (!Files.isReadable(path)) {
      throw new UsageException("vql: cannot read the file " + path);
    }
    return Files.readString(path);
  }
}
