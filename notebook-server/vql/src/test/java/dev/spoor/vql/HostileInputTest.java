package dev.spoor.vql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.vql.catalog.PermissionCheck;
import dev.spoor.vql.regex.Regex;
import dev.spoor.vql.regex.RegexException;
import dev.spoor.vql.syntax.ParseResult;
import dev.spoor.vql.value.Row;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Texts made to break parser and evaluator: a clear error or a result, with a heap of 1 GB.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HostileInputTest {

  private static List<Row> run(String text) throws Exception {
    return VqlThreads.call(
        () -> {
          try (VqlSession session =
              VqlSession.builder(Vql.pureCatalog())
                  .principal("test", PermissionCheck.ALLOW_ALL)
                  .build()) {
            return session.run(text).toList();
          }
        });
  }

  private static String firstFault(String text) {
    ParseResult parsed = Vql.parse(text);
    return parsed.isOk() ? "" : parsed.issues().getFirst().message();
  }

  @Test
  void aHundredThousandParenthesesAreRefusedOnASmallStack() throws Exception {
    String text = "SELECT " + "(".repeat(100_000) + "1" + ")".repeat(100_000) + " FROM scope()";
    String[] fault = new String[1];
    Thread small = new Thread(null, () -> fault[0] = firstFault(text), "small", 512 << 10);
    small.start();
    small.join();
    assertThat(fault[0]).isEqualTo("nested deeper than 300 levels");
  }

  @Test
  void otherNestingIsRefusedToo() {
    assertThat(firstFault("SELECT " + "NOT ".repeat(100_000) + "1 FROM scope()"))
        .isEqualTo("nested deeper than 300 levels");
    assertThat(firstFault("SELECT " + "f(a=".repeat(100_000)))
        .isEqualTo("nested deeper than 300 levels");
    assertThat(firstFault("SELECT x" + "[x".repeat(100_000))).isNotEmpty();
    assertThat(firstFault("SELECT * FROM if(then=" + "{SELECT * FROM if(then=".repeat(100_000)))
        .isEqualTo("nested deeper than 300 levels");
  }

  @Test
  void theDeepestAllowedNestingRuns() throws Exception {
    String text = "SELECT " + "(".repeat(299) + "1" + ")".repeat(299) + " AS X FROM scope()";
    assertThat(run(text).getFirst().get("X")).isEqualTo(1L);
  }

  @Test
  void longChainsDoNotNest() throws Exception {
    assertThat(run("SELECT 1" + " + 1".repeat(200_000) + " AS X FROM scope()").getFirst().get("X"))
        .isEqualTo(200_001L);
    assertThat(run("SELECT x" + ".a".repeat(200_000) + " AS X FROM scope()").getFirst().get("X"))
        .isNull();
    assertThat(run("SELECT 0" + " OR 0".repeat(200_000) + " AS X FROM scope()")).hasSize(1);
  }

  @Test
  void endlessRecursionIsNull() throws Exception {
    assertThat(run("LET X = 1 + X SELECT X FROM scope()").getFirst().get("X")).isNull();
    assertThat(run("LET F(a) = F(a=a + 1) SELECT F(a=1) AS X FROM scope()").getFirst().get("X"))
        .isNull();
    assertThat(run("LET Q = SELECT * FROM Q SELECT * FROM Q")).isEmpty();
    assertThat(run("LET Q(a) = SELECT * FROM Q(a=a + 1) SELECT * FROM Q(a=1)")).isEmpty();
    assertThat(
            run(
                "LET Q(a) = SELECT * FROM foreach(row={SELECT a FROM scope()}, query={"
                    + "SELECT * FROM Q(a=1)}) SELECT * FROM Q(a=1)"))
        .isEmpty();
    String deep = "(".repeat(250) + "X" + ")".repeat(250);
    assertThat(run("LET X = 1 + " + deep + " SELECT X FROM scope()").getFirst().get("X")).isNull();
  }

  @Test
  void tenMegabytesOfTextParseOrAreRefused() throws Exception {
    String comment = "SELECT 1 AS X FROM scope() /* " + "x".repeat(10 << 20) + " */";
    assertThat(run(comment)).hasSize(1);
    String string = "SELECT len(list='" + "x".repeat(10 << 20) + "') AS X FROM scope()";
    assertThat(run(string).getFirst().get("X")).isEqualTo(10L << 20);
    String names = "SELECT " + "abcdefg, ".repeat((10 << 20) / 9) + "a FROM scope()";
    assertThat(Vql.parse(names).issues()).isEmpty();
    String faults = "SELECT ) ".repeat((10 << 20) / 9);
    assertThat(Vql.parse(faults).issues()).hasSize(100);
  }

  @Test
  void aListOfAMillionElementsRuns() throws Exception {
    String list = "SELECT len(list=(" + "1,".repeat(999_999) + "1)) AS X FROM scope()";
    assertThat(run(list).getFirst().get("X")).isEqualTo(1_000_000L);
    assertThat(firstFault("SELECT (" + "1,".repeat(3_000_000) + "1) FROM scope()"))
        .isEqualTo("too large: more than 2000000 terms");
  }

  @Test
  void aRegularExpressionOfAMegabyteAnswers() throws Exception {
    assertRegexAnswers("a".repeat(1 << 20));
    assertRegexAnswers("a|".repeat(1 << 19));
    assertRegexAnswers("(".repeat(1 << 19) + "a" + ")".repeat(1 << 19));
    assertRegexAnswers("(a{1000}){1000}");
    assertRegexAnswers("((a{100}){100}){100}");
    assertRegexAnswers("(a*)*".repeat(1 << 17));
    assertRegexAnswers("[a-z]".repeat(200_000));
  }

  private static void assertRegexAnswers(String pattern) throws Exception {
    boolean found =
        VqlThreads.call(
            () -> {
              try {
                return Regex.of(pattern).find("xyz".getBytes(StandardCharsets.UTF_8));
              } catch (RegexException clearError) {
                assertThat(clearError.getMessage()).isNotBlank();
                return false;
              }
            });
    assertThat(found).isIn(true, false);
  }

  @Test
  void growingValuesAreBounded() throws Exception {
    assertThat(run("SELECT 'x' * 10000000000 AS X FROM scope()").getFirst().get("X")).isNull();
    String doubling =
        "LET a = 'xxxxxxxxxxxxxxxx' * 1000000 LET b = a + a + a + a + a + a + a "
            + "SELECT b AS X FROM scope()";
    assertThat(run(doubling).getFirst().get("X")).isNull();
  }
}
