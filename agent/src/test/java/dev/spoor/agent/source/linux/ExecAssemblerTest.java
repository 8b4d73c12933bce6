package dev.spoor.agent.source.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExecAssemblerTest {
  private final Collected out = new Collected();
  private final ExecAssembler assembler = new ExecAssembler(out);

  @Test
  void readsWhatAShellExecuted() {
    Captured.read("shell.audit").forEach(record -> record.to(assembler));

    assertThat(out.executions).hasSize(4);
    ProcessExecution odd = out.executions.get(1);
    assertThat(odd.argv())
        .containsExactly(
            bytes("/bin/true"),
            bytes("plain"),
            bytes("two words"),
            bytes(""),
            bytes("ü€"),
            bytes("quo\"te"),
            new byte[] {'a', (byte) 0xff, 'b', '\n', 'c'});
    assertThat(odd.image()).isEqualTo(bytes("/usr/bin/true"));
    assertThat(odd.ppid()).isEqualTo(out.executions.get(0).pid());
    assertThat(odd.uid()).isZero();
    assertThat(odd.auid()).isEqualTo(-1);
    assertThat(odd.ses()).isEqualTo(-1);
    assertThat(odd.tty()).isNull();
    assertThat(odd.argvCut()).isZero();
    assertThat(Collected.argv(out.executions.get(2))).containsExactly("/bin/true", "12");
    // the shell's own exec: another program, the same process
    assertThat(Collected.argv(out.executions.get(3))).containsExactly("/bin/true", "last");
    assertThat(out.executions.get(3).pid()).isEqualTo(out.executions.get(0).pid());
  }

  @Test
  void joinsArgumentsThatCameInPieces() {
    Captured.read("split.audit").forEach(record -> record.to(assembler));

    assertThat(out.executions).hasSize(1);
    assertThat(Collected.argv(out.executions.getFirst()))
        .containsExactly("/bin/true", "before", "0".repeat(8999) + "7", " ".repeat(5000), "after");
    assertThat(out.executions.getFirst().argvCut()).isZero();
    assertThat(out.executions.getFirst().directory()).isEqualTo(bytes("/tmp"));
  }

  @Test
  void saysThatAPieceIsMissing() {
    List<Captured> records = new ArrayList<>(Captured.read("split.audit"));
    records.remove(3); // the second EXECVE record
    records.forEach(record -> record.to(assembler));

    assertThat(out.executions).hasSize(1);
    assertThat(out.executions.getFirst().argvCut()).isPositive();
  }

  @Test
  void countsAnExecutionWithoutArguments() {
    for (Captured record : Captured.read("split.audit")) {
      if (record.type() != AuditRecords.EXECVE) {
        record.to(assembler);
      }
    }
    assertThat(out.executions).isEmpty();
    assertThat(out.lost).isEqualTo(1);
  }

  @Test
  void givesUpAnEventWithoutEnd() {
    List<Captured> records = Captured.read("split.audit");
    records.subList(0, records.size() - 1).forEach(record -> record.to(assembler));
    for (int i = 0; i < 3; i++) {
      assertThat(out.executions).isEmpty();
      assembler.tick();
    }
    assertThat(out.executions).hasSize(1);
  }

  @Test
  void countsEverySerialThatNeverCame() {
    for (long serial : new long[] {10, 11, 13, 12, 15, 20}) {
      Captured.of(1305, "audit(1795537454.63" + serial % 10 + ":" + serial + "): op=set")
          .to(assembler);
    }
    assembler.tick();
    assertThat(out.lost).isZero();
    assembler.tick();
    assertThat(out.lost).isEqualTo(5);
    assertThat(out.losses).allMatch(loss -> loss.contains("gap in the kernel's audit serials"));
  }

  @Test
  void ignoresOtherCallsAndFailedExecutions() {
    String call =
        "audit(1795537454.630:70): arch=c000003e syscall=%d success=%s exit=0 ppid=1 pid=2";
    Captured.of(1300, call.formatted(42, "yes")).to(assembler);
    Captured.of(1320, "audit(1795537454.630:70): ").to(assembler);
    Captured.of(1300, call.formatted(59, "no").replace(":70", ":71")).to(assembler);
    Captured.of(1309, "audit(1795537454.630:71): argc=1 a0=\"x\"").to(assembler);
    Captured.of(1320, "audit(1795537454.630:71): ").to(assembler);
    assertThat(out.executions).isEmpty();
    assertThat(out.lost).isZero();
  }

  @Test
  void keepsThirtyTwoBitExecutions() {
    String at = "audit(1795537454.630:70): ";
    Captured.of(1300, at + "arch=40000003 syscall=11 success=yes exit=0 ppid=1 pid=2")
        .to(assembler);
    Captured.of(1309, at + "argc=1 a0=\"x\"").to(assembler);
    Captured.of(1320, at).to(assembler);
    assertThat(out.executions).hasSize(1);
  }

  @Test
  void survivesAnyCutAndAnyByte() {
    for (Captured record : Captured.read("shell.audit")) {
      for (int end = 0; end < record.text().length; end++) {
        assembler.record(record.type(), record.text(), 0, end);
        byte[] broken = record.text().clone();
        broken[end] = (byte) (broken[end] ^ 0x55);
        assembler.record(record.type(), broken, 0, broken.length);
      }
    }
    assembler.finish();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
