package dev.spoor.vql.regex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The parser of regular expressions against RE2/J, and its bounds.
class RegexTest {

  private static boolean find(String pattern, String text) {
    return Regex.of(pattern).find(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void searchesInAnyCaseOverBytes() {
    assertThat(find("(?:(\\/ru)|(\\/p)|(\\/s))", "schtasks /Create /RU system")).isTrue();
    assertThat(find("powershell", "C:\\Windows\\PowerShell.exe")).isTrue();
    assertThat(find("powershell", "pwsh")).isFalse();
    assertThat(find("kernel", "\u212Aernel")).isTrue();
    assertThat(find("a.c", "a\nc")).isFalse();
    assertThat(find("(?s)a.c", "a\nc")).isTrue();
    assertThat(find("^\\d+$", "42")).isTrue();
    assertThat(Regex.of("caf\\x{e9}").find("CAFÉ".getBytes(StandardCharsets.UTF_8))).isTrue();
    assertThat(Regex.of("b").find(new byte[] {(byte) 0xff, 'B', (byte) 0xfe})).isTrue();
  }

  @Test
  void theTreeIsWhatTheTextSays() {
    assertThat(RegexParser.parse("a|b{2,3}?", false))
        .isEqualTo(
            new RegexTree.Alternate(
                List.of(
                    new RegexTree.Literal('a', false),
                    new RegexTree.Repeat(new RegexTree.Literal('b', false), 2, 3, false))));
    assertThat(RegexParser.parse("[^a-c\\d-]", true))
        .isEqualTo(
            new RegexTree.CharClass(
                List.of(
                    new RegexTree.Range('a', 'c'),
                    new RegexTree.Named("d", false),
                    new RegexTree.Range('-', '-')),
                true,
                true));
    assertThat(RegexParser.parse("x{", false)).isInstanceOf(RegexTree.Concat.class);
  }

  @Test
  void faultsHaveTheirPlace() {
    assertThatThrownBy(() -> Regex.of("ab(c")).hasMessage("this ( is not closed at 2: (c");
    assertThatThrownBy(() -> Regex.of("a(?=b)")).hasMessage("there is no look-around at 1: (?=b)");
    assertThatThrownBy(() -> Regex.of("(a)\\1"))
        .hasMessage("there are no back-references at 3: \\1");
    assertThatThrownBy(() -> Regex.of("a)b")).hasMessage("unexpected ) at 1: )b");
    assertThatThrownBy(() -> Regex.of("[z-a]"))
        .hasMessage("a range that goes backwards at 1: z-a]");
    assertThatThrownBy(() -> Regex.of("a{1001}"))
        .isInstanceOfSatisfying(RegexException.class, e -> assertThat(e.position()).isEqualTo(1));
  }

  @Test
  void acceptsWhatRe2Accepts() {
    String[] pieces = {
      "a",
      "K",
      "é",
      ".",
      "\\d",
      "\\W",
      "\\.",
      "[a-z]",
      "[^x]",
      "[[:alpha:]_]",
      "(",
      ")",
      "(?:",
      "(?i)",
      "(?P<n>",
      "|",
      "*",
      "+",
      "?",
      "{2}",
      "{1,}",
      "{",
      "}",
      "]",
      "^",
      "$",
      "\\b",
      "\\pL",
      "\\p{Greek}",
      "\\x41",
      "\\x{263a}",
      "\\Q.*\\E",
      "\\z",
      "-",
      ",",
      "[]a]",
      "[\\]]",
      "\\n",
      "(?s-i:"
    };
    long seed = 20261124;
    Random random = new Random(seed);
    List<String> differences = new ArrayList<>();
    for (int round = 0; round < 20_000; round++) {
      StringBuilder pattern = new StringBuilder();
      for (int i = random.nextInt(7); i >= 0; i--) {
        pattern.append(pieces[random.nextInt(pieces.length)]);
      }
      String text = pattern.toString();
      if (ours(text) != theirs(text)) {
        differences.add(text);
      }
    }
    assertThat(differences).as("seed %d", seed).isEmpty();
  }

  private static boolean ours(String pattern) {
    try {
      Regex.of(pattern);
      return true;
    } catch (RegexException e) {
      return false;
    }
  }

  private static boolean theirs(String pattern) {
    try {
      com.google.re2j.Pattern.compile(pattern, com.google.re2j.Pattern.CASE_INSENSITIVE);
      return true;
    } catch (com.google.re2j.PatternSyntaxException e) {
      return false;
    }
  }
}
