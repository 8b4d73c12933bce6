package dev.spoor.sigma.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A text with wildcards, taken apart. Immutable.
public record TextPattern(List<Piece> pieces) {
  /// A part of a pattern.
  public sealed interface Piece {}

  public record Literal(String text) implements Piece {}

  /// The wildcards: any run of characters, or exactly one.
  public enum Wildcard implements Piece {
    RUN,
    ONE
  }

  /// How a pattern can be found.
  public enum Shape {
    EQUALS,
    PREFIX,
    SUFFIX,
    CONTAINS,
    ANYTHING,
    GLOB
  }

  public TextPattern {
    pieces = List.copyOf(pieces);
  }

  /// Reads `*` and `?`; the backslash escapes only these two and itself.
  public static TextPattern parse(String text) {
    List<Piece> pieces = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length() && isSpecial(text.charAt(i + 1))) {
        literal.append(text.charAt(++i));
      } else if (c == '*' || c == '?') {
        flush(literal, pieces);
        add(pieces, c == '*' ? Wildcard.RUN : Wildcard.ONE);
      } else {
        literal.append(c);
      }
    }
    flush(literal, pieces);
    return new TextPattern(pieces);
  }

  public static TextPattern literal(String text) {
    return new TextPattern(text.isEmpty() ? List.of() : List.of(new Literal(text)));
  }

  private static boolean isSpecial(char c) {
    return c == '*' || c == '?' || c == '\\';
  }

  private static void flush(StringBuilder literal, List<Piece> pieces) {
    if (!literal.isEmpty()) {
      pieces.add(new Literal(literal.toString()));
      literal.setLength(0);
    }
  }

  private static void add(List<Piece> pieces, Piece piece) {
    if (piece != Wildcard.RUN || pieces.isEmpty() || pieces.getLast() != Wildcard.RUN) {
      pieces.add(piece);
    }
  }

  /// This pattern with a run of anything before or after it.
  public TextPattern open(boolean before, boolean after) {
    List<Piece> all = new ArrayList<>(pieces.size() + 2);
    if (before) {
      all.add(Wildcard.RUN);
    }
    pieces.forEach(piece -> add(all, piece));
    if (after) {
      add(all, Wildcard.RUN);
    }
    return new TextPattern(all);
  }

  public TextPattern map(UnaryOperator<String> change) {
    return new TextPattern(
        pieces.stream()
            .map(p -> p instanceof Literal l ? (Piece) new Literal(change.apply(l.text())) : p)
            .toList());
  }

  /// The text, if there is no wildcard in it.
  public @Nullable String text() {
    return pieces.isEmpty()
        ? ""
        : pieces.size() == 1 && pieces.getFirst() instanceof Literal literal
            ? literal.text()
            : null;
  }

  public Shape shape() {
    int n = pieces.size();
    if (n == 0 || (n == 1 && pieces.getFirst() instanceof Literal)) {
      return Shape.EQUALS;
    }
    boolean open = pieces.getFirst() == Wildcard.RUN;
    boolean openEnd = pieces.getLast() == Wildcard.RUN;
    if (n == 1) {
      return open ? Shape.ANYTHING : Shape.GLOB;
    }
    if (n == 2 && open && pieces.get(1) instanceof Literal) {
      return Shape.SUFFIX;
    }
    if (n == 2 && openEnd && pieces.getFirst() instanceof Literal) {
      return Shape.PREFIX;
    }
    return n == 3 && open && openEnd && pieces.get(1) instanceof Literal
        ? Shape.CONTAINS
        : Shape.GLOB;
  }

  /// The longest literal; "" if there is none.
  public String longest() {
    String longest = "";
    for (Piece piece : pieces) {
      if (piece instanceof Literal literal && literal.text().length() > longest.length()) {
        longest = literal.text();
      }
    }
    return longest;
  }

  /// Compares a whole text, in time proportional to the product of the lengths at worst.
  public boolean matches(CharSequence text) {
    int at = 0;
    int piece = 0;
    int retryPiece = -1;
    int retryAt = 0;
    while (true) {
      if (piece == pieces.size()) {
        if (at == text.length()) {
          return true;
        }
      } else {
        Piece p = pieces.get(piece);
        if (p == Wildcard.RUN) {
          retryPiece = ++piece;
          retryAt = at;
          continue;
        }
        int length = p instanceof Literal literal ? literal.text().length() : 1;
        if (at + length <= text.length() && here(p, text, at)) {
          at += length;
          piece++;
          continue;
        }
      }
      if (retryPiece < 0 || retryAt >= text.length()) {
        return false;
      }
      piece = retryPiece;
      at = ++retryAt;
    }
  }

  private static boolean here(Piece piece, CharSequence text, int at) {
    if (piece instanceof Literal literal) {
      String wanted = literal.text();
      for (int i = 0; i < wanted.length(); i++) {
        if (text.charAt(at + i) != wanted.charAt(i)) {
          return false;
        }
      }
    }
    return true;
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    for (Piece piece : pieces) {
      switch (piece) {
        case Wildcard.RUN -> out.append('*');
        case Wildcard.ONE -> out.append('?');
        case Literal literal ->
            literal
                .text()
                .chars()
                .forEach(c -> out.append(c == '*' || c == '?' ? "\\" : "").append((char) c));
      }
    }
    return out.toString();
  }
}
