package dev.spoor.sigma.pattern;

/// Letters in one case, character by character, so that lengths stay as they are.
public final class Fold {
  private static final char[] LOW = new char[0x100];

  static {
    for (char c = 0; c < LOW.length; c++) {
      LOW[c] = compute(c);
    }
  }

  private Fold() {}

  private static char compute(char c) {
    return Character.toLowerCase(Character.toUpperCase(c));
  }

  public static char fold(char c) {
    return c < 0x100 ? LOW[c] : compute(c);
  }

  public static String fold(String text) {
    char[] folded = text.toCharArray();
    for (int i = 0; i < folded.length; i++) {
      folded[i] = fold(folded[i]);
    }
    return new String(folded);
  }

  /// The characters that Windows takes for the start of an option, as one.
  public static char dash(char c) {
    return c == '/' || (c >= '\u2013' && c <= '\u2015') ? '-' : c;
  }

  public static String dashes(String text) {
    char[] same = text.toCharArray();
    for (int i = 0; i < same.length; i++) {
      same[i] = dash(same[i]);
    }
    return new String(same);
  }
}
