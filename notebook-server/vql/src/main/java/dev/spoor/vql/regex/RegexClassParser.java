package dev.spoor.vql.regex;

import dev.spoor.vql.regex.RegexTree.CharClass;
import dev.spoor.vql.regex.RegexTree.Named;
import dev.spoor.vql.regex.RegexTree.Part;
import dev.spoor.vql.regex.RegexTree.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// `[…]`
final class RegexClassParser {
  private static final Set<String> POSIX =
      Set.of(
          "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct",
          "space", "upper", "word", "xdigit");

  private final RegexScanner in;
  private final boolean foldCase;
  private final List<Part> parts = new ArrayList<>();

  RegexClassParser(RegexScanner in, boolean foldCase) {
    this.in = in;
    this.foldCase = foldCase;
  }

  /// The class whose `[` at `start` has been read.
  CharClass parse(int start) {
    boolean negated = in.accept('^');
    boolean first = true;
    while (first || in.peek() != ']') {
      if (in.atEnd()) {
        throw in.faultAt("this [ is not closed", start);
      }
      part();
      first = false;
    }
    in.next();
    return new CharClass(parts, negated, foldCase);
  }

  private void part() {
    int start = in.position();
    if (in.acceptText("[:")) {
      if (posix(start)) {
        return;
      }
      in.reset(start);
    }
    int from = codePointOrClass();
    if (from < 0) {
      return;
    }
    int before = in.position();
    if (!in.accept('-')) {
      parts.add(new Range(from, from));
      return;
    }
    if (in.atEnd() || in.peek() == ']') {
      in.reset(before);
      parts.add(new Range(from, from));
      return;
    }
    int place = in.position();
    int to = in.next();
    if (to == '\\') {
      to = in.escapedCodePoint(place);
    }
    if (to < from) {
      throw in.faultAt("a range that goes backwards", start);
    }
    parts.add(new Range(from, to));
  }

  /// A code point, or -1 if a named class was added.
  private int codePointOrClass() {
    int start = in.position();
    int c = in.next();
    if (c != '\\') {
      return c;
    }
    Named named = in.namedClass(start);
    if (named != null) {
      parts.add(named);
      return -1;
    }
    return in.escapedCodePoint(start);
  }

  private boolean posix(int start) {
    boolean negated = in.accept('^');
    StringBuilder name = new StringBuilder();
    while (!in.atEnd() && Character.isLetter(in.peek()) && name.length() < 10) {
      name.appendCodePoint(in.next());
    }
    if (!in.acceptText(":]")) {
      return false;
    }
    if (!POSIX.contains(name.toString())) {
      throw in.faultAt("unknown class [:" + name + ":]", start);
    }
    parts.add(new Named("[:" + name + ":]", negated));
    return true;
  }
}
