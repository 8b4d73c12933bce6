package dev.spoor.vql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.vql.syntax.Fix;
import dev.spoor.vql.syntax.Issue;
import dev.spoor.vql.syntax.ParseResult;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Bad texts and the exact messages for them.
class ParseErrorTest {

  private static List<String> faults(String text) {
    return Vql.parse(text).issues().stream()
        .map(issue -> issue.position() + " " + issue.message())
        .toList();
  }

  private static String mended(String text) {
    String mended = text;
    for (Issue issue : Vql.parse(text).issues().reversed()) {
      Fix fix = issue.fix();
      if (fix != null) {
        mended =
            mended.substring(0, fix.offset())
                + fix.replacement()
                + mended.substring(fix.offset() + fix.length());
      }
    }
    return mended;
  }

  @Test
  void showsTheFaultsOfAllStatementsAtOnce() {
    assertThat(
            faults(
                """
                SELECT a, FROM info()
                LET x = f(1)
                SELECT b FROM info() HAVING b
                LET y = [1, 2]
                """))
        .containsExactly(
            "1:9 a comma after the last column",
            "2:11 arguments have names: write name=value",
            "3:22 there is no HAVING: filter the groups in an outer query",
            "4:9 […] can only stand directly after name= in a call: use (a, b)");
  }

  @Test
  void binaryMinusNeedsSpaceOnItsRight() {
    assertThat(faults("SELECT X -1 FROM info()"))
        .containsExactly("1:10 a minus between two values needs a space on its right side");
    assertThat(mended("SELECT X -1, Y -Z FROM info()"))
        .isEqualTo("SELECT X - 1, Y - Z FROM info()");
    assertThat(Vql.parse("SELECT X - 1, f(a=-1, b= -1), 4 + -5 FROM info()").isOk()).isTrue();
  }

  @Test
  void aMissingFromIsAdded() {
    assertThat(faults("SELECT 1")).containsExactly("1:8 FROM is missing");
    assertThat(mended("SELECT 1")).isEqualTo("SELECT 1 FROM scope()");
  }

  @Test
  void groupAndOrderNeedBy() {
    assertThat(faults("SELECT a FROM info() GROUP a ORDER b"))
        .containsExactly(
            "1:22 GROUP needs BY: write GROUP BY", "1:30 ORDER needs BY: write ORDER BY");
    assertThat(mended("SELECT a FROM info() GROUP a ORDER b"))
        .isEqualTo("SELECT a FROM info() GROUP BY a ORDER BY b");
  }

  @Test
  void clausesHaveTheirOrder() {
    assertThat(faults("SELECT a FROM info() LIMIT 1 WHERE a"))
        .containsExactly("1:30 WHERE comes before LIMIT");
  }

  @Test
  void aKeywordAsANameNeedsBackticks() {
    assertThat(faults("SELECT X.Limit, Y AS Desc FROM info()"))
        .containsExactly(
            "1:10 Limit is a keyword: as a member it needs backticks",
            "1:22 Desc is a keyword: as an alias it needs backticks");
    assertThat(mended("SELECT X.Limit AS Desc FROM info()"))
        .isEqualTo("SELECT X.`Limit` AS `Desc` FROM info()");
  }

  @Test
  void aTrailingCommaAndSemicolonsAreRemoved() {
    assertThat(mended("SELECT f(a=1,) FROM info();")).isEqualTo("SELECT f(a=1) FROM info()");
    assertThat(mended("SELECT a FROM b WHERE a == 1")).isEqualTo("SELECT a FROM b WHERE a = 1");
  }

  @Test
  void unclosedThingsPointToTheirStart() {
    assertThat(faults("SELECT (1 FROM info()"))
        .containsExactly("1:11 expected ) to close (, found FROM");
    assertThat(faults("SELECT 'abc FROM info()"))
        .containsExactly("1:8 this string is not closed: ' is missing");
    assertThat(faults("SELECT f(a={ SELECT 1 FROM x"))
        .containsExactly("1:12 this { is not closed: } is missing");
  }

  @Test
  void aCaretStandsUnderTheFault() {
    ParseResult parsed = Vql.parse("LET a = 1\nSELECT X -1 FROM info()");
    assertThat(parsed.issues().getFirst().withCaret(parsed.text()))
        .isEqualTo(
            """
            2:10: a minus between two values needs a space on its right side
            SELECT X -1 FROM info()
                     ^^\
            """);
  }

  @Test
  void textsThatAreNoLanguageGiveIssuesNotExceptions() {
    for (String text :
        List.of("", ";", "\u0000", "SELECT", "LET", "}", "'", "SELECT * FROM", "🙂")) {
      assertThat(Vql.parse(text).isOk()).as(text).isFalse();
    }
  }

  @Test
  void unknownNamesAreWarningsWithAGuess() {
    assertThat(
            Vql.check(
                "SELECT lowcas(string='A'), timestamp(epoc=1) FROM rang(end=3)", Vql.pureCatalog()))
        .extracting(Issue::message)
        .containsExactly(
            "unknown function lowcas: did you mean lowcase?",
            "unknown argument of timestamp() epoc: did you mean epoch?",
            "unknown plugin rang: did you mean range?");
    assertThat(Vql.check("LET f(g) = g(x=1) SELECT f(g=1) FROM scope()", Vql.pureCatalog()))
        .isEmpty();
  }
}
