package dev.spoor.server.monitoring;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a regular expression does to sample lines, and how it reads.
///
/// @param problem why it is none, or null
/// @param position of the problem in the pattern
/// @param sentence about its alternatives, or empty
/// @param parts where the alternatives stand in the pattern, in order; part numbers count from 1
/// @param requireAll the pattern with every alternative required, or null when it has no such form
/// @param each one pattern for each alternative, for a condition that asks for all of them
/// @param complete false when time ran out before the last line
public record RegexTrial(
    @Nullable String problem,
    int position,
    String sentence,
    List<Mark> parts,
    @Nullable String requireAll,
    List<String> each,
    List<Line> lines,
    boolean complete) {
  public RegexTrial {
    parts = List.copyOf(parts);
    each = List.copyOf(each);
    lines = List.copyOf(lines);
  }

  /// A stretch of text, and the part of the pattern that it belongs to; 0 for the whole match.
  public record Mark(int start, int end, int part) {}

  /// One line; marks in order, they do not overlap. `looked` is false where time ran out.
  public record Line(boolean matches, boolean looked, List<Mark> marks) {
    public Line {
      marks = List.copyOf(marks);
    }
  }

  public boolean isValid() {
    return problem == null;
  }
}
