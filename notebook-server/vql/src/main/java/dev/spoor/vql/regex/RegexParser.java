package dev.spoor.vql.regex;

import dev.spoor.vql.regex.RegexTree.Alternate;
import dev.spoor.vql.regex.RegexTree.Any;
import dev.spoor.vql.regex.RegexTree.Assertion;
import dev.spoor.vql.regex.RegexTree.CharClass;
import dev.spoor.vql.regex.RegexTree.Concat;
import dev.spoor.vql.regex.RegexTree.Empty;
import dev.spoor.vql.regex.RegexTree.Group;
import dev.spoor.vql.regex.RegexTree.Literal;
import dev.spoor.vql.regex.RegexTree.Named;
import dev.spoor.vql.regex.RegexTree.Place;
import dev.spoor.vql.regex.RegexTree.Repeat;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// RE2 syntax to a tree: no look-around, no back-references. Bounded in nesting and in the size
/// that the expression has when its repetitions are written out.
public final class RegexParser {
  static final int MAX_DEPTH = 250;
  static final int MAX_SIZE = 20_000;
  private static final int MAX_REPEAT = 1_000;

  private record Flags(boolean foldCase, boolean multiLine, boolean dotAll, boolean swapGreed) {}

  private final RegexScanner in;
  private final Set<String> names = new HashSet<>();
  private Flags flags;
  private int depth;
  private int groups;

  private RegexParser(String pattern, boolean foldCase) {
    this.in = new RegexScanner(pattern);
    this.flags = new Flags(foldCase, false, false, false);
  }

  /// Parses a pattern; throws {@link RegexException} with the place of a fault.
  public static RegexTree parse(String pattern, boolean foldCase) {
    RegexParser parser = new RegexParser(pattern, foldCase);
    RegexTree tree = parser.alternation();
    if (!parser.in.atEnd()) {
      throw parser.in.fault("unexpected )");
    }
    RegexSize.check(tree, MAX_SIZE);
    return tree;
  }

  private RegexTree alternation() {
    List<RegexTree> choices = new ArrayList<>(2);
    choices.add(concatenation());
    while (in.accept('|')) {
      choices.add(concatenation());
    }
    return choices.size() == 1 ? choices.getFirst() : new Alternate(choices);
  }

  private RegexTree concatenation() {
    List<RegexTree> parts = new ArrayList<>();
    while (!in.atEnd() && in.peek() != '|' && in.peek() != ')') {
      if (in.acceptText("\\Q")) {
        quoted(parts);
        repeatLast(parts);
        continue;
      }
      int start = in.position();
      RegexTree atom = atom();
      if (atom == null) {
        repeatLast(parts);
        continue;
      }
      parts.add(repeated(atom, start));
    }
    return parts.isEmpty() ? new Empty() : parts.size() == 1 ? parts.getFirst() : new Concat(parts);
  }

  /// What follows `\E` or `(?i)` repeats the item before.
  private void repeatLast(List<RegexTree> parts) {
    if (!parts.isEmpty()) {
      parts.add(repeated(parts.removeLast(), in.position()));
    }
  }

  private void quoted(List<RegexTree> parts) {
    while (!in.atEnd() && !in.acceptText("\\E")) {
      parts.add(new Literal(in.next(), flags.foldCase()));
    }
  }

  private RegexTree repeated(RegexTree atom, int start) {
    RegexTree tree = atom;
    boolean any = false;
    while (!in.atEnd()) {
      int[] bounds = bounds();
      if (bounds == null) {
        return tree;
      }
      if (any) {
        throw in.faultAt("a repetition of a repetition", start);
      }
      any = true;
      boolean lazy = in.accept('?');
      tree = new Repeat(tree, bounds[0], bounds[1], lazy == flags.swapGreed());
    }
    return tree;
  }

