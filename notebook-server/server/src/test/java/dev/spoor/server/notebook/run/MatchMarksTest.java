package dev.spoor.server.notebook.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.vql.Vql;
import java.util.List;
import org.junit.jupiter.api.Test;

class MatchMarksTest {
  private static List<MatchMark> marks(String text) {
    return MatchMarks.of(Vql.parse(text).statements());
  }

  @Test
  void patternOfWhereMarksTheColumnThatShowsItsLeftSide() {
    assertThat(
            marks(
                """
                SELECT EventData.CommandLine AS CommandLine, Hostname FROM source(artifact='A')
                WHERE EventData.CommandLine =~ '(/ru)|(/p)' AND Hostname =~ 'srv'\
                """))
        .containsExactly(
            new MatchMark("CommandLine", "(/ru)|(/p)"), new MatchMark("Hostname", "srv"));
  }

  @Test
  void aliasInWhereIsTheColumnItself() {
    assertThat(marks("SELECT a.b AS Line FROM source(artifact='A') WHERE Line =~ 'x+'"))
        .containsExactly(new MatchMark("Line", "x+"));
  }

  @Test
  void starShowsWhatTheSourceShows() {
    assertThat(
            marks(
                """
                LET account = 'adm_peter'
                LET logons = SELECT User, Host FROM source(artifact='A') WHERE User =~ account
                SELECT * FROM logons WHERE Host =~ 'srv'\
                """))
        .containsExactlyInAnyOrder(
            new MatchMark("User", "adm_peter"), new MatchMark("Host", "srv"));
  }

  @Test
  void whatIsNotShownOrNotAskedForMarksNothing() {
    assertThat(marks("SELECT a FROM source(artifact='A') WHERE b =~ 'x'")).isEmpty();
    assertThat(marks("SELECT a FROM source(artifact='A') WHERE NOT a =~ 'x'")).isEmpty();
    assertThat(marks("SELECT a FROM source(artifact='A') WHERE a =~ '.' OR a =~ '(('")).isEmpty();
  }

  @Test
  void queryThatReadsItselfEnds() {
    assertThat(marks("LET a = SELECT * FROM a WHERE x =~ 'y' SELECT * FROM a"))
        .contains(new MatchMark("x", "y"));
  }
}
