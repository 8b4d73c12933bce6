package dev.spoor.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.sigma.SharedData;
import dev.spoor.sigma.SigmaRules;
import dev.spoor.sigma.match.SigmaMatcher;
import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.Row;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Sigma rules over recorded event logs, and the command that does it.
class SigmaScanTest {
  /// Rules that name hexadecimal numbers as Windows writes them: the reference read event logs with
  /// zeros in front (0x00001410), which no rule names.
  private static final Set<String> HEXADECIMAL =
      Set.of(
          "4b60e527-ec73-4b47-8cb3-f02ad927ca65",
          "4a1b6da0-d94f-4fc3-98fc-2d9cb9e5ee76",
          "962fe167-e48d-4fd6-9974-11e5b9a5d6d1",
          "a18dd26b-6450-46de-8c91-9659150cf088",
          "5ef9853e-4d0e-4a70-846f-a9ca37d876da",
          "61065c72-5d7d-44ef-bf41-6a36684b545f",
          "a24e5861-c6ca-4fde-a93c-ba9256feddf0",
          "250ae82f-736e-4844-a68b-0b5e8cc887da",
          "09706624-b7f6-455d-9d02-adee024cee1d",
          "178e615d-e666-498b-9630-9ed363038101");

  /// Compares two fields: without regard to case, which the reference had.
  private static final String SAME_FIELDS = "bafd07c6-3ea5-454a-b4be-058fbb073de7";

  private static SigmaRules allRules() {
    SigmaRules rules = SigmaRules.builder().build();
    rules.addAll(SharedData.mainRules().values());
    return rules;
  }

  private static Map<String, Long> counts(SigmaMatcher matcher, Path file) throws IOException {
    Map<String, Long> counts = new TreeMap<>();
    EventFile.read(
        file,
        row -> matcher.match(row, null, rule -> counts.merge(rule.id(), 1L, Long::sum)),
        problem -> {});
    return counts;
  }

  @Test
  void everyRecordedEventLogMatchesItsRule() throws IOException {
    SigmaMatcher matcher = allRules().matcher();
    int files = 0;
    for (Path folder : SharedData.regressions()) {
      String id = folder.getFileName().toString();
      Row expected =
          (Row) Objects.requireNonNull(Json.read(Files.readString(folder.resolve("case.json"))));
      Object wanted = expected.get("expected_matches");
      Map<String, Long> fromLog = counts(matcher, folder.resolve(id + ".evtx"));
      assertThat(fromLog.getOrDefault(id, 0L))
          .as(id)
          .isGreaterThanOrEqualTo(wanted instanceof Long n ? n : 1);
      Map<String, Long> fromJson = counts(matcher, folder.resolve(id + ".json"));
      assertThat(fromLog).as(id + ": event log and JSON").isEqualTo(fromJson);
      files++;
    }
    assertThat(files).isEqualTo(118);
  }

  @Test
  void attackSamplesMatchAsTheReferenceSaysOrForAKnownReason() throws IOException {
    SigmaMatcher matcher = allRules().matcher();
    Path samples = SharedData.detection().resolve("evtx-attack-samples");
    List<?> index =
        (List<?>)
            Objects.requireNonNull(Json.read(Files.readString(samples.resolve("index.json"))));
    long files = 0;
    long matches = 0;
    long differences = 0;
    for (Object item : index) {
      Row sample = (Row) item;
      Path file = samples.resolve("evtx").resolve(String.valueOf(sample.get("path")));
      if (!Files.exists(file)) {
        continue;
      }
      files++;
      Map<String, Long> got = counts(matcher, file);
      Map<String, Long> reference = new TreeMap<>();
      ((Row) Objects.requireNonNull(sample.get("reference_sigma_matches")))
          .forEach((id, n) -> reference.put(id, (Long) Objects.requireNonNull(n)));
      Set<String> ids = new TreeSet<>(got.keySet());
      ids.addAll(reference.keySet());
      for (String id : ids) {
        long ours = got.getOrDefault(id, 0L);
        long theirs = reference.getOrDefault(id, 0L);
        matches += ours;
        if (ours != theirs) {
          differences++;
          assertThat(ours).as(file + " " + id).isGreaterThan(theirs);
          assertThat(HEXADECIMAL.contains(id) || id.equals(SAME_FIELDS))
              .as(file + " " + id + ": " + ours + ", reference " + theirs)
              .isTrue();
        }
      }
    }
    assertThat(files).isEqualTo(164);
    assertThat(matches).isEqualTo(680);
    assertThat(differences).isEqualTo(29);
  }

  @Test
  void theCommandPrintsALineForEachMatch(@TempDir Path folder) throws IOException {
    Path rules = Files.createDirectory(folder.resolve("rules"));
    Files.writeString(
        rules.resolve("a.yml"),
        """
        title: Bash
        id: r1
        name: bash
        level: high
        logsource: {product: linux, category: process_creation}
        detection: {s: {Image|endswith: /bash}, condition: s}
        ---
        title: Twice
        id: c1
        correlation:
          type: event_count
          rules: [bash]
          group-by: [User]
          timespan: 1m
          condition: {gte: 2}
          generate: true
        """);
    Files.writeString(rules.resolve("bad.yml"), "title: Bad\nlogsource: {product: linux}\n");
    Path events = folder.resolve("events.jsonl");
    Files.writeString(
        events,
        """
        {"Image":"/bin/bash","User":"joe","Time":"2026-01-01T00:00:30Z"}
        {"Image":"/bin/bash","User":
        {"Image":"/bin/ls","User":"joe","Time":"2026-01-01T00:00:31Z"}
        no JSON
        {"Image":"/usr/bin/bash","User":"joe","Time":"2026-01-01T00:00:02Z"}
        """);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StringWriter err = new StringWriter();
    CommandLine command = new CommandLine(new SigmaScanCommand(out));
    command.setErr(new PrintWriter(err));
    int code =
        command.execute(
            "--rules",
            rules.toString(),
            "--log-source",
            "linux/process_creation",
            events.toString());
    assertThat(code).as(err.toString()).isZero();
    List<String> lines = new ArrayList<>();
    for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
      Row row = (Row) Objects.requireNonNull(Json.read(line));
      lines.add(row.get("rule") + " " + row.get("record") + " " + row.get("time"));
    }
    assertThat(lines)
        .containsExactly(
            "Bash 1 2026-01-01T00:00:30Z",
            "Bash 3 2026-01-01T00:00:02Z",
            "Twice null 2026-01-01T00:00:30Z");
    assertThat(err.toString().lines())
        .containsExactly(
            "rejected bad.yml:1:1: the rule has no \"detection\"",
            rules + ": 1 rule, 1 correlation compiled; 1 rejected",
            events + ": line 2: the object does not end",
            events + ": line 4: not JSON",
            "3 events, 3 matches");
  }
}
