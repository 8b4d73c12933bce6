package dev.spoor.vql.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Canonical text: left as written, right as printed.
class PrinterTest {
  private static final List<List<String>> GOLDEN =
      List.of(
          List.of("select 0x10,2.0,-4 from info ( )", "SELECT 16, 2.0, -4 FROM info()"),
          List.of("select a and b&&c or d||e from x", "SELECT a  and b  && c or d || e FROM x"),
          List.of("let X<=(a , )", "LET X <= (a, )"),
          List.of(
              "LET F(a,`b c`=[1])=a.b[1:][-1].`x y`", "LET F(a, `b c`=[1]) = a.b[1:][-1].`x y`"),
          List.of(
              "SELECT {select * from X order by a desc limit 5} AS q FROM y -- end",
              "SELECT { SELECT * FROM X ORDER BY a DESC LIMIT 5  } AS q FROM y"),
          List.of(
              "EXPLAIN SELECT *,not a in b AS c FROM P.Q(a='x',b={SELECT 1 FROM scope()}) WHERE a,b"
                  + " GROUP BY c",
              "EXPLAIN SELECT *, NOT a IN b AS c FROM P.Q(a='x', b={ SELECT 1 FROM scope() }) WHERE"
                  + " a, b GROUP BY c"),
          List.of("SELECT -X, 070, 08 FROM y", "SELECT -X, 56, 8.0 FROM y"),
          List.of(
              "SELECT '''raw \\ 'text''' =~ \"a\\\"b\" FROM y",
              "SELECT '''raw \\ 'text''' =~ \"a\\\"b\" FROM y"));

  @Test
  void printsCanonicalTextThatPrintsAsItself() {
    for (List<String> pair : GOLDEN) {
      Statement statement = Parser.program(pair.get(0)).orThrow().getFirst();
      assertThat(Printer.print(statement)).isEqualTo(pair.get(1));
      Statement again = Parser.program(pair.get(1)).orThrow().getFirst();
      assertThat(Printer.print(again)).isEqualTo(pair.get(1));
    }
  }
}
