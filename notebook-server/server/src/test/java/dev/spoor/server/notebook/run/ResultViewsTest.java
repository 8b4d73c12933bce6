package dev.spoor.server.notebook.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultViewsTest {
  private static final String RUN = "R.views";

  @TempDir Path folder;
  private ResultViews views;

  @BeforeEach
  void open() {
    views = new ResultViews(folder);
  }

  @AfterEach
  void close() {
    views.close();
  }

  private void store(List<String> rows) throws IOException {
    try (ResultFile file = ResultFile.create(folder, RUN)) {
      for (String row : rows) {
        file.append(row.getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private List<Long> order(String sort, boolean isDescending, String find) throws IOException {
    RowView view = new RowView(sort.isEmpty() ? null : sort, isDescending, find);
    return views.read(RUN, view, 0, 1_000_000).numbers();
  }

  @Test
  void valuesOfEachKindStandTogetherAndNullIsLast() throws IOException {
    store(
        List.of(
            "{\"a\":\"b\"}",
            "{\"a\":null}",
            "{\"a\":{\"$int\":\"9223372036854775807\"}}",
            "{\"a\":{\"$time\":\"2026-11-24T09:41:07.000000002Z\"}}",
            "{\"a\":true}",
            "{\"a\":2.5}",
            "{\"b\":1}",
            "{\"a\":9223372036854775806}",
            "{\"a\":{\"$time\":\"2026-11-24T09:41:07.000000001Z\"}}",
            "{\"a\":\"A\"}",
            "{\"a\":-3}",
            "{\"a\":{\"x\":1}}"));
    assertThat(order("a", false, ""))
        .containsExactly(4L, 10L, 5L, 7L, 2L, 8L, 3L, 9L, 0L, 11L, 1L, 6L);
    assertThat(order("a", true, ""))
        .containsExactly(11L, 0L, 9L, 3L, 8L, 2L, 7L, 5L, 10L, 4L, 1L, 6L);
  }

  @Test
  void longTextsThatBeginAlikeAreOrderedByTheirEnds() throws IOException {
    Random random = new Random(11);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 4_000; i++) {
      texts.add("C:\\\\Windows\\\\".repeat(random.nextInt(60)) + random.nextInt(500));
    }
    store(texts.stream().map(text -> "{\"n\":0,\"p\":\"" + text + "\"}").toList());
    List<Long> expected =
        IntStream.range(0, texts.size())
            .boxed()
            .sorted(Comparator.comparing(i -> texts.get(i).toLowerCase(Locale.ROOT)))
            .map(Integer::longValue)
            .toList();
    assertThat(order("p", false, "")).isEqualTo(expected);
  }

  @Test
  void findsInValuesAndNestedNamesButNotInTheColumnsOwnNames() throws IOException {
    store(
        List.of(
            "{\"Line\":\"schtasks /RU system\"}",
            "{\"Line\":\"nothing\",\"n\":4711}",
            "{\"Line\":{\"deep\":[{\"Ru\":null}]}}",
            "{\"Line\":\"tab\\tand \\\"quote\\\"\"}"));
    assertThat(order("", false, "ru")).containsExactly(0L, 2L);
    assertThat(order("", false, "471")).containsExactly(1L);
    assertThat(order("", false, "\"QUOTE\"")).containsExactly(3L);
    assertThat(order("", false, "line")).isEmpty();
    assertThat(order("Line", true, "ru")).containsExactly(2L, 0L);
  }

  @Test
  void pageHasTheRowsOfTheOrderAndTheTotal() throws IOException {
    store(IntStream.range(0, 1000).mapToObj(i -> "{\"n\":" + (i * 7 % 1000) + "}").toList());
    RowSlice page = views.read(RUN, new RowView("n", true, ""), 10, 5);
    assertThat(page.total()).isEqualTo(1000);
    assertThat(page.rows().stream().map(row -> new String(row, StandardCharsets.UTF_8)))
        .containsExactly("{\"n\":989}", "{\"n\":988}", "{\"n\":987}", "{\"n\":986}", "{\"n\":985}");
    assertThat(page.numbers()).hasSize(5).allMatch(n -> n >= 0 && n < 1000);
  }

  @Test
  void manyRowsThatAreNearlyAlikeAreSortedInTime() throws IOException {
    Random random = new Random(5);
    try (ResultFile file = ResultFile.create(folder, RUN)) {
      for (int i = 0; i < 60_000; i++) {
        String row =
            "{\"CommandLine\":\"schtasks /Create /SC minute /mo 5 /TN WindowsUpdateCheck "
                + random.nextInt(1000)
                + "\",\"n\":1}";
        file.append(row.getBytes(StandardCharsets.UTF_8));
      }
    }
    long start = System.nanoTime();
    RowSlice first = views.read(RUN, new RowView("CommandLine", false, ""), 0, 40);
    assertThat(first.total()).isEqualTo(60_000);
    assertThat(first.rows().stream().map(row -> new String(row, StandardCharsets.UTF_8)))
        .allMatch(row -> row.contains("WindowsUpdateCheck 0\""));
    assertThat(System.nanoTime() - start).isLessThan(20_000_000_000L);
  }
}
