package dev.spoor.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.evtx.TestChunk;
import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.Row;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EvtxCommandTest {
  @TempDir private Path folder = Path.of(".");

  private record Printed(int code, List<String> lines, String errors) {}

  private static Printed run(String... arguments) throws IOException {
    EvtxCommand command = new EvtxCommand();
    new CommandLine(command).parseArgs(arguments);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StringWriter errors = new StringWriter();
    int code = command.print(out, new PrintWriter(errors));
    return new Printed(
        code, out.toString(StandardCharsets.UTF_8).lines().toList(), errors.toString());
  }

  private Path log(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("Sysmon.evtx"), bytes);
  }

  private static byte[] twoEvents() {
    return TestChunk.file(new TestChunk().event(1, "C:\\a.exe").event(2, "C:\\b\n.exe").bytes());
  }

  @Test
  void eachRecordIsALineOfJson() throws IOException {
    Printed printed = run(log(twoEvents()).toString());
    assertThat(printed.code()).isZero();
    assertThat(printed.errors()).isEmpty();
    assertThat(printed.lines()).hasSize(2);
    Row row = (Row) Objects.requireNonNull(Json.read(printed.lines().get(1)));
    assertThat(row.path(List.of("System", "EventRecordID"))).isEqualTo(2L);
    assertThat(String.valueOf(row.path(List.of("EventData", "Image")))).isEqualTo("C:\\b\n.exe");
  }

  @Test
  void eachRecordIsALineOfXml() throws IOException {
    Printed printed = run("--xml", log(twoEvents()).toString());
    assertThat(printed.lines()).hasSize(2);
    assertThat(printed.lines().get(1))
        .startsWith("<Event xmlns=")
        .contains("<Data Name=\"Image\">C:\\b&#10;.exe</Data>");
  }

  @Test
  void whatCannotBeReadIsALineOfItsOwnAndTheRestIsRead() throws IOException {
    byte[] file = twoEvents();
    // the size of the first record
    file[4096 + 512 + 4] = 3;
    file[4096 + 512 + 5] = 0;
    file[4096 + 120] = 4;
    Path log = log(file);
    Path none = folder.resolve("none.evtx");
    Printed printed = run(none.toString(), folder.toString(), log.toString());
    assertThat(printed.code()).isEqualTo(1);
    assertThat(printed.errors().lines().toList())
        .contains(
            "spoor: " + none + ": there is no such file",
            "spoor: " + folder + ": Is a directory",
            "spoor: " + log + ": record 1 at offset 4608: the record says it has 3 bytes");
    assertThat(printed.lines()).hasSize(1);
  }
}
