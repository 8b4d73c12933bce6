package dev.spoor.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Row;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RowPrinterTest {
  private static String printed(RowFormat format, Row... rows) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (RowPrinter printer = RowPrinter.of(format, out)) {
      for (Row row : rows) {
        printer.print(row);
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  /// CVE-2026-64955: no cell of a CSV export is a formula.
  @Test
  void csvHasNoFormula() throws IOException {
    for (String cell :
        new String[] {"=cmd()", "=1", "+A1", "-A1", "@SUM(1)", "\tx", "\rx", "@1", "+", "-1-1"}) {
      assertThat(dev.spoor.host.text.CsvText.cell(cell).replace("\"", "")).as(cell).startsWith("'");
    }
    assertThat(printed(RowFormat.CSV, Dict.of().with("=x", "a").with("n", -12).with("d", "-1.5")))
        .isEqualTo("'=x,n,d\r\na,-12,-1.5\r\n");
  }

  @Test
  void csvKeepsEmptyCellsAndQuotes() throws IOException {
    assertThat(
            printed(
                RowFormat.CSV,
                Dict.of().with("a", "").with("b", null).with("c", "x,\"y\"\n"),
                Dict.of().with("c", "z")))
        .isEqualTo("a,b,c\r\n,,\"x,\"\"y\"\"\n\"\r\n,,z\r\n");
  }

  @Test
  void tableSendsNothingToTheTerminalButText() throws IOException {
    assertThat(printed(RowFormat.TABLE, Dict.of().with("a", "\u001b[31m\u202ex\u0000")))
        .doesNotContain("\u001b")
        .doesNotContain("\u202e")
        .doesNotContain("\u0000")
        .contains("\\u001b[31m\\u202ex\\u0000");
  }
}
