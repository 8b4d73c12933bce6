package dev.spoor.evtx.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.evtx.EvtxRecord;
import dev.spoor.evtx.plugin.EventRow;
import dev.spoor.vql.value.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/// How many records each recording has, and which.
class CountsTest {
  /// What we read in damaged files: records, errors. Where that is more than a walk from record to
  /// record finds, the walk had stopped at the first break.
  private static final Map<String, List<Long>> DAMAGED =
      Map.of(
          "2-vss_0-Microsoft-Windows-RemoteDesktopServices-RdpCoreTS%4Operational.evtx",
          List.of(1910L, 6L),
          "2-vss_0-Microsoft-Windows-TerminalServices-RemoteConnectionManager%4Operational.evtx",
          List.of(1795L, 2L),
          "Application_no_crc32.evtx",
          List.of(17L, 0L),
          "Microsoft-Windows-HelloForBusiness%4Operational.evtx",
          List.of(6L, 1L),
          "Microsoft-Windows-LanguagePackSetup%4Operational.evtx",
          List.of(17L, 1L),
          "sample-with-zero-data-size-event.evtx",
          List.of(449L, 1L),
          "sysmon.evtx",
          List.of(358L, 0L),
          "CA_Mimikatz_Memssp_Default_Logs_Sysmon_11.truncated-65024.evtx",
          List.of(1L, 0L),
          "LiveId.truncated-1048576.evtx",
          List.of(397L, 1L),
          "chainsaw_security_sample.truncated-64512.evtx",
          List.of(10L, 0L));

  @Test
  void everyRecordingHasTheRecordsThatOthersCount() throws IOException {
    Map<String, Row> counts = SharedData.counts();
    List<Path> files = new ArrayList<>();
    for (String part :
        List.of("evtx-attack-samples/evtx", "sigma-regression", "evtx-golden/evtx")) {
      files.addAll(SharedData.files(SharedData.folder().resolve(part), ".evtx"));
    }
    SoftAssertions soft = new SoftAssertions();
    int damaged = 0;
    for (Path file : files) {
      String name = file.getFileName().toString();
      Row facts = counts.get(SharedData.hash(file));
      if (facts == null) {
        soft.fail("no counts of %s", name);
        continue;
      }
      SharedData.Log log = SharedData.read(file);
      List<Long> known = DAMAGED.get(name);
      if (known != null) {
        damaged++;
        soft.assertThat(List.of((long) log.records().size(), log.errors()))
            .as(name)
            .isEqualTo(known);
        continue;
      }
      soft.assertThat((long) log.records().size())
          .as(name)
          .isEqualTo(SharedData.number(facts, "records"));
      soft.assertThat(log.problems()).as(name).isEmpty();
      // two files have events without templates, in which nobody looked for the id
      if (log.records().isEmpty() || facts.get("first_event_record_id") == null) {
        continue;
      }
      soft.assertThat(log.records().getFirst().id())
          .as(name)
          .isEqualTo(SharedData.number(facts, "first_header_id"));
      soft.assertThat(log.records().getLast().id())
          .as(name)
          .isEqualTo(SharedData.number(facts, "last_header_id"));
      soft.assertThat(eventRecordIds(log.records()))
          .as(name)
          .startsWith(SharedData.number(facts, "first_event_record_id"))
          .endsWith(SharedData.number(facts, "last_event_record_id"))
          .contains(SharedData.number(facts, "min_event_record_id"))
          .contains(SharedData.number(facts, "max_event_record_id"));
    }
    soft.assertAll();
    assertThat(damaged).isEqualTo(DAMAGED.size());
    assertThat(files).hasSizeGreaterThan(300);
  }

  private static List<Long> eventRecordIds(List<EvtxRecord> records) {
    return records.stream()
        .map(record -> EventRow.of(record).path(List.of("System", "EventRecordID")))
        .map(id -> id instanceof Long number ? number : Long.valueOf(-1))
        .toList();
  }
}
