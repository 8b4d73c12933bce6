package dev.spoor.server.query.explore;

import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.error.SpoorException.Problem;
import dev.spoor.server.event.TimeRange;
import dev.spoor.vql.Vql;
import dev.spoor.vql.syntax.Issue;
import dev.spoor.vql.syntax.ParseResult;
import dev.spoor.vql.syntax.Severity;
import dev.spoor.vql.syntax.Statement.Select;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which events: those that fulfil a condition in VQL, in a range of event time, of one snapshot.
///
/// @param condition what stands after WHERE; empty for all
/// @param and more conditions, each of which must hold too
/// @param artifacts names or `Name/Source`; empty for all
/// @param clients ids; empty for all
/// @param lsnFrom only rows with this number or a larger one
/// @param lsnBound only rows with a smaller number
public record EventQuestion(
    String condition,
    List<String> and,
    TimeRange range,
    Set<String> artifacts,
    Set<String> clients,
    long lsnFrom,
    long lsnBound) {
  private static final int LONGEST = 100_000;
  private static final int MOST_CONDITIONS = 50;
  private static final String BEFORE = "SELECT * FROM events() WHERE\n";

  public EventQuestion {
    and = List.copyOf(and);
    artifacts = Set.copyOf(artifacts);
    clients = Set.copyOf(clients);
    if (and.size() > MOST_CONDITIONS) {
      throw new SpoorException(
          ErrorCode.LIMIT_REACHED, "more than " + MOST_CONDITIONS + " conditions");
    }
  }

  /// All events of a range.
  public static EventQuestion of(String condition, TimeRange range) {
    return new EventQuestion(condition, List.of(), range, Set.of(), Set.of(), 0, Long.MAX_VALUE);
  }

  public EventQuestion withRange(TimeRange other) {
    return new EventQuestion(condition, and, other, artifacts, clients, lsnFrom, lsnBound);
  }

  public EventQuestion withLsnBound(long bound) {
    return new EventQuestion(condition, and, range, artifacts, clients, lsnFrom, bound);
  }

  /// The same range, artifacts and clients, whatever the rows hold.
  public EventQuestion withoutCondition() {
    return new EventQuestion("", List.of(), range, artifacts, clients, lsnFrom, lsnBound);
  }

  boolean isWithoutCondition() {
    return conditions().isEmpty();
  }

  private List<String> conditions() {
    return Stream.concat(Stream.of(condition), and.stream())
        .filter(text -> !text.isBlank())
        .toList();
  }

  /// Throws `SpoorException` (INVALID_QUERY) with the places of the condition's text, unless each
  /// condition is one expression and nothing more.
  public void check() {
    conditions().forEach(EventQuestion::check);
  }

  /// The program of this question; checked first.
  ///
  /// @param options arguments of `events()` beside those of the question
  /// @param limit rows at most; negative for all
  String program(String options, long limit) {
    check();
    List<String> arguments = new ArrayList<>();
    if (!artifacts.isEmpty()) {
      arguments.add("artifact=" + list(artifacts));
    }
    if (!clients.isEmpty()) {
      arguments.add("client_id=" + list(clients));
    }
    if (!options.isEmpty()) {
      arguments.add(options);
    }
    String where =
        conditions().stream()
            .map(text -> "(\n" + text + "\n)")
            .collect(Collectors.joining(" AND "));
    return "SELECT * FROM events("
        + String.join(", ", arguments)
        + ")"
        + (where.isEmpty() ? "" : " WHERE " + where)
        + (limit < 0 ? "" : " LIMIT " + limit);
  }

  private static String list(Set<String> texts) {
    // a comma makes one text a list too
    return texts.stream()
        .sorted()
        .map(EventQuestion::quoted)
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("'");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' || c == '\'') {
        out.append('\\').append(c);
      } else if (c < ' ' || c == 0x7f) {
        out.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('\'').toString();
  }

  private static void check(String text) {
    if (text.length() > LONGEST) {
      throw new SpoorException(
          ErrorCode.LIMIT_REACHED, "a condition of more than " + LONGEST + " characters");
    }
    List<Problem> problems =
        issues(text).stream()
            .filter(issue -> issue.severity() == Severity.ERROR)
            .map(EventQuestion::problem)
            .toList();
    if (!problems.isEmpty()) {
      throw new SpoorException(ErrorCode.INVALID_QUERY, problems.getFirst().message(), problems);
    }
  }

  private static Problem problem(Issue issue) {
    return new Problem(
        Math.max(1, issue.line() - 1),
        issue.column(),
        Math.max(1, issue.length()),
        "error",
        issue.message(),
        null);
  }

  /// What is wrong with a condition, with places in `BEFORE + text`.
  private static List<Issue> issues(String text) {
    ParseResult parsed = Vql.parse(BEFORE + text + "\n");
    if (!parsed.isOk()) {
      return parsed.issues();
    }
    boolean isCondition =
        parsed.statements().size() == 1
            && parsed.statements().getFirst() instanceof Select select
            && select.where() != null
            && select.groupBy() == null
            && select.orderBy() == null
            && select.limit() == null;
    if (isCondition) {
      return List.of();
    }
    throw new SpoorException(
        ErrorCode.INVALID_QUERY,
        "only a condition stands here, as after WHERE",
        List.of(
            new Problem(1, 1, 1, "error", "only a condition stands here, as after WHERE", null)));
  }
}
