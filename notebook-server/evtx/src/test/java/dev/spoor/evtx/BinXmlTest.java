package dev.spoor.evtx;

import static dev.spoor.evtx.TestChunk.i64;
import static dev.spoor.evtx.TestChunk.text;
import static dev.spoor.evtx.TestChunk.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BinXmlTest {
  /// The XML of one element `v` whose content is the value.
  private static String shown(TestChunk.Value value) {
    return Reading.of(
            TestChunk.fileOf(
                c ->
                    c.template(
                        7,
                        () -> c.element("v", Map.of(), () -> c.place(0, true, value.type())),
                        value)))
        .onlyXml();
  }

  static List<Arguments> values() {
    return List.of(
        Arguments.of(text("a<b>&\"'"), "<v>a&lt;b&gt;&amp;\"'</v>"),
        Arguments.of(text("ends in zeros\0\0"), "<v>ends in zeros</v>"),
        Arguments.of(
            text("\ud83d\ude00 \u0001 \ud83d é €"), "<v>\ud83d\ude00 \ufffd \ufffd é €</v>"),
        Arguments.of(text("a\r\nb\tc"), "<v>a&#13;\nb\tc</v>"),
        Arguments.of(value(0x02, 0x41, 0x80, 0), "<v>A€</v>"),
        Arguments.of(value(0x03, 0xff), "<v>-1</v>"),
        Arguments.of(value(0x04, 0xff), "<v>255</v>"),
        Arguments.of(value(0x05, 0xfe, 0xff), "<v>-2</v>"),
        Arguments.of(value(0x06, 0xfe, 0xff), "<v>65534</v>"),
        Arguments.of(value(0x07, 0xff, 0xff, 0xff, 0xff), "<v>-1</v>"),
        Arguments.of(value(0x08, 0xff, 0xff, 0xff, 0xff), "<v>4294967295</v>"),
        Arguments.of(i64(0x09, -5), "<v>-5</v>"),
        Arguments.of(i64(0x0a, -1), "<v>18446744073709551615</v>"),
        Arguments.of(value(0x0b, 0, 0, 0xc0, 0x3f), "<v>1.5</v>"),
        Arguments.of(i64(0x0c, Double.doubleToLongBits(0.1)), "<v>0.1</v>"),
        Arguments.of(value(0x0d, 1, 0, 0, 0), "<v>true</v>"),
        Arguments.of(value(0x0d, 0, 0, 0, 0), "<v>false</v>"),
        Arguments.of(value(0x0d, 0, 2, 0, 0), "<v>true</v>"),
        Arguments.of(value(0x0e, 0xde, 0xad, 0x01), "<v>DEAD01</v>"),
        Arguments.of(
            value(0x0f, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16),
            "<v>{04030201-0605-0807-090A-0B0C0D0E0F10}</v>"),
        Arguments.of(value(0x10, 0x10, 0x27, 0, 0), "<v>0x2710</v>"),
        Arguments.of(i64(0x10, 0x7ffe_1234_5678L), "<v>0x7ffe12345678</v>"),
        Arguments.of(i64(0x11, 132_347_564_277_561_413L), "<v>2020-05-24T01:13:47.756141300Z</v>"),
        Arguments.of(i64(0x11, 0), "<v>1601-01-01T00:00:00.000000000Z</v>"),
        Arguments.of(
            value(0x12, 0xe4, 7, 2, 0, 6, 0, 29, 0, 23, 0, 59, 0, 58, 0, 0xe7, 3),
            "<v>2020-02-29T23:59:58.999Z</v>"),
        Arguments.of(
            value(0x13, 1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 0x20, 2, 0, 0), "<v>S-1-5-32-544</v>"),
        Arguments.of(value(0x14, 0xe7, 3, 0, 0), "<v>0x3e7</v>"),
        Arguments.of(i64(0x15, 0x8020000000000000L), "<v>0x8020000000000000</v>"),
        // not what the type wants: the bytes are shown
        Arguments.of(value(0x08, 1, 2), "<v>0102</v>"),
        Arguments.of(value(0x13, 1, 2, 0, 0, 0, 0, 0, 5, 32), "<v>010200000000000520</v>"),
        Arguments.of(value(0x0f, 1), "<v>01</v>"),
        Arguments.of(value(0x33, 0xab), "<v>AB</v>"),
        Arguments.of(value(0x01), "<v/>"),
        Arguments.of(value(0x00), "<v/>"),
        // arrays stand as one element for each item
        Arguments.of(value(0x81, 'a', 0, 0, 0, 0, 0, 'b', 0, 0, 0), "<v>a</v><v/><v>b</v>"),
        Arguments.of(value(0x81, 'a', 0, 0, 0, 'x', 0), "<v>a</v><v>x</v>"),
        Arguments.of(value(0x81), "<v/>"),
        Arguments.of(value(0x82, 'a', 0, 'b', 0), "<v>a</v><v>b</v>"),
        Arguments.of(value(0x88, 1, 0, 0, 0, 2, 0, 0, 0), "<v>1</v><v>2</v>"),
        Arguments.of(value(0x94, 16, 0, 0, 0), "<v>0x10</v>"),
        Arguments.of(value(0x88, 1, 0, 0), "<v>010000</v>"),
        Arguments.of(value(0x8e, 1, 2, 3), "<v>010203</v>"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void everyTypeOfValue(TestChunk.Value value, String xml) {
    assertThat(shown(value)).isEqualTo(xml);
  }

  @Test
  void timesAreThoseOfTheCalendar() {
    // days around the ends of February in years that are and are not leap years
    for (String day :
        List.of(
            "1604-02-29", "1700-02-28", "1700-03-01", "2000-02-29", "2100-03-01", "9999-12-31")) {
      long seconds = java.time.Instant.parse(day + "T12:34:56Z").getEpochSecond();
      long filetime = (seconds + 11_644_473_600L) * 10_000_000 + 1;
      assertThat(ValueText.fileTime(filetime)).isEqualTo(day + "T12:34:56.000000100Z");
      assertThat(Bytes.time(filetime).getEpochSecond()).isEqualTo(seconds);
    }
  }

  @Test
  void optionalAttributesWithoutValueAreLeftOut() {
    String xml =
        Reading.of(
                TestChunk.fileOf(
                    c ->
                        c.template(
                            7,
                            () -> {
                              c.element("a", Map.of("x", () -> c.place(0, true, 1)), () -> {});
                              c.element("b", Map.of("x", () -> c.place(0, false, 1)), () -> {});
                              c.element(
                                  "c",
                                  Map.of(
                                      "x",
                                      () -> {
                                        c.literal("<\"");
                                        c.place(1, true, 1);
                                      }),
                                  () -> {});
                              // a place beyond the values there are
                              c.element("d", Map.of("x", () -> c.place(9, true, 1)), () -> {});
                            },
                            value(0x00),
                            text("\n"))))
            .onlyXml();
    assertThat(xml).isEqualTo("<a/><b x=\"\"/><c x=\"&lt;&quot;&#10;\"/><d/>");
  }

  @Test
  void textIsPutTogetherFromAllThatMakesText() {
    String xml =
        Reading.of(
                TestChunk.fileOf(
                    c ->
                        c.element(
                            "v",
                            Map.of(
                                "x",
                                () -> {
                                  c.raw(0x49);
                                  c.name("quot");
                                  c.raw(0x08, 'q', 0);
                                }),
                            () -> {
                              c.literal("a");
                              // CDATA
                              c.raw(0x07);
                              c.counted("<c>");
                              // a character
                              c.raw(0x48, 0xac, 0x20);
                              // entities
                              c.raw(0x09);
                              c.name("amp");
                              c.raw(0x09);
                              c.name("other");
                              // a number in the tree itself
                              c.raw(0x05, 0x08, 7, 0, 0, 0);
                            })))
            .onlyXml();
    assertThat(xml).isEqualTo("<v x=\"&quot;q\">a&lt;c&gt;€&amp;&amp;other;7</v>");
  }

  @Test
  void processingInstructions() {
    String xml =
        Reading.of(
                TestChunk.fileOf(
                    c ->
                        c.element(
                            "v",
                            Map.of(),
                            () -> {
                              c.raw(0x0a);
                              c.name("target");
                              c.raw(0x0b);
                              c.counted("do ?> it");
                              c.raw(0x0a);
                              c.name("alone");
                            })))
            .onlyXml();
    assertThat(xml).isEqualTo("<v><?target do ? &gt; it?><?alone ?></v>");
  }

  @Test
  void templatesAreFoundAgainByTheirOffset() {
    TestChunk chunk = new TestChunk();
    chunk.event(1, "C:\\a.exe").event(2, "C:\\b.exe");
    Reading reading = Reading.of(TestChunk.file(chunk.bytes()));
    assertThat(reading.problems()).isEmpty();
    assertThat(reading.records().get(1).xml())
        .isEqualTo(
            "<Event xmlns=\"http://schemas.microsoft.com/win/2004/08/events/event\"><System>"
                + "<Provider Name=\"Microsoft-Windows-Sysmon\"/><EventID>1</EventID>"
                + "<TimeCreated SystemTime=\"2022-06-18T04:26:42.000000000Z\"/>"
                + "<EventRecordID>2</EventRecordID><Correlation/>"
                + "<Channel>Microsoft-Windows-Sysmon/Operational</Channel></System>"
                + "<EventData><Data Name=\"Image\">C:\\b.exe</Data></EventData></Event>");
  }

  @Test
  void aValueCanBeATreeOfItsOwn() {
    // the value is written as a record of its own first, to get its bytes; its name stands
    // elsewhere
    TestChunk chunk = new TestChunk();
    chunk.record(0, 0, () -> chunk.element("inner", Map.of(), () -> {}));
    int from = chunk.position() + 24;
    chunk.record(1, 0, () -> chunk.element("inner", Map.of(), () -> chunk.literal("deep")));
    byte[] bytes = chunk.bytes();
    int to = chunk.position() - 4;
    byte[] tree = java.util.Arrays.copyOfRange(bytes, from, to);
    chunk.record(
        2,
        0,
        () ->
            chunk.template(
                7,
                () -> chunk.element("v", Map.of(), () -> chunk.place(0, true, 0x21)),
                new TestChunk.Value(0x21, tree)));
    Reading reading = Reading.of(TestChunk.file(chunk.bytes()));
    assertThat(reading.problems()).isEmpty();
    assertThat(reading.records().get(2).xml()).isEqualTo("<v><inner>deep</inner></v>");
  }

  @Test
  void namesThatXmlForbidsAreMended() {
    String xml =
        Reading.of(
                TestChunk.fileOf(
                    c -> c.element("1 <x>", Map.of("a=\"b", () -> c.literal("v")), () -> {})))
            .onlyXml();
    assertThat(xml).isEqualTo("<___x_ a__b=\"v\"/>");
  }
}
