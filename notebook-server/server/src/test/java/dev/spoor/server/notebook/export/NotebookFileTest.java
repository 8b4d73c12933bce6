package dev.spoor.server.notebook.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spoor.server.error.SpoorException;
import dev.spoor.server.notebook.Cell;
import dev.spoor.server.notebook.CellId;
import dev.spoor.server.notebook.CellType;
import dev.spoor.server.notebook.Notebook;
import dev.spoor.server.notebook.TimeRange;
import dev.spoor.server.notebook.export.NotebookFileWriter.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

class NotebookFileTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String HOSTILE =
      "<img src=x onerror=alert(1)>\u0000\u001b[31m\u202e=cmd()|' /C calc'!A0";

  private static Notebook notebook() {
    Instant at = Instant.parse("2026-11-24T09:00:00Z");
    return new Notebook(
        "N.abcdefghijklm",
        "Hunt for " + HOSTILE,
        1,
        "user:anna",
        new TimeRange.All(),
        17,
        at,
        at,
        List.of(
            new Cell(
                new CellId("intro"),
                CellType.MARKDOWN,
                "# Title\n\ntext without end",
                1,
                "user:anna",
                null,
                null,
                null),
            new Cell(
                new CellId("q1"),
                CellType.VQL,
                "SELECT 'ü𝄞' AS x\nFROM scope()\n",
                3,
                "user:anna",
                null,
                "R.a",
                null),
            new Cell(new CellId("empty"), CellType.VQL, "", 1, "user:anna", null, null, null)));
  }

  private static byte[] written() {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return NotebookFileWriter.write(
        notebook(),
        Map.of(
            "q1",
            new Table(
                List.of("x", "n"),
                List.of(List.of(nodes.stringNode(HOSTILE), nodes.numberNode(5))),
                1_204)));
  }

  @Test
  void whatIsWrittenReadsBack() {
    NotebookFile.Imported imported = NotebookFile.read(written(), "");
    assertThat(imported.draft().cells())
        .extracting(c -> c.text())
        .containsExactly("# Title\n\ntext without end", "SELECT 'ü𝄞' AS x\nFROM scope()\n", "");
    assertThat(imported.draft().cells())
        .extracting(c -> c.id() == null ? "" : c.id().value())
        .containsExactly("intro", "q1", "empty");
    assertThat(imported.draft().timeRange()).isEqualTo(new TimeRange.All());
    assertThat(imported.dropped())
        .containsExactly("1 outputs were left out; run the cells to get results");
  }

  @Test
  void aCellOfTestsIsStillOne() {
    String file =
        """
        {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [
          {"cell_type": "code", "id": "t", "metadata": {"spoor": {"type": "test"}},
           "execution_count": null, "outputs": [], "source": "detection: X"}]}
        """;
    NotebookFile.Imported imported = NotebookFile.read(file.getBytes(StandardCharsets.UTF_8), "");
    assertThat(imported.draft().cells())
        .singleElement()
        .satisfies(cell -> assertThat(cell.type()).isEqualTo(CellType.TEST));
    Instant at = Instant.EPOCH;
    Notebook one =
        new Notebook(
            "N.abcdefghijklm",
            "tests",
            1,
            "user:anna",
            new TimeRange.All(),
            1,
            at,
            at,
            List.of(
                new Cell(
                    new CellId("t"),
                    CellType.TEST,
                    "detection: X",
                    1,
                    "user:anna",
                    null,
                    null,
                    null)));
    assertThat(NotebookFile.read(NotebookFileWriter.write(one, Map.of()), "").draft().cells())
        .singleElement()
        .satisfies(cell -> assertThat(cell.type()).isEqualTo(CellType.TEST));
  }

  @Test
  void writingTwiceGivesTheSameBytes() {
    assertThat(written()).isEqualTo(written());
    assertThat(new String(written(), StandardCharsets.UTF_8)).endsWith("}\n");
  }

  @Test
  void nothingInARowActsInOtherPrograms() {
    JsonNode data =
        JSON.readTree(written()).path("cells").get(1).path("outputs").get(0).path("data");
    String html = text(data.path("text/html"));
    assertThat(html).doesNotContain("<img").contains("&lt;img").contains("[U+001B]");
    assertThat(html).contains("1 of 1,204 rows");
    assertThat(text(data.path("text/plain"))).doesNotContain("\u001b").doesNotContain("\u202e");
    assertThat(
            data.path("application/vnd.spoor.table.v1+json").path("rows").get(0).get(0).asString())
        .isEqualTo(HOSTILE);
  }

  private static String text(JsonNode lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line.asString()));
    return text.toString();
  }

  /// The keys that nbformat 4.5 demands and those that it forbids.
  @Test
  void objectsHaveTheKeysOfTheFormatAndNoOthers() {
    JsonNode root = JSON.readTree(written());
    assertThat(keys(root))
        .containsExactlyInAnyOrder("metadata", "nbformat", "nbformat_minor", "cells");
    for (JsonNode cell : root.path("cells")) {
      boolean code = cell.path("cell_type").asString().equals("code");
      assertThat(keys(cell))
          .containsExactlyInAnyOrder(
              code
                  ? new String[] {
                    "id", "cell_type", "metadata", "source", "outputs", "execution_count"
                  }
                  : new String[] {"id", "cell_type", "metadata", "source"});
      for (JsonNode output : cell.path("outputs")) {
        assertThat(keys(output))
            .containsExactlyInAnyOrder("output_type", "data", "metadata", "execution_count");
      }
    }
  }

  private static List<String> keys(JsonNode object) {
    Iterator<String> names = object.propertyNames().iterator();
    List<String> keys = new java.util.ArrayList<>();
    names.forEachRemaining(keys::add);
    return keys;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"nbformat\":4 | notebook file is not JSON: line 1, column 14",
        "[] | notebook file is not a JSON object",
        "{\"nbformat\":3} | notebook file has nbformat 3; this reads nbformat 4",
        "{\"nbformat\":4} | notebook file has no list of cells",
        "{\"nbformat\":4,\"cells\":[{\"cell_type\":\"code\"}]} | cell 1 has no source",
        "{\"nbformat\":4,\"cells\":[{\"cell_type\":\"code\",\"source\":[5]}]}"
            + " | cell 1 has a source line that is not text",
        "{\"nbformat\":4,\"cells\":[{\"cell_type\":\"vql\",\"source\":\"\"}]}"
            + " | cell 1 has cell_type \"vql\"; known: code, markdown, raw"
      })
  void aBadFileIsRefusedWithWhatIsWrong(String file, String message) {
    assertThatThrownBy(() -> NotebookFile.read(file.getBytes(StandardCharsets.UTF_8), ""))
        .isInstanceOf(SpoorException.class)
        .hasMessage(message);
  }

  @Test
  void deepNestingIsRefused() {
    byte[] deep = ("{\"a\":" + "[".repeat(100_000)).getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> NotebookFile.read(deep, "")).isInstanceOf(SpoorException.class);
  }

  @Test
  void badAndDoubledIdsAreReplaced() {
    String file =
        """
        {"nbformat":4,"nbformat_minor":4,"metadata":{},"cells":[
         {"cell_type":"code","id":"a","source":"1"},{"cell_type":"code","id":"a","source":"2"},
         {"cell_type":"code","id":"a.b","source":"3"},{"cell_type":"code","source":"4"}]}
        """;
    assertThat(NotebookFile.read(file.getBytes(StandardCharsets.UTF_8), "x").draft().cells())
        .extracting(c -> c.id() == null ? "new" : c.id().value())
        .containsExactly("a", "new", "new", "new");
  }

  @Test
  void readsTheSharedExample() throws IOException {
    String shared = System.getProperty("spoor.shared");
    Path file =
        (shared == null
                ? Path.of(System.getProperty("spoor.root", "."), "../shared")
                : Path.of(shared))
            .resolve("conformance/nbformat/example-vql.ipynb");
    Assumptions.assumeTrue(Files.exists(file), "skipped: " + file + " is not there");
    assertThat(NotebookFile.read(Files.readAllBytes(file), "").draft().cells())
        .hasSizeGreaterThan(3);
  }
}
