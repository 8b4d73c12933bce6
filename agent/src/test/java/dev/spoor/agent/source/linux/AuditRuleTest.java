package dev.spoor.agent.source.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class AuditRuleTest {
  @Test
  void oneRulePerCallTableWithTheKernelsLayout() {
    var rules = AuditRule.processCreation("spoor-exec");
    assertThat(rules).hasSize(2);
    for (byte[] rule : rules) {
      assertThat(rule).hasSize(1040 + 10);
      assertThat(AuditRule.hasKey(rule, "spoor-exec")).isTrue();
      assertThat(AuditRule.hasKey(rule, "spoor-exe")).isFalse();
      assertThat(AuditRule.hasKey(rule, "spoor-test")).isFalse();
    }
    ByteBuffer first = ByteBuffer.wrap(rules.getFirst()).order(ByteOrder.nativeOrder());
    assertThat(first.getInt(0)).isEqualTo(4);
    assertThat(first.getInt(4)).isEqualTo(2);
    assertThat(first.getInt(8)).isEqualTo(3);
  }
}
