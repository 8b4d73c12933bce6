package dev.spoor.vql.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// JSON text of values and back.
class JsonTest {

  @Test
  void keepsOrderAndTypes() {
    String text = "{\"b\":1,\"a\":[null,true,-2.5,\"x\"],\"c\":{\"z\":{},\"y\":1e+300}}";
    assertThat(Json.write(Json.read(text))).isEqualTo(text);
    assertThat(Json.write(4.0)).isEqualTo("4");
    assertThat(Json.write(1e21)).isEqualTo("1e+21");
    assertThat(Json.write(0.000001)).isEqualTo("0.000001");
    assertThat(Json.write(1.0e-7)).isEqualTo("1e-7");
    assertThat(Json.write(Double.NaN)).isEqualTo("null");
    assertThat(Json.read("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
    assertThat(Json.read("9223372036854775808")).isEqualTo(9.223372036854775808e18);
  }

  @Test
  void escapesWhatMustBeAndShowsInvalidBytes() {
    assertThat(Json.write(VqlString.of("\"\\\n\u0000é\u202e")))
        .isEqualTo("\"\\\"\\\\\\n\\u0000é\u202e\"");
    VqlString invalid = VqlString.ofBytes(new byte[] {'a', (byte) 0xff, (byte) 0xc3, 'b'});
    assertThat(Json.write(invalid)).isEqualTo("\"a\\\\xff\\\\xc3b\"");
    assertThat(invalid.isValidUtf8()).isFalse();
  }

  @Test
  void typedFormsForTheApi() {
    Dict row = Dict.of().with("big", 1L << 60).with("small", 7).with("t", Instant.EPOCH);
    assertThat(new String(Json.writeBytes(row, Json.WriteOptions.TYPED), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"big\":{\"$int\":\"1152921504606846976\"},\"small\":7,\"t\":{\"$time\":\"1970-01-01T00:00:00Z\"}}");
    assertThat(Json.write(Instant.parse("2024-08-12T02:15:25.176Z")))
        .isEqualTo("\"2024-08-12T02:15:25.176Z\"");
  }

  @Test
  void timesAreReadOnlyWhereAskedFor() {
    byte[] json = "[\"2024-08-12T02:15:25+10:00\",\"2024-08-12\"]".getBytes(StandardCharsets.UTF_8);
    assertThat(Json.read(json, Json.ReadOptions.DEFAULT.withTimes()))
        .isEqualTo(List.of(Instant.parse("2024-08-11T16:15:25Z"), VqlString.of("2024-08-12")));
    assertThat(Json.write(Json.read(json, Json.ReadOptions.DEFAULT)))
        .isEqualTo(new String(json, StandardCharsets.UTF_8));
  }

  @Test
  void boundsDepthAndLength() {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);
    assertThatThrownBy(() -> Json.read(deep)).isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> Json.read("[1")).isInstanceOf(JsonException.class);
    assertThatThrownBy(() -> Json.read("{\"a\":1} x")).isInstanceOf(JsonException.class);
    assertThatThrownBy(
            () ->
                Json.read(
                    "[1,2]".getBytes(StandardCharsets.UTF_8), new Json.ReadOptions(10, 4, false)))
        .hasMessage("JSON text of 5 bytes: more than 4");
  }

  @Test
  void aDictThatHoldsItselfEnds() {
    Dict self = Dict.of().with("a", 1);
    self.set("me", self);
    assertThat(Json.write(self)).isEqualTo("{\"a\":1}");
  }

  @Test
  void settingAKeyOfADictMovesItToTheEnd() {
    Dict dict = new Dict();
    for (int i = 0; i < 100; i++) {
      dict.set("k" + i, (long) i);
    }
    dict.set("k5", 500L);
    dict.update("k6", 600L);
    dict.remove("k7");
    assertThat(dict.size()).isEqualTo(99);
    assertThat(dict.columns().getLast()).isEqualTo("k5");
    assertThat(dict.get("k5")).isEqualTo(500L);
    assertThat(dict.columns().get(5)).isEqualTo("k6");
    assertThat(dict.has("k7")).isFalse();
    assertThat(dict.get("k99")).isEqualTo(99L);
  }
}
