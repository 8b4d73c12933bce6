package dev.spoor.server.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.host.recording.Recording;
import dev.spoor.host.recording.RecordingLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ReplayTest {
  private static final String SCHTASKS_RULE =
      """
      title: Scheduled task on another host
      id: 4f6a1f0e-2d0c-4f0e-8a3e-6f4f3c1b2a10
      logsource:
        category: process_creation
        product: windows
      detection:
        image:
          Image|endswith: '\\schtasks.exe'
          OriginalFileName: schtasks.exe
        remote:
          CommandLine|contains|all: [' /s ', ' /p ']
        filter:
          User|startswith: 'NT AUTHORITY'
        condition: image and remote and not filter
      level: critical
      """;

  private final Replay replay = new Replay(new TestDefinitions());

  private static Subject processes(String... parameters) {
    Map<String, String> given = new java.util.HashMap<>();
    for (int i = 0; i < parameters.length; i += 2) {
      given.put(parameters[i], parameters[i + 1]);
    }
    return new Subject.OfArtifact("Windows.Detection.ProcessCreation", given);
  }

  private static Recording schtasks() throws IOException {
    return BuiltInTests.recording("recordings/sysmon-schtasks.jsonl");
  }

  @Test
  void givesTheSameBytesTwice() throws IOException {
    ReplayRequest request =
        ReplayRequest.of(processes(), schtasks())
            .withThen(
                List.of(
                    new Subject.OfArtifact(
                        "Server.Alerts.ProcessCreation", Map.of("WebhookTarget", "soc"))))
            .explained();
    ReplayResult first = replay.run(request);
    assertThat(first.error()).isNull();
    assertThat(first.deliveries()).hasSize(3);
    assertThat(replay.run(request).toBytes()).isEqualTo(first.toBytes());
  }

  @Test
  void rowsOfSeveralThreadsComeInOneOrder() throws IOException {
    String vql =
        """
        SELECT * FROM foreach(
          row={ SELECT EventData FROM watch_evtx(filename='Microsoft-Windows-Sysmon%4Operational.evtx') },
          query={ SELECT EventData.CommandLine AS C, n FROM foreach(row=[1, 2, 3, 4], query={ SELECT _value AS n FROM scope() }) },
          workers=4)
        """;
    ReplayRequest request = ReplayRequest.of(new Subject.OfVql("q", vql), schtasks());
    byte[] first = replay.run(request).toBytes();
    for (int i = 0; i < 10; i++) {
      assertThat(replay.run(request).toBytes()).isEqualTo(first);
    }
    assertThat(replay.run(request).rows()).isNotEmpty();
  }

  @Test
  void theClockIsTheRecordings() throws IOException {
    String vql =
        "SELECT timestamp(epoch=now()) AS Now"
            + " FROM watch_evtx(filename='Microsoft-Windows-Sysmon%4Operational.evtx')";
    ReplayResult result = replay.run(ReplayRequest.of(new Subject.OfVql("q", vql), schtasks()));
    assertThat(result.rows())
        .extracting(found -> String.valueOf(found.row().get("Now")).substring(0, 19))
        .containsExactly("2026-03-02T09:14:02", "2026-03-02T09:15:40", "2026-03-02T09:16:03");
  }

  @Test
  void showsTheMessageThatWouldHaveLeft() throws IOException {
    ReplayResult result =
        replay.run(
            ReplayRequest.of(processes("CommandLineRegex", "/s .+ /p "), schtasks())
                .withThen(
                    List.of(
                        new Subject.OfArtifact(
                            "Server.Alerts.ProcessCreation", Map.of("WebhookTarget", "soc")))));
    assertThat(result.deliveries())
        .singleElement()
        .satisfies(
            held -> {
              assertThat(held.target()).isEqualTo("soc");
              assertThat(held.text()).contains("schtasks.exe /create").contains("WS07");
            });
  }

  @Test
  void showsTheAlertThatWouldHaveBeenRaised() throws IOException {
    String vql =
        "SELECT alert(name='r', title='t', severity='high', CommandLine=EventData.CommandLine) AS A"
            + " FROM watch_evtx(filename='Microsoft-Windows-Sysmon%4Operational.evtx') LIMIT 1";
    ReplayResult result = replay.run(ReplayRequest.of(new Subject.OfVql("q", vql), schtasks()));
    assertThat(result.error()).isNull();
    assertThat(result.alerts())
        .containsExactly(new ReplayResult.HeldAlert("q", "r", "t", "high", ""));
  }

  @Test
  void aSourceWithoutAPartIsAnError() throws IOException {
    ReplayResult result =
        replay.run(
            ReplayRequest.of(
                new Subject.OfArtifact("Windows.Events.ServiceCreation", Map.of()), schtasks()));
    assertThat(result.error())
        .isEqualTo(
            "recordings/sysmon-schtasks.jsonl has no part for watch_evtx(System);"
                + " it has [watch_evtx(Microsoft-Windows-Sysmon/Operational)]");
  }

  @Test
  void aLinuxArtifactDoesNotRunOnAWindowsRecording() throws IOException {
    assertThat(
            replay
                .run(
                    ReplayRequest.of(
                        new Subject.OfArtifact("Linux.Detection.ProcessCreation", Map.of()),
                        schtasks()))
                .error())
        .contains("precondition");
  }

  @Test
  void aQueryThatWaitsForMoreThanTheRecordingEnds() throws IOException {
    ReplayResult result =
        replay.run(
            ReplayRequest.of(
                new Subject.OfVql("q", "SELECT * FROM clock(period=600) LIMIT 100"), schtasks()));
    assertThat(result.error()).isNull();
    assertThat(result.rows()).hasSizeBetween(5, 10);
  }

  @Test
  void aTestThatNeverEndsIsStopped() throws IOException {
    String endless = "SELECT * FROM range(start=0, end=100000000000, step=1) WHERE _value < 0";
    ReplayResult result =
        replay.run(
            ReplayRequest.of(new Subject.OfVql("q", endless), schtasks())
                .within(Duration.ofSeconds(1)));
    assertThat(result.error()).isEqualTo("did not end within 1 s");
  }

  @Test
  void aQueryThatGivesTooMuchIsStopped() throws IOException {
    ReplayResult result =
        replay.run(
            ReplayRequest.of(
                    new Subject.OfVql("q", "SELECT * FROM range(start=0, end=100000, step=1)"),
                    schtasks())
                .withRows(1000));
    assertThat(result.error()).isEqualTo("q gave more than 1000 rows: narrow it");
  }

  @Test
  void nothingOfTheServerCanBeReached() throws IOException {
    for (String query :
        List.of(
            "SELECT * FROM source(artifact='Windows.Detection.ProcessCreation')",
            "SELECT * FROM clients()",
            "SELECT * FROM http_client(url='http://127.0.0.1/')",
            "SELECT label(client_id='C.1', labels='x') FROM scope()",
            "SELECT * FROM glob(globs='/*')",
            "SELECT environ(var='PATH') FROM scope()",
            "SELECT * FROM pslist()")) {
      ReplayResult result = replay.run(ReplayRequest.of(new Subject.OfVql("q", query), schtasks()));
      assertThat(result.error()).as(query).isNotNull();
    }
  }

  @Test
  void aSigmaRuleHitsAndNearlyHits() throws IOException {
    Subject rule = new Subject.OfSigma("rule", SCHTASKS_RULE);
    ReplayResult hit = replay.run(ReplayRequest.of(rule, schtasks()).explained());
    assertThat(hit.error()).isNull();
    assertThat(hit.rows()).hasSize(1);
    assertThat(hit.nearMisses())
        .as("schtasks /query")
        .extracting(ReplayResult.NearMiss::condition)
        .containsExactly("remote: CommandLine|contains|all");
    ReplayResult renamed =
        replay.run(
            ReplayRequest.of(
                    rule, BuiltInTests.recording("recordings/sysmon-schtasks-renamed.jsonl"))
                .explained());
    assertThat(renamed.rows()).isEmpty();
    assertThat(renamed.nearMisses())
        .extracting(ReplayResult.NearMiss::condition)
        .containsExactly("image: Image|endswith");
  }

  @Test
  void aSigmaRuleThatIsWrongSaysWhere() throws IOException {
    ReplayResult result =
        replay.run(
            ReplayRequest.of(
                new Subject.OfSigma("rule", SCHTASKS_RULE.replace("remote and", "romote and")),
                schtasks()));
    assertThat(result.error()).contains("rule:14:24: ").contains("romote");
  }

  @Test
  void aRecursiveCorrelationIsRefused() throws IOException {
    String yaml =
        """
        title: one
        id: a
        name: one
        correlation: {type: event_count, rules: [two], timespan: 5m, group-by: [User], condition: {gte: 2}}
        ---
        title: two
        id: b
        name: two
        correlation: {type: event_count, rules: [one], timespan: 5m, group-by: [User], condition: {gte: 2}}
        """;
    assertThat(replay.run(ReplayRequest.of(new Subject.OfSigma("r", yaml), schtasks())).error())
        .isNotNull();
  }

  @Test
  void aRuleWithAHundredThousandValuesIsEvaluated() throws IOException {
    StringBuilder yaml =
        new StringBuilder(
            """
            title: many
            id: many
            logsource: {category: process_creation, product: windows}
            detection:
              selection:
                CommandLine|contains:
            """);
    for (int i = 0; i < 100_000; i++) {
      yaml.append("      - 'bad-word-").append(i).append("'\n");
    }
    yaml.append("      - ' /tn Updater'\n  condition: selection\nlevel: low\n");
    ReplayResult result =
        replay.run(ReplayRequest.of(new Subject.OfSigma("many", yaml.toString()), schtasks()));
    assertThat(result.error()).isNull();
    assertThat(result.rows()).hasSize(1);
  }

  @Test
  void aYamlBombIsRefused() throws IOException {
    StringBuilder yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      String before = "*a" + (i - 1);
      yaml.append(
          "a%d: &a%d [%s]\n"
              .formatted(i, i, String.join(", ", java.util.Collections.nCopies(10, before))));
    }
    assertThat(
            replay
                .run(ReplayRequest.of(new Subject.OfSigma("bomb", yaml.toString()), schtasks()))
                .error())
        .isNotNull();
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> TestFile.read(yaml.toString(), name -> ""))
        .isInstanceOf(dev.spoor.sigma.document.SigmaException.class);
  }

  @Test
  void aRecordingThatBreaksInTheMiddleGivesWhatIsWhole() throws IOException {
    String text = new String(schtasks().open().readAllBytes(), StandardCharsets.UTF_8);
    List<String> lines = text.lines().toList();
    String broken =
        String.join(
            "\n",
            lines.get(0),
            lines.get(1),
            lines.get(2).substring(0, 200),
            "no JSON at all",
            lines.get(3).substring(0, lines.get(3).length() - 1) + ", \"x\": }",
            lines.get(2));
    ReplayResult result =
        replay.run(ReplayRequest.of(processes(), Recording.of("broken.jsonl", broken)));
    assertThat(result.error()).isNull();
    assertThat(result.rows()).hasSize(2);
    assertThat(String.join("\n", result.log()))
        .contains("broken.jsonl: line 3: the object does not end")
        .contains("broken.jsonl: line 5:");
  }

  @Test
  void aZipThatBreaksOffGivesWhatIsWhole() throws IOException {
    byte[] rows = schtasks().open().readAllBytes();
    byte[] zip = zip("a.jsonl", rows, "b.jsonl", rows);
    byte[] half = java.util.Arrays.copyOf(zip, zip.length - 900);
    ReplayResult result = replay.run(ReplayRequest.of(processes(), Recording.of("half.zip", half)));
    assertThat(result.error()).isNull();
    assertThat(result.rows()).hasSizeGreaterThanOrEqualTo(3);
    assertThat(String.join("\n", result.log())).contains("half.zip: ");
  }

  private static byte[] zip(Object... namesAndBytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (int i = 0; i < namesAndBytes.length; i += 2) {
        zip.putNextEntry(new ZipEntry(namesAndBytes[i].toString()));
        zip.write((byte[]) namesAndBytes[i + 1]);
        zip.closeEntry();
      }
    }
    return out.toByteArray();
  }

  @Test
  void aZipOfRecordingsIsOne() throws IOException {
    byte[] rows = schtasks().open().readAllBytes();
    ReplayResult result =
        replay.run(
            ReplayRequest.of(
                processes(), Recording.of("two.zip", zip("a.jsonl", rows, "d/b.jsonl", rows))));
    assertThat(result.error()).isNull();
    assertThat(result.rows()).hasSize(6);
  }

  @Test
  void aZipBombIsRefused() throws IOException {
    byte[] zeros = new byte[64 << 20];
    java.util.Arrays.fill(zeros, (byte) ' ');
    Recording bomb = Recording.of("bomb.zip", zip("a.jsonl", zeros));
    assertThat(replay.run(ReplayRequest.of(processes(), bomb)).error())
        .isEqualTo("bomb.zip: a.jsonl: unpacks to more than 400 times its size");
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
      out.write(zeros);
    }
    assertThat(
            replay
                .run(ReplayRequest.of(processes(), Recording.of("b.gz", gzip.toByteArray())))
                .error())
        .isEqualTo("b.gz: unpacks to more than 400 times its size");
    assertThat(
            new Replay(new TestDefinitions(), RecordingLimits.DEFAULT.withBytes(1000))
                .run(
                    ReplayRequest.of(
                        processes(),
                        Recording.of("big.zip", zip("a.jsonl", schtasks().open().readAllBytes()))))
                .error())
        .isEqualTo("big.zip: a.jsonl: unpacks to more than 1000 bytes");
  }

  @Test
  void aZipThatLeavesItsFolderIsRefused() throws IOException {
    for (String name :
        List.of("../a.jsonl", "x/../../a.jsonl", "/etc/passwd", "..\\a.jsonl", "C:\\a.jsonl")) {
      Recording slip = Recording.of("slip.zip", zip(name, new byte[] {'{', '}'}));
      assertThat(replay.run(ReplayRequest.of(processes(), slip)).error())
          .as(name)
          .isEqualTo("slip.zip: \"" + name + "\" would lie outside of the zip");
    }
    assertThat(
            replay
                .run(
                    ReplayRequest.of(
                        processes(),
                        Recording.of(
                            "nest.zip", zip("in.zip", zip("a.jsonl", new byte[] {'{', '}'})))))
                .error())
        .isEqualTo("nest.zip: in.zip: a zip inside of a zip is not read");
  }

  @Test
  void aLongRecordingIsNotHeldInMemory() {
    replayOf(50_000);
  }

  @Test
  @Tag("long")
  void tenMillionRowsAreNotHeldInMemory() {
    replayOf(10_000_000);
  }

  private void replayOf(int rows) {
    ReplayResult result =
        replay.run(
            ReplayRequest.of(processes("ImageRegex", "lolbin"), new ManyRows(rows))
                .within(Duration.ofMinutes(20)));
    assertThat(result.error()).isNull();
    assertThat(result.rows()).hasSize(1);
    assertThat(result.deliveredRows()).isEqualTo(rows);
  }

  @Test
  void moreRowsThanAreReadIsAnError() {
    Replay small = new Replay(new TestDefinitions(), RecordingLimits.DEFAULT.withRows(1000));
    assertThat(small.run(ReplayRequest.of(processes(), new ManyRows(1001))).error())
        .isEqualTo("many.jsonl: more than 1000 rows are not read");
  }

  @Test
  void anEventLogReplays() throws IOException {
    String root = System.getProperty("spoor.root", ".");
    String shared = System.getProperty("spoor.shared", Path.of(root, "..", "shared").toString());
    Path log =
        Path.of(shared)
            .resolve(
                "conformance/detection/evtx-attack-samples/evtx/Execution"
                    + "/exec_sysmon_1_ftp.evtx");
    Assumptions.assumeTrue(Files.exists(log), "NOT RUN: no shared event logs: set -Dspoor.shared");
    ReplayResult result = replay.run(ReplayRequest.of(processes(), Recording.of(log)));
    assertThat(result.error()).isNull();
    assertThat(result.rows()).isNotEmpty();
    byte[] zip = zip("logs/a.evtx", Files.readAllBytes(log));
    assertThat(replay.run(ReplayRequest.of(processes(), Recording.of("a.zip", zip))).rows())
        .isEqualTo(result.rows());
  }

  /// A recording that is made while it is read.
  private record ManyRows(int count) implements Recording {
    @Override
    public String name() {
      return "many.jsonl";
    }

    @Override
    public long size() {
      return count * 200L;
    }

    @Override
    public InputStream open() {
      return new InputStream() {
        private byte[] line = new byte[0];
        private int at;
        private int number;

        @Override
        public int read() {
          byte[] one = new byte[1];
          return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
          if (at == line.length) {
            if (number == count) {
              return -1;
            }
            number++;
            at = 0;
            String image = number == count / 2 ? "lolbin" : "notepad";
            line =
                ("{\"@timestamp\":\"2026-03-02T09:14:02Z\","
                        + "\"Channel\":\"Microsoft-Windows-Sysmon/Operational\",\"EventID\":1,"
                        + "\"Image\":\"C:\\\\"
                        + image
                        + ".exe\",\"CommandLine\":\"x\"}\n")
                    .getBytes(StandardCharsets.UTF_8);
          }
          int n = Math.min(length, line.length - at);
          System.arraycopy(line, at, bytes, offset, n);
          at += n;
          return n;
        }
      };
    }
  }
}
