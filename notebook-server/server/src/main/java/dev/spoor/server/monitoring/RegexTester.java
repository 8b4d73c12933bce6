package dev.spoor.server.monitoring;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.spoor.server.monitoring.RegexTrial.Line;
import dev.spoor.server.monitoring.RegexTrial.Mark;
import dev.spoor.vql.regex.Regex;
import dev.spoor.vql.regex.RegexException;
import dev.spoor.vql.regex.RegexOutline.Span;
import dev.spoor.vql.regex.RegexReading;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;

/// Tries a pattern on lines with the language's own engine, which needs time in proportion to the
/// text, and never longer than the time it is given. Thread-safe.
public final class RegexTester {
  /// As long as a page can wait for an answer while somebody types.
  public static final long BUDGET_NANOS = 50_000_000;

  public static final int MOST_LINES = 50;
  public static final int LONGEST_LINE = 4_096;
  private static final int LONGEST_PATTERN = 10_000;
  private static final int MOST_MARKS = 200;

  private final LongSupplier nanoTime;
  private final long budget;

  public RegexTester() {
    this(System::nanoTime, BUDGET_NANOS);
  }

  RegexTester(LongSupplier nanoTime, long budget) {
    this.nanoTime = nanoTime;
    this.budget = budget;
  }

  /// Of each line its first [#LONGEST_LINE] characters are tried, of the lines the first
  /// [#MOST_LINES].
  public RegexTrial test(String pattern, List<String> lines) {
    long deadline = nanoTime.getAsLong() + budget;
    if (pattern.length() > LONGEST_PATTERN) {
      return refused("the pattern is longer than " + LONGEST_PATTERN + " characters", 0);
    }
    RegexReading reading;
    Pattern whole;
    List<Pattern> parts = new ArrayList<>();
    try {
      reading = RegexReading.of(pattern);
      whole = Regex.of(pattern).pattern();
      for (Span part : reading.alternatives()) {
        parts.add(Regex.of(part.of(pattern)).pattern());
      }
      for (String part : reading.required()) {
        parts.add(Regex.of(part).pattern());
      }
    } catch (RegexException e) {
      return refused(reason(e), Math.clamp(e.position(), 0, pattern.length()));
    }
    boolean anything = Regex.matchesEverything(pattern);
    List<Line> tried = new ArrayList<>();
    boolean complete = true;
    for (String line : lines.subList(0, Math.min(MOST_LINES, lines.size()))) {
      String text = line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line;
      try {
        tried.add(
            anything
                ? new Line(true, true, List.of())
                : line(whole, parts, new TimedText(text, deadline)));
      } catch (OutOfTime | StackOverflowError e) {
        // the engine goes as deep as the pattern is long; whoever asks may stand on a small stack
        tried.add(new Line(false, false, List.of()));
        complete = false;
      }
    }
    List<Mark> places = new ArrayList<>();
    for (Span part : reading.alternatives()) {
      places.add(new Mark(part.start(), part.end(), places.size() + 1));
    }
    return new RegexTrial(
        null,
        0,
        reading.sentence(),
        places,
        reading.requireAll().orElse(null),
        reading.each(),
        tried,
        complete);
  }

  private static RegexTrial refused(String problem, int position) {
    return new RegexTrial(problem, position, "", List.of(), null, List.of(), List.of(), true);
  }

  private static String reason(RegexException fault) {
    String message = fault.getMessage() == null ? "is none" : fault.getMessage();
    return message.replaceFirst("(?s) at [0-9]+(: .*)?$", "");
  }

  private static Line line(Pattern whole, List<Pattern> parts, TimedText text) {
    Matcher matcher = whole.matcher(text);
    if (!matcher.find()) {
      return new Line(false, true, List.of());
    }
    List<Mark> marks = new ArrayList<>();
    if (parts.isEmpty()) {
      all(matcher, 0, marks);
    } else {
      for (int i = 0; i < parts.size(); i++) {
        Matcher part = parts.get(i).matcher(text);
        if (part.find()) {
          all(part, i + 1, marks);
        }
      }
    }
    return new Line(true, true, apart(marks));
  }

  /// Every place from the one that was just found on.
  private static void all(Matcher matcher, int part, List<Mark> marks) {
    do {
      if (matcher.end() > matcher.start()) {
        marks.add(new Mark(matcher.start(), matcher.end(), part));
      }
    } while (marks.size() < MOST_MARKS && matcher.find());
  }

  /// In order; of those that overlap the one that begins first, the longer one of two.
  private static List<Mark> apart(List<Mark> marks) {
    List<Mark> sorted = new ArrayList<>(marks);
    sorted.sort(
        Comparator.comparingInt(Mark::start)
            .thenComparing(Comparator.comparingInt(Mark::end).reversed()));
    List<Mark> kept = new ArrayList<>();
    int end = 0;
    for (Mark mark : sorted) {
      if (mark.start() >= end) {
        kept.add(mark);
        end = mark.end();
      }
    }
    return kept;
  }

  /// Stops whoever reads it when time is up: the engine reads each character once.
  private final class TimedText implements CharSequence {
    private static final int STRIDE = 16;

    private final String text;
    private final long deadline;
    private int reads;

    TimedText(String text, long deadline) {
      this.text = text;
      this.deadline = deadline;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (reads++ % STRIDE == 0 && nanoTime.getAsLong() - deadline > 0) {
        throw new OutOfTime();
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private static final class OutOfTime extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutOfTime() {
      super("out of time", null, false, false);
    }
  }
}
