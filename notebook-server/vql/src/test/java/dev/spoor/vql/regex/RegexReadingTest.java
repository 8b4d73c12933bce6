package dev.spoor.vql.regex;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegexReadingTest {
  private static final String SWITCHES = "schtasks.*(?:(\\/ru)|(\\/p)|(\\/s))";

  private static boolean finds(String pattern, String text) {
    return Regex.of(pattern).find(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void alternativesAreToldInOneSentence() {
    assertThat(RegexReading.of(SWITCHES).sentence()).isEqualTo("Any one of /ru, /p, /s is enough.");
    assertThat(RegexReading.of("admin|user").sentence())
        .isEqualTo("Any one of admin, user is enough.");
    assertThat(RegexReading.of("a(b|c)?d").sentence())
        .isEqualTo("Any one of b, c may be there, none has to be.");
    assertThat(RegexReading.of(".").sentence()).isEqualTo("Matches anything.");
    assertThat(RegexReading.of("schtasks").sentence()).isEmpty();
    assertThat(RegexReading.of("a|b|c|d|e|f|g|h").sentence())
        .isEqualTo("Any one of a, b, c, d, e, f and 2 more is enough.");
  }

  @Test
  void barsInClassesAndEscapesAreNoAlternatives() {
    assertThat(RegexReading.of("[a|b]\\|c\\Qd|e(\\E[]|[:alpha:](]").alternatives()).isEmpty();
    assertThat(RegexReading.of("(?i)x").outline().groups()).hasSize(1);
  }

  @Test
  void groupsAreWhereTheyStand() {
    RegexOutline outline = RegexReading.of(SWITCHES).outline();
    assertThat(outline.groups().stream().map(group -> group.whole().of(SWITCHES)))
        .containsExactly(SWITCHES, "(?:(\\/ru)|(\\/p)|(\\/s))", "(\\/ru)", "(\\/p)", "(\\/s)");
    assertThat(outline.groups().stream().map(RegexOutline.Group::capture))
        .containsExactly(0, 0, 1, 2, 3);
    assertThat(outline.groups().stream().map(RegexOutline.Group::depth))
        .containsExactly(0, 1, 2, 2, 2);
  }

  @Test
  void allCanBeRequiredInAnyOrder() {
    String all = RegexReading.of(SWITCHES).requireAll().orElseThrow();
    assertThat(finds(all, "SCHTASKS /create /s host /ru system /u x /p y")).isTrue();
    assertThat(finds(all, "schtasks /p y /ru system /s host")).isTrue();
    assertThat(finds(all, "schtasks /s host /ru system")).isFalse();
    assertThat(finds(all, "/p y /ru system /s host")).isFalse();
    assertThat(finds(SWITCHES, "schtasks /s host /ru system")).isTrue();

    RegexReading again = RegexReading.of(all);
    assertThat(again.sentence()).isEqualTo("All of /ru, /p, /s are required, in any order.");
    assertThat(again.requireAll()).isEmpty();
    assertThat(finds(RegexReading.of("admin|user").requireAll().orElseThrow(), "useradmin"))
        .isTrue();
  }

  @Test
  void whatCannotStandBesideAnotherIsNotRequired() {
    for (String pattern :
        List.of("^a|b", "a|b$", "a||b", "(a|b)*", "(?i)a|b", "a|b|c|d|e", "plain")) {
      assertThat(RegexReading.of(pattern).requireAll()).as(pattern).isEmpty();
    }
  }

  @Test
  void eachAlternativeHasAPatternOfItsOwn() {
    assertThat(RegexReading.of("x(a|b)y").each()).containsExactly("x(a)y", "x(b)y");
    assertThat(RegexReading.of("a|b").each()).containsExactly("a", "b");
  }
}
