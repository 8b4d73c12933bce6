package dev.spoor.server.monitoring;

import com.google.re2j.Matcher;
import dev.spoor.server.access.Authority;
import dev.spoor.server.event.Event;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.vql.regex.Regex;
import dev.spoor.vql.regex.RegexException;
import dev.spoor.vql.value.LazyValue;
import dev.spoor.vql.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Why a client reported an event: which expressions of its entry match, and where in the values.
public final class MatchReasons {
  private static final String SUFFIX = "Regex";
  private static final int MOST_MARKS = 50;

  /// Characters of a value that are looked at.
  private static final int SEARCHED = 8_192;

  private final ClientMonitoring monitoring;

  public MatchReasons(ClientMonitoring monitoring) {
    this.monitoring = monitoring;
  }

  /// One expression that is not just "anything".
  ///
  /// @param column the column that it is about, without `EventData.`
  /// @param marks where it matches, in order
  public record Reason(
      String artifact, String parameter, String column, String value, List<Mark> marks) {
    public Reason {
      marks = List.copyOf(marks);
    }
  }

  /// Characters of a value, from inclusive, to exclusive.
  public record Mark(int from, int to) {}

  public List<Reason> of(Principal principal, Event event) {
    Authority.require(principal, Permission.READ_RESULTS, "read events");
    String artifact = event.artifact();
    int slash = artifact.indexOf('/');
    String name = slash < 0 ? artifact : artifact.substring(0, slash);
    List<Reason> reasons = new ArrayList<>();
    for (TableJson.CompiledEntry entry : monitoring.entriesFor(event.subject())) {
      if (entry.artifact().name().equals(name)) {
        for (Map.Entry<String, String> parameter : entry.artifact().env().entrySet()) {
          add(reasons, name, parameter.getKey(), parameter.getValue(), event);
        }
      }
    }
    return reasons;
  }

  private static void add(
      List<Reason> reasons, String artifact, String parameter, String expression, Event event) {
    if (!parameter.endsWith(SUFFIX) || Regex.matchesEverything(expression)) {
      return;
    }
    String column = parameter.substring(0, parameter.length() - SUFFIX.length());
    Object found = LazyValue.force(event.path(List.of("EventData", column)));
    Object value = found == null ? LazyValue.force(event.get(column)) : found;
    if (value == null) {
      return;
    }
    String text = Values.toText(value);
    List<Mark> marks = marks(expression, text);
    if (!marks.isEmpty()) {
      reasons.add(new Reason(artifact, parameter, column, text, marks));
    }
  }

  private static List<Mark> marks(String expression, String text) {
    List<Mark> marks = new ArrayList<>();
    try {
      Matcher matcher =
          Regex.of(expression)
              .pattern()
              .matcher(text.length() > SEARCHED ? text.substring(0, SEARCHED) : text);
      while (marks.size() < MOST_MARKS && matcher.find()) {
        if (matcher.end() > matcher.start()) {
          marks.add(new Mark(matcher.start(), matcher.end()));
        }
      }
    } catch (RegexException notAPattern) {
      return List.of();
    }
    return marks;
  }
}
