package dev.spoor.server.notebook.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.vql.Vql;
import dev.spoor.vql.syntax.Expr;
import dev.spoor.vql.syntax.Statement;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TestCellTest {
  @Test
  void theTextOfTheTestsArrivesAsItIs() {
    String yaml =
        "detection: 'X'\nparameters:\n  R: '\\\\a\\.exe$'\ntests:\n  - name: \"it's\" # '''\n    n: \\n\n";
    Statement.Select select =
        (Statement.Select) Vql.parse(CellProgram.testing(yaml)).orThrow().getFirst();
    assertThat(select.source().dottedName()).isEqualTo("test_detection");
    assertThat(select.source().arguments())
        .singleElement()
        .satisfies(
            argument ->
                assertThat(
                        new String(((Expr.Text) argument.value()).bytes(), StandardCharsets.UTF_8))
                    .isEqualTo(yaml));
  }
}
