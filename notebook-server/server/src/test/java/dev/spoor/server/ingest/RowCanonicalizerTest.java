package dev.spoor.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spoor.server.ingest.RowCanonicalizer.RefusedRow;
import dev.spoor.vql.value.Json;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowCanonicalizerTest {
  private final RowCanonicalizer canonicalizer = new RowCanonicalizer();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|{}",
        "{ \"a\" : 1 ,\t\"b\":[ 1 , 2 ] }|{\"a\":1,\"b\":[1,2]}",
        "{\"a\":1,\"b\":2,\"a\":3}|{\"b\":2,\"a\":3}",
        "{\"a\":1,\"\\u0061\":3}|{\"a\":3}",
        "{\"a\":{\"x\":1,\"x\":2},\"b\":1,\"b\":2}|{\"a\":{\"x\":2},\"b\":2}",
        "{\"a\":\"C:\\/x\\u00e4\\u20AC\\ud83d\\ude00\"}|{\"a\":\"C:/xä€😀\"}",
        "{\"a\":\"\\u0000\\u001F\\n\\\"\\\\\"}|{\"a\":\"\\u0000\\u001f\\n\\\"\\\\\"}",
        "{\"a\":\"\\ud800x\"}|{\"a\":\"\\ud800x\"}",
        "{\"n\":[1.50,-0,1e5,12345678901234567890]}|{\"n\":[1.50,-0,1e5,12345678901234567890]}",
        "{\"t\":true,\"f\":false,\"n\":null}|{\"t\":true,\"f\":false,\"n\":null}",
      })
  void rewrites(String row, String expected) throws Exception {
    assertThat(text(row)).isEqualTo(expected);
    assertThat(text(expected)).as("again").isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "[]",
        "{",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\":01}",
        "{\"a\":1.}",
        "{\"a\":tru}",
        "{\"a\":\"x}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12\"}",
        "{}{}",
        "{\"a\":\"\n\"}",
        "{\"a\":NaN}",
        "{\"a\":1e}"
      })
  void refuses(String row) {
    assertThatThrownBy(() -> text(row)).isInstanceOf(RefusedRow.class);
  }

  @Test
  void bytesThatAreNotUtf8BecomeText() throws Exception {
    byte[] row = {
      '{', '"', 'a', '"', ':', '"', (byte) 0xC3, (byte) 0xFF, 'x', (byte) 0xE2, '"', '}'
    };
    assertThat(new String(canonicalizer.canonicalize(row), StandardCharsets.UTF_8))
        .isEqualTo("{\"a\":\"\\\\xc3\\\\xffx\\\\xe2\"}");
  }

  @Test
  void depthIsBounded() throws Exception {
    int most = RowCanonicalizer.MAX_DEPTH - 1;
    String deep = "{\"a\":" + "[".repeat(most) + "]".repeat(most) + "}";
    assertThat(text(deep)).isEqualTo(deep);
    assertThatThrownBy(() -> text("{\"a\":" + "[".repeat(1_000_000)))
        .isInstanceOf(RefusedRow.class)
        .hasMessageContaining("nested deeper than 128");
  }

  @Test
  void manyKeysWithRepeatsStayLinear() throws Exception {
    StringBuilder row = new StringBuilder("{");
    for (int i = 0; i < 200_000; i++) {
      row.append(i == 0 ? "" : ",").append("\"k").append(i % 20_000).append("\":").append(i);
    }
    String canonical = text(row.append('}').toString());
    assertThat(canonical).startsWith("{\"k0\":180000,\"k1\":180001,").hasSizeLessThan(400_000);
  }

  @Test
  void agreesWithTheLanguagesOwnReaderOnRandomRows() throws Exception {
    long seed = Long.getLong("spoor.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      String row = object(random, 0);
      String canonical = text(row);
      assertThat(Json.write(Json.read(canonical)))
          .as("seed %d: %s", seed, row)
          .isEqualTo(Json.write(Json.read(row)));
      assertThat(text(canonical)).isEqualTo(canonical);
    }
  }

  private static String object(Random random, int depth) {
    StringBuilder out = new StringBuilder("{ ");
    int size = random.nextInt(random.nextInt(10) == 0 ? 40 : 5);
    for (int i = 0; i < size; i++) {
      out.append(i == 0 ? "" : " , ").append("\"k").append(random.nextInt(30)).append("\": ");
      out.append(value(random, depth));
    }
    return out.append("}").toString();
  }

  private static String value(Random random, int depth) {
    return switch (random.nextInt(depth > 3 ? 4 : 6)) {
      case 0 -> String.valueOf(random.nextInt());
      case 1 -> "\"\\u00" + String.format("%02x", random.nextInt(256)) + "\\/é\"";
      case 2 -> "null";
      case 3 -> String.valueOf(random.nextInt(100) / 4.0);
      case 4 -> object(random, depth + 1);
      default -> "[ " + value(random, depth + 1) + " , " + value(random, depth + 1) + "]";
    };
  }

  private String text(String row) throws RefusedRow {
    return new String(
        canonicalizer.canonicalize(row.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
  }
}
