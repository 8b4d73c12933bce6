package dev.spoor.agent.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TerminalSinkTest {
  @Test
  void whatSteersATerminalIsEscaped() {
    String hostile = new String(new char[] {'a', 27, '[', 'm', 0x202e, 'b', 0x9b, 'ü'});
    byte[] shown = TerminalSink.harmless(hostile).getBytes(StandardCharsets.UTF_8);
    assertThat(new String(shown, StandardCharsets.UTF_8))
        .isEqualTo("a\\" + "u001b[m\\" + "u202eb\\" + "u009bü");
  }
}