  private int @Nullable [] bounds() {
    int start = in.position();
    if (in.accept('*')) {
      return new int[] {0, -1};
    }
    if (in.accept('+')) {
      return new int[] {1, -1};
    }
    if (in.accept('?')) {
      return new int[] {0, 1};
    }
    if (!in.accept('{')) {
      return null;
    }
    int min = in.number();
    int max = min;
    if (min >= 0 && in.accept(',')) {
      max = in.number();
    }
    if (min < 0 || !in.accept('}')) {
      // not a repetition: { is itself
      in.reset(start);
      return null;
    }
    if (min > MAX_REPEAT || max > MAX_REPEAT || (max >= 0 && max < min)) {
      throw in.faultAt("a repetition is at most " + MAX_REPEAT + " and not backwards", start);
    }
    return new int[] {min, max};
  }

  /// One item; null for something like `(?i)` that matches nothing by itself.
  private @Nullable RegexTree atom() {
    int start = in.position();
    int c = in.next();
    return switch (c) {
      case '(' -> group(start);
      case '[' -> new RegexClassParser(in, flags.foldCase()).parse(start);
      case '.' -> new Any(flags.dotAll());
      case '^' -> new Assertion(flags.multiLine() ? Place.BEGIN_LINE : Place.BEGIN_TEXT);
      case '$' -> new Assertion(flags.multiLine() ? Place.END_LINE : Place.END_TEXT);
      case '*', '+', '?' -> throw in.faultAt("nothing to repeat", start);
      case '{' -> {
        in.reset(start);
        if (bounds() != null) {
          throw in.faultAt("nothing to repeat", start);
        }
        yield new Literal(in.next(), flags.foldCase());
      }
      case '\\' -> escape(start);
      default -> new Literal(c, flags.foldCase());
    };
  }

  private RegexTree escape(int start) {
    if (in.atEnd()) {
      throw in.faultAt("a backslash at the end", start);
    }
    Place place =
        switch (in.peek()) {
          case 'A' -> Place.BEGIN_TEXT;
          case 'z' -> Place.END_TEXT;
          case 'b' -> Place.WORD_BOUNDARY;
          case 'B' -> Place.NO_WORD_BOUNDARY;
          default -> null;
        };
    if (place != null) {
      in.next();
      return new Assertion(place);
    }
    Named named = in.namedClass(start);
    if (named != null) {
      return new CharClass(List.of(named), false, flags.foldCase());
    }
    return new Literal(in.escapedCodePoint(start), flags.foldCase());
  }

  private @Nullable RegexTree group(int start) {
    if (++depth > MAX_DEPTH) {
      throw in.faultAt("groups nested deeper than " + MAX_DEPTH, start);
    }
    Flags outside = flags;
    int index = 0;
    String name = null;
    if (in.accept('?')) {
      if (in.acceptText("P<") || (in.peek() == '<' && in.acceptText("<"))) {
        name = in.groupName(start);
        if (!names.add(name)) {
          throw in.faultAt("group name " + name + " twice", start);
        }
        index = ++groups;
      } else if (!flagGroup(start)) {
        // (?i) holds for the rest of the group around it
        depth--;
        return null;
      }
    } else {
      index = ++groups;
    }
    RegexTree body = alternation();
    if (!in.accept(')')) {
      throw in.faultAt("this ( is not closed", start);
    }
    flags = outside;
    depth--;
    return new Group(body, index, name);
  }

  /// Reads `i-s:` or `i)`; true if a body follows.
  private boolean flagGroup(int start) {
    boolean on = true;
    boolean sign = false;
    while (!in.atEnd()) {
      int c = in.next();
      switch (c) {
        case 'i' -> flags = new Flags(on, flags.multiLine(), flags.dotAll(), flags.swapGreed());
        case 'm' -> flags = new Flags(flags.foldCase(), on, flags.dotAll(), flags.swapGreed());
        case 's' -> flags = new Flags(flags.foldCase(), flags.multiLine(), on, flags.swapGreed());
        case 'U' -> flags = new Flags(flags.foldCase(), flags.multiLine(), flags.dotAll(), on);
        case '-' -> {
          if (sign) {
            throw in.faultAt("bad flags of a group", start);
          }
          sign = true;
          on = false;
        }
        case ':' -> {
          return true;
        }
        case ')' -> {
          return false;
        }
        case '=', '!', '<' -> throw in.faultAt("there is no look-around", start);
        default -> throw in.faultAt("bad flags of a group", start);
      }
    }
    throw in.faultAt("this ( is not closed", start);
  }
}
