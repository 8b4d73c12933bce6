package dev.spoor.vql.regex;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A pattern that is plain ASCII text in any case, searched without an automaton.
final class FoldedLiteral {
  static final int FOUND = 1;
  static final int NOT_FOUND = 0;
  static final int CANNOT_SAY = -1;

  private final byte[] lower;
  private final byte[] upper;
  // k and s have relatives outside of ASCII (the Kelvin sign, the long s)
  private final boolean hasRelatives;

  private FoldedLiteral(byte[] lower) {
    this.lower = lower;
    this.upper = lower.clone();
    boolean relatives = false;
    for (int i = 0; i < lower.length; i++) {
      boolean letter = lower[i] >= 'a' && lower[i] <= 'z';
      upper[i] = (byte) (letter ? lower[i] - 32 : lower[i]);
      relatives |= lower[i] == 'k' || lower[i] == 's';
    }
    this.hasRelatives = relatives;
  }

  static @Nullable FoldedLiteral of(RegexTree tree) {
    List<RegexTree> parts =
        tree instanceof RegexTree.Concat concat ? concat.parts() : List.of(tree);
    byte[] bytes = new byte[parts.size()];
    for (int i = 0; i < bytes.length; i++) {
      boolean plain =
          parts.get(i) instanceof RegexTree.Literal l && l.codePoint() < 0x80 && l.foldCase();
      if (!plain || !(parts.get(i) instanceof RegexTree.Literal literal)) {
        return null;
      }
      bytes[i] = (byte) Character.toLowerCase(literal.codePoint());
    }
    return bytes.length == 0 ? null : new FoldedLiteral(bytes);
  }

  int find(byte[] text) {
    byte low = lower[0];
    byte up = upper[0];
    int last = text.length - lower.length;
    for (int i = 0; i <= last; i++) {
      byte b = text[i];
      if ((b == low || b == up) && matchesAt(text, i)) {
        return FOUND;
      }
    }
    return hasRelatives && !isAscii(text) ? CANNOT_SAY : NOT_FOUND;
  }

  private boolean matchesAt(byte[] text, int at) {
    for (int k = 1; k < lower.length; k++) {
      byte b = text[at + k];
      if (b != lower[k] && b != upper[k]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAscii(byte[] text) {
    for (byte b : text) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }
}
