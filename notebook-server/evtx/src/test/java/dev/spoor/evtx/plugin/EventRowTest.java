package dev.spoor.evtx.plugin;

import static dev.spoor.evtx.TestChunk.i64;
import static dev.spoor.evtx.TestChunk.text;
import static dev.spoor.evtx.TestChunk.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.evtx.EvtxFile;
import dev.spoor.evtx.EvtxInput;
import dev.spoor.evtx.EvtxOptions;
import dev.spoor.evtx.EvtxRecord;
import dev.spoor.evtx.TestChunk;
import dev.spoor.vql.value.Json;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class EventRowTest {
  private static String row(ValueStyle style, Consumer<TestChunk> body) throws IOException {
    try (EvtxFile file = EvtxFile.read(EvtxInput.of(TestChunk.fileOf(body)), EvtxOptions.DEFAULT)) {
      EvtxRecord record = Objects.requireNonNull(file.next());
      // the same maker of rows, used again, keeps nothing of the row before
      EventRow rows = new EventRow(style);
      rows.row(record);
      return Json.write(rows.row(record));
    }
  }

  private static void data(TestChunk c, String name, int place, int type) {
    c.element("Data", Map.of("Name", () -> c.literal(name)), () -> c.place(place, true, type));
  }

  private static void numbers(TestChunk c) {
    c.template(
        7,
        () ->
            c.element(
                "Event",
                Map.of(),
                () ->
                    c.element(
                        "EventData",
                        Map.of(),
                        () -> {
                          data(c, "Access", 0, 0x14);
                          data(c, "Keywords", 1, 0x15);
                          data(c, "Mask", 2, 0x15);
                          data(c, "Guid", 3, 0x0f);
                          data(c, "Time", 4, 0x11);
                          data(c, "Flag", 5, 0x0d);
                          data(c, "None", 6, 0x00);
                          data(c, "Empty", 7, 0x01);
                          data(c, "Bytes", 8, 0x0e);
                          data(c, "Torn", 9, 0x08);
                        })),
        value(0x14, 0x10, 0x10, 0, 0),
        i64(0x15, 0x8020000000000000L),
        i64(0x15, 0x8000000000000001L),
        value(0x0f, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16),
        i64(0x11, 132_347_564_277_500_000L),
        value(0x0d, 1, 0, 0, 0),
        value(0x00),
        text(""),
        value(0x0e, 0xab, 0xcd),
        value(0x08, 1));
  }

  @Test
  void valuesAreTypedAsThePeerHasThem() throws IOException {
    assertThat(row(ValueStyle.TYPED, EventRowTest::numbers))
        .isEqualTo(
            "{\"EventData\":{\"Access\":4112,\"Keywords\":9232379236109517000,"
                + "\"Mask\":\"0x8000000000000001\","
                + "\"Guid\":\"04030201-0605-0807-090A-0B0C0D0E0F10\",\"Time\":1590282827.75,"
                + "\"Flag\":true,\"None\":null,\"Empty\":\"\",\"Bytes\":\"ABCD\",\"Torn\":\"01\"}}");
  }

  @Test
  void valuesAreKeptAsTheyAreShown() throws IOException {
    assertThat(row(ValueStyle.SHOWN, EventRowTest::numbers))
        .isEqualTo(
            "{\"EventData\":{\"Access\":\"0x1010\",\"Keywords\":\"0x8020000000000000\","
                + "\"Mask\":\"0x8000000000000001\","
                + "\"Guid\":\"{04030201-0605-0807-090A-0B0C0D0E0F10}\","
                + "\"Time\":\"2020-05-24T01:13:47.750000000Z\",\"Flag\":true,\"None\":null,"
                + "\"Empty\":\"\",\"Bytes\":\"ABCD\",\"Torn\":\"01\"}}");
  }

  @Test
  void forwardedEventsHaveTheTypesOfOthersInSystem() throws IOException {
    String row =
        row(
            ValueStyle.TYPED,
            c ->
                c.element(
                    "Event",
                    Map.of("xmlns", () -> c.literal("urn:x")),
                    () -> {
                      c.element(
                          "System",
                          Map.of(),
                          () -> {
                            c.element(
                                "EventID",
                                Map.of("Qualifiers", () -> c.literal("16384")),
                                () -> c.literal("7045"));
                            c.element("Level", Map.of(), () -> c.literal("4"));
                            c.element("Keywords", Map.of(), () -> c.literal("0x80"));
                            c.element(
                                "TimeCreated",
                                Map.of("SystemTime", () -> c.literal("2020-05-24T01:13:47.5Z")),
                                () -> {});
                            c.element("Computer", Map.of(), () -> c.literal("12"));
                            c.element("Security", Map.of(), () -> {});
                          });
                      c.element(
                          "RenderingInfo",
                          Map.of("Culture", () -> c.literal("en-US")),
                          () ->
                              c.element(
                                  "Message", Map.of(), () -> c.literal("A service was installed")));
                    }));
    assertThat(row)
        .isEqualTo(
            "{\"System\":{\"EventID\":{\"Qualifiers\":16384,\"Value\":7045},\"Level\":4,"
                + "\"Keywords\":128,\"TimeCreated\":{\"SystemTime\":1590282827.5},"
                + "\"Computer\":\"12\",\"Security\":{}},"
                + "\"RenderingInfo\":{\"Culture\":\"en-US\",\"Message\":\"A service was installed\"},"
                + "\"Message\":\"A service was installed\"}");
  }

  @Test
  void whatComesMoreThanOnceIsAnArray() throws IOException {
    String row =
        row(
            ValueStyle.TYPED,
            c ->
                c.element(
                    "Event",
                    Map.of(),
                    () -> {
                      c.element(
                          "EventData",
                          Map.of(),
                          () -> {
                            c.element("Data", Map.of(), () -> c.literal("a"));
                            c.element("Data", Map.of(), () -> {});
                            c.element("Data", Map.of(), () -> c.literal("c"));
                            c.element(
                                "Data",
                                Map.of("Name", () -> c.literal("Threat Name")),
                                () -> c.literal("x"));
                          });
                      c.element(
                          "UserData",
                          Map.of(),
                          () ->
                              c.element(
                                  "Cleared",
                                  Map.of("xmlns:auto", () -> c.literal("urn:y")),
                                  () ->
                                      c.element(
                                          "Data",
                                          Map.of("Name", () -> c.literal("n")),
                                          () -> c.literal("v"))));
                    }));
    // a Data elsewhere than in EventData is an element like any other
    assertThat(row)
        .isEqualTo(
            "{\"EventData\":{\"Data\":[\"a\",null,\"c\"],\"Threat Name\":\"x\"},"
                + "\"UserData\":{\"Cleared\":{\"Data\":{\"Name\":\"n\",\"Value\":\"v\"}}}}");
  }

  @Test
  void anEventWithoutElementsIsAnEmptyRow() throws IOException {
    assertThat(row(ValueStyle.TYPED, c -> c.literal("only text"))).isEqualTo("{}");
    assertThat(row(ValueStyle.TYPED, c -> c.element("Event", Map.of(), () -> {}))).isEqualTo("{}");
  }
}
