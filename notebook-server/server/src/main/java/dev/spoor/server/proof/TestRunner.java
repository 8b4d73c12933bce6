package dev.spoor.server.proof;

import dev.spoor.host.recording.Recording;
import dev.spoor.server.proof.TestResult.Difference;
import dev.spoor.server.proof.TestResult.Outcome;
import dev.spoor.vql.VqlSession;
import dev.spoor.vql.catalog.PermissionCheck;
import dev.spoor.vql.catalog.VqlException;
import dev.spoor.vql.library.CoreLibrary;
import dev.spoor.vql.syntax.SyntaxException;
import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.LazyValue;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import dev.spoor.vql.value.Values;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Runs tests and compares. Thread-safe; needs a thread with a deep stack.
public final class TestRunner {
  private static final int SHOWN = 200;

  private final Replay replay;
  private final Recordings source;

  /// Finds recordings by what tests call them.
  @FunctionalInterface
  public interface Recordings {
    Recording find(String name) throws IOException;
  }

  public TestRunner(Replay replay, Recordings source) {
    this.replay = replay;
    this.source = source;
  }

  public TestResult run(TestCase test) {
    return run(test, () -> false);
  }

  public TestResult run(TestCase test, BooleanSupplier cancelled) {
    long began = System.nanoTime();
    Recording recording;
    try {
      recording =
          test.events().isEmpty()
              ? source.find(test.recording())
              : Recording.of("the events", test.events());
    } catch (IOException e) {
      return TestResult.error(
          test.name(),
          "the recording " + test.recording() + " cannot be read: " + reason(e),
          System.nanoTime() - began);
    }
    ReplayRequest request =
        ReplayRequest.of(test.subject(), recording).withThen(test.then()).within(test.within());
    boolean explain = !test.expect().nearMisses().isEmpty();
    ReplayResult result = replay.run(explain ? request.explained() : request, cancelled);
    String error = result.error();
    if (error != null) {
      return TestResult.error(test.name(), error, System.nanoTime() - began);
    }
    List<Difference> differences = new ArrayList<>();
    try {
      compare(test, result, differences);
    } catch (ReplayException e) {
      return TestResult.error(
          test.name(), String.valueOf(e.getMessage()), System.nanoTime() - began);
    }
    if (!differences.isEmpty() && !explain) {
      // why rows are missing is what one asks next
      ReplayResult explained = replay.run(request.explained(), cancelled);
      result = explained.isError() ? result : explained;
    }
    return new TestResult(
        test.name(),
        differences.isEmpty() ? Outcome.PASSED : Outcome.FAILED,
        differences,
        result,
        System.nanoTime() - began);
  }

  private static String reason(IOException e) {
    return e instanceof java.nio.file.NoSuchFileException
        ? "there is no such file"
        : String.valueOf(e.getMessage());
  }

  private static void compare(TestCase test, ReplayResult result, List<Difference> differences) {
    TestCase.Expectation expect = test.expect();
    List<Row> rows =
        result.rows().stream()
            .filter(found -> isOfSubject(test, found.from()))
            .map(ReplayResult.Found::row)
            .toList();
    number("delivered", expect.delivered(), result.deliveredRows(), differences);
    if (expect.rows() != null) {
      number("rows", expect.rows(), rows.size(), differences);
    }
    match(expect.match(), rows, differences);
    if (!expect.where().isEmpty()) {
      where(expect.where(), rows, differences);
    }
    for (TestCase.ExpectedMiss miss : expect.nearMisses()) {
      String wanted = plain(miss.condition());
      long count =
          result.nearMisses().stream().filter(m -> plain(m.condition()).contains(wanted)).count();
      if (!miss.rows().has(count)) {
        differences.add(
            new Difference(
                "near miss of " + miss.condition(),
                miss.rows() + " rows that fail only this",
                count
                    + "; near misses: "
                    + result.nearMisses().stream()
                        .map(ReplayResult.NearMiss::condition)
                        .distinct()
                        .toList()));
      }
    }
    if (expect.alerts() != null) {
      number("alerts", expect.alerts(), result.alerts().size(), differences);
    }
    if (expect.deliveries() != null) {
      number("deliveries", expect.deliveries(), result.deliveries().size(), differences);
    }
  }

  /// The rows of server artifacts behind the detection are not its own.
  private static boolean isOfSubject(TestCase test, String from) {
    return test.then().stream()
        .noneMatch(after -> from.equals(after.name()) || from.startsWith(after.name() + "/"));
  }

  private static String plain(String text) {
    return text.replaceAll("\\s+", "").replace("(", "").replace(")", "").replace("\"", "'");
  }

  private static void number(
      String about, TestCase.Range wanted, long got, List<Difference> differences) {
    if (!wanted.has(got)) {
      differences.add(new Difference(about, wanted.toString(), Long.toString(got)));
    }
  }

  private static void match(
      List<Map<String, String>> wanted, List<Row> rows, List<Difference> differences) {
    List<Row> left = new ArrayList<>(rows);
    List<Map<String, String>> open = new ArrayList<>();
    for (Map<String, String> one : wanted) {
      Row found = left.stream().filter(row -> misses(one, row).isEmpty()).findFirst().orElse(null);
      if (found == null) {
        open.add(one);
      } else {
        left.remove(found);
      }
    }
    for (Map<String, String> one : open) {
      String about = "row " + (wanted.indexOf(one) + 1);
      Row closest = null;
      List<String> fewest = List.copyOf(one.keySet());
      for (Row row : left) {
        List<String> misses = misses(one, row);
        if (closest == null || misses.size() < fewest.size()) {
          closest = row;
          fewest = misses;
        }
      }
      if (closest == null) {
        differences.add(new Difference(about, one.toString(), "no row"));
        continue;
      }
      left.remove(closest);
      for (String path : fewest) {
        differences.add(
            new Difference(
                about + ", " + path, String.valueOf(one.get(path)), shown(value(closest, path))));
      }
    }
    if (!wanted.isEmpty() && open.isEmpty() && !left.isEmpty() && wanted.size() >= rows.size()) {
      differences.add(new Difference("row", "no other row", shown(left.getFirst())));
    }
  }

  private static List<String> misses(Map<String, String> wanted, Row row) {
    return wanted.entrySet().stream()
        .filter(entry -> !entry.getValue().equals(text(value(row, entry.getKey()))))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static @Nullable Object value(Row row, String path) {
    return row.has(path)
        ? LazyValue.force(row.get(path))
        : LazyValue.force(row.path(List.of(path.split("\\."))));
  }

  private static String text(@Nullable Object value) {
    return value instanceof Row || value instanceof List<?>
        ? Json.write(value)
        : value == null ? "null" : Values.toText(value);
  }

  private static String shown(@Nullable Object value) {
    String text = text(value);
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
  }

  private static void where(String condition, List<Row> rows, List<Difference> differences) {
    for (int i = 0; i < rows.size(); i++) {
      if (!holds(condition, rows.get(i))) {
        differences.add(new Difference("row " + (i + 1), condition, shown(rows.get(i))));
      }
    }
  }

  private static boolean holds(String condition, Row row) {
    try (VqlSession session =
            VqlSession.builder(CoreLibrary.catalog())
                .principal(Sandbox.principal(), PermissionCheck.ALLOW_ALL)
                .env("Rows", List.of(row))
                .build();
        RowStream found = session.run("SELECT * FROM foreach(row=Rows) WHERE " + condition)) {
      return found.next() != null;
    } catch (SyntaxException | VqlException e) {
      throw new ReplayException("expect.where: " + e.getMessage());
    }
  }
}
