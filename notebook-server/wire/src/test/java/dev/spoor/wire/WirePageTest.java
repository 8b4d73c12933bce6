package dev.spoor.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The golden bytes of `docs/wire.md`. `-Dgolden.update=true` writes them anew; review the diff.
class WirePageTest {
  private static final Path PAGE =
      Path.of(System.getProperty("spoor.root", "../..")).resolve("notebook-server/docs/wire.md");
  private static final Pattern GOLDEN =
      Pattern.compile(
          "### ([A-Za-z ]+)\n\n```json\n(.*?)\n```\n\n```hex\n(.*?)\n```\n", Pattern.DOTALL);
  private static final String MARK = "<!-- golden bytes -->\n";

  @Test
  void pageHasTheBytesOfEveryMessage() throws IOException {
    if (Boolean.getBoolean("golden.update")) {
      update();
    }
    Map<String, byte[]> golden = golden();
    assertThat(golden.keySet()).isEqualTo(TestMessages.all().keySet());
    for (Map.Entry<String, Message> sample : TestMessages.all().entrySet()) {
      byte[] bytes = Objects.requireNonNull(golden.get(sample.getKey()));
      assertThat(WireCodec.decode(bytes)).as(sample.getKey()).isEqualTo(sample.getValue());
      // bodies may differ by zlib's version; type and header may not
      int head = head(bytes);
      assertThat(Arrays.copyOf(WireCodec.encode(sample.getValue()), head))
          .as(sample.getKey())
          .isEqualTo(Arrays.copyOf(bytes, head));
    }
  }

  @Test
  void everyTypeHasASample() {
    assertThat(TestMessages.all().values().stream().map(MessageType::of))
        .containsOnly(MessageType.values());
  }

  private static int head(byte[] bytes) {
    return 5 + ByteBuffer.wrap(bytes).getInt(1);
  }

  private static Map<String, byte[]> golden() throws IOException {
    Map<String, byte[]> found = new LinkedHashMap<>();
    Matcher matcher = GOLDEN.matcher(Files.readString(PAGE));
    while (matcher.find()) {
      byte[] bytes = HexFormat.of().parseHex(matcher.group(3).replaceAll("\\s", ""));
      String header = new String(bytes, 5, head(bytes) - 5, StandardCharsets.UTF_8);
      assertThat(header).isEqualTo(matcher.group(2));
      found.put(matcher.group(1), bytes);
    }
    return found;
  }

  private static void update() throws IOException {
    String page = Files.readString(PAGE);
    StringBuilder text = new StringBuilder(page.substring(0, page.indexOf(MARK) + MARK.length()));
    for (Map.Entry<String, Message> sample : TestMessages.all().entrySet()) {
      byte[] bytes = WireCodec.encode(sample.getValue());
      text.append("\n### ").append(sample.getKey()).append("\n\n```json\n");
      text.append(new String(bytes, 5, head(bytes) - 5, StandardCharsets.UTF_8));
      text.append("\n```\n\n```hex");
      String hex = HexFormat.of().formatHex(bytes);
      for (int at = 0; at < hex.length(); at += 64) {
        text.append('\n').append(hex, at, Math.min(at + 64, hex.length()));
      }
      text.append("\n```\n");
    }
    Files.writeString(PAGE, text);
  }
}
