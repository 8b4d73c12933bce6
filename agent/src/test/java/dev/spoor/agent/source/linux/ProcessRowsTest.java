package dev.spoor.agent.source.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.vql.value.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessRowsTest {
  @TempDir Path folder;
  private ProcessRows rows;

  @BeforeEach
  void knowUsers() throws IOException {
    Path users = folder.resolve("passwd");
    Files.writeString(users, "root:x:0:0:root:/root:/bin/sh\npeter:x:1001:1001::/home/peter:\n");
    rows = new ProcessRows(new UserNames(users));
  }

  @Test
  void namesAreThoseOfSysmon() {
    ProcessExecution shell = execution(10, 1, 0, "bash", "-l");
    ProcessExecution child =
        execution(11, 10, 1001, "schtasks", "/Create", "/TR", "C:/a b/m.exe", "/ru", "system");
    String json = Json.write(rows.row(child, shell, "audit").row());

    assertThat(json)
        .isEqualTo(
            "{\"Timestamp\":\"2026-11-24T09:41:07.218Z\",\"EventData\":{"
                + "\"UtcTime\":\"2026-11-24 09:41:07.218\",\"ProcessId\":11,"
                + "\"Image\":\"/usr/bin/schtasks\",\"FileVersion\":null,\"Description\":null,"
                + "\"Product\":null,\"Company\":null,\"OriginalFileName\":null,"
                + "\"CommandLine\":\"schtasks /Create /TR C:/a b/m.exe /ru system\","
                + "\"CurrentDirectory\":\"/srv\",\"User\":\"peter\",\"LogonId\":\"2\","
                + "\"IntegrityLevel\":null,\"Hashes\":null,\"ParentProcessId\":10,"
                + "\"ParentImage\":\"/usr/bin/bash\",\"ParentCommandLine\":\"bash -l\","
                + "\"ParentUser\":\"root\"},\"Argv\":[\"schtasks\",\"/Create\",\"/TR\","
                + "\"C:/a b/m.exe\",\"/ru\",\"system\"],\"Argv_b64\":null,\"Auid\":1001,"
                + "\"Ses\":2,\"Tty\":\"pts0\",\"_Sensor\":\"audit\",\"_Cut\":null,\"_NativeId\":null}");
  }

  @Test
  void invalidBytesAreTextAndBase64() {
    byte[] odd = {'a', (byte) 0xff, 'b', '\n', (byte) 0xc3};
    ProcessExecution execution =
        execution(11, 10, 0, List.of("x".getBytes(StandardCharsets.UTF_8), odd));
    var row = rows.row(execution, null, "audit").row();

    assertThat(row.path(List.of("EventData", "CommandLine"))).hasToString("x a\\xffb\n\\xc3");
    assertThat(String.valueOf(row.get("Argv_b64")))
        .contains(Base64.getEncoder().encodeToString(odd));
    assertThat(row.path(List.of("EventData", "ParentImage"))).isNull();
  }

  @Test
  void argumentsOfAHundredThousandBytesAreWhole() {
    String plain = "p".repeat(100_000);
    var row = rows.row(execution(11, 10, 0, "x", plain), null, "audit").row();
    assertThat(row.path(List.of("EventData", "CommandLine"))).hasToString("x " + plain);

    byte[] invalid = new byte[70_000];
    Arrays.fill(invalid, (byte) 0xfe);
    ProcessExecution odd = execution(11, 10, 0, List.of(invalid));
    assertThat(rows.row(odd, null, "audit").row().get("_Cut")).isNull();
    assertThat(rows.cutRows()).isZero();
  }

  @Test
  void whatDoesNotFitARowIsCutMarkedAndCounted() {
    byte[] huge = new byte[900_000];
    Arrays.fill(huge, (byte) '"');
    ProcessExecution execution =
        execution(11, 10, 0, List.of("x".getBytes(StandardCharsets.UTF_8), huge));
    ProcessExecution parent = execution(10, 1, 0, List.of(huge));
    var row = rows.row(execution, parent, "audit").row();

    assertThat(Json.writeBytes(row)).hasSizeLessThan(1 << 20).hasSizeGreaterThan(1 << 19);
    assertThat(String.valueOf(row.path(List.of("EventData", "CommandLine"))))
        .startsWith("x \"\"\"")
        .endsWith("…[cut: 900002 bytes in all]");
    assertThat(String.valueOf(row.get("_Cut")))
        .isEqualTo("arguments of 900002 bytes do not fit a row");
    assertThat(rows.cutRows()).isEqualTo(1);
  }

  @Test
  void manyInvalidBytesStayBelowTheLimit() {
    byte[] invalid = new byte[1 << 20];
    for (int i = 0; i < invalid.length; i++) {
      invalid[i] = (byte) (i % 3 == 0 ? 1 : 0xfe);
    }
    var row = rows.row(execution(11, 10, 0, List.of(invalid)), null, "audit").row();
    assertThat(Json.writeBytes(row)).hasSizeLessThan(1 << 20);
  }

  private static ProcessExecution execution(int pid, int ppid, long uid, String... argv) {
    return execution(
        pid, ppid, uid, Arrays.stream(argv).map(a -> a.getBytes(StandardCharsets.UTF_8)).toList());
  }

  private static ProcessExecution execution(int pid, int ppid, long uid, List<byte[]> argv) {
    String name =
        argv.getFirst().length > 20 ? "x" : new String(argv.getFirst(), StandardCharsets.UTF_8);
    return new ProcessExecution(
        1_795_513_267_218L,
        pid,
        ppid,
        ("/usr/bin/" + name).getBytes(StandardCharsets.UTF_8),
        argv,
        "/srv".getBytes(StandardCharsets.UTF_8),
        uid,
        1001,
        2,
        "pts0",
        0,
        -1);
  }
}
