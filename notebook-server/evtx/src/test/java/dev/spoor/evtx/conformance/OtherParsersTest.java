package dev.spoor.evtx.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.evtx.EvtxRecord;
import dev.spoor.evtx.plugin.EventRow;
import dev.spoor.evtx.plugin.ValueStyle;
import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Value by value what libevtx, python-evtx and evtx_dump made of the same records.
class OtherParsersTest {
  /// Of all records that the parser could read; at least so many are compared.
  ///
  /// @param malformed records whose XML is none: libevtx does not escape text that looks like XML
  /// @param mistaken records that python-evtx reads otherwise than we and libevtx do: it gives an
  ///   item of an array twice
  @ParameterizedTest
  @CsvSource({
    "evtx-attack-samples, libevtx, 4000, 0, 0",
    "evtx-golden, libevtx, 7000, 478, 0",
    "evtx-golden, pyevtx, 7500, 0, 32"
  })
  void xmlSaysTheSame(String part, String parser, int atLeast, int malformed, int mistaken)
      throws IOException {
    Path folder = SharedData.folder().resolve(part);
    String suffix = "." + parser + ".jsonl.gz";
    int compared = 0;
    int unreadable = 0;
    int outvoted = 0;
    List<String> differences = new ArrayList<>();
    for (Path xml : SharedData.files(folder.resolve("xml"), suffix)) {
      String relative = folder.resolve("xml").relativize(xml).toString().replace(suffix, "");
      // a header id may occur twice where chunks are left of another time
      Map<Long, List<EvtxRecord>> ours = new HashMap<>();
      for (EvtxRecord record :
          SharedData.read(folder.resolve("evtx").resolve(relative)).records()) {
        ours.computeIfAbsent(record.id(), id -> new ArrayList<>()).add(record);
      }
      for (SharedData.Reference reference : SharedData.references(xml)) {
        List<EvtxRecord> candidates = ours.getOrDefault(reference.id(), List.of());
        if (candidates.isEmpty()) {
          differences.add(relative + " lacks record " + reference.id());
          continue;
        }
        EvtxRecord record =
            candidates.size() > 1 ? candidates.removeFirst() : candidates.getFirst();
        compared++;
        Leaves mine = Leaves.ofXml(record.xml());
        Leaves theirs = Leaves.ofXmlOrNull(reference.xml());
        if (theirs == null) {
          unreadable++;
          continue;
        }
        String difference = mine.difference(theirs);
        if (difference == null) {
          continue;
        }
        if (parser.equals("pyevtx") && libevtxAgrees(folder, relative, record, mine)) {
          outvoted++;
        } else {
          differences.add(relative + " record " + record.id() + ": " + difference);
        }
      }
    }
    assertThat(differences).isEmpty();
    assertThat(compared - unreadable).isGreaterThan(atLeast);
    assertThat(unreadable).isEqualTo(malformed);
    assertThat(outvoted).isEqualTo(mistaken);
  }

  private static boolean libevtxAgrees(Path folder, String relative, EvtxRecord record, Leaves mine)
      throws IOException {
    Path xml = folder.resolve("xml").resolve(relative + ".libevtx.jsonl.gz");
    for (SharedData.Reference reference : SharedData.references(xml)) {
      Leaves theirs = reference.id() == record.id() ? Leaves.ofXmlOrNull(reference.xml()) : null;
      if (theirs != null && mine.difference(theirs) == null) {
        return true;
      }
    }
    return false;
  }

  @Test
  void rowsSayTheSameAsEvtxDump() throws IOException {
    List<String> differences = new ArrayList<>();
    int compared = 0;
    for (Path file : SharedData.files(SharedData.folder().resolve("sigma-regression"), ".evtx")) {
      Path json = file.resolveSibling(file.getFileName().toString().replace(".evtx", ".json"));
      List<Row> theirs = objects(Files.readString(json));
      List<EvtxRecord> ours = SharedData.read(file).records();
      if (ours.size() != theirs.size()) {
        differences.add(file + ": " + ours.size() + " records, not " + theirs.size());
        continue;
      }
      for (int i = 0; i < ours.size(); i++) {
        compared++;
        for (ValueStyle style : ValueStyle.values()) {
          Row row = new EventRow(style).row(ours.get(i));
          String difference =
              Leaves.ofRow(row)
                  .difference(
                      Leaves.ofRow((Row) Objects.requireNonNull(theirs.get(i).get("Event"))));
          if (difference != null) {
            differences.add(file.getFileName() + " " + style + ": " + difference);
          }
        }
      }
    }
    assertThat(differences).isEmpty();
    assertThat(compared).isGreaterThanOrEqualTo(142);
  }

  // one object after another
  private static List<Row> objects(String text) {
    List<Row> all = new ArrayList<>();
    int from = 0;
    for (int at = text.indexOf("\n}", from); at >= 0; at = text.indexOf("\n}", from)) {
      all.add((Row) Objects.requireNonNull(Json.read(text.substring(from, at + 2))));
      from = at + 2;
    }
    return all;
  }

  /// Snapshots of the tests of evtx-rs: the first record of a file, but for the one that is named.
  @ParameterizedTest
  @CsvSource({
    "event_json_multiple_empty_data_nodes_not_ignored, MSExchange_Management_wec.evtx, 0",
    "event_json_sample_with_event_data_with_attributes_and_text, system.evtx, 0",
    "event_json_with_multiple_data_elements, MSExchange_Management_wec.evtx, 0",
    "event_json_with_multiple_data_elements-2, MSExchange_Management_wec.evtx, 0",
    "event_json_with_size_t, Security_with_size_t.evtx, 196",
    "event_xml_sample_with_event_data_with_attributes_and_text, system.evtx, 0"
  })
  void snapshots(String snapshot, String log, long eventRecordId) throws IOException {
    Path golden = SharedData.folder().resolve("evtx-golden");
    String text =
        Files.readString(golden.resolve("snapshots/test_record_samples__" + snapshot + ".snap"));
    String body = text.substring(text.indexOf("\n---\n", 4) + 5).strip();
    EvtxRecord record =
        SharedData.read(golden.resolve("evtx").resolve(log)).records().stream()
            .filter(r -> eventRecordId == 0 || r.id() == eventRecordId)
            .findFirst()
            .orElseThrow();
    if (body.startsWith("<")) {
      assertThat(Leaves.ofXml(record.xml()).difference(Leaves.ofXml(body))).isNull();
    } else {
      Row theirs = (Row) Objects.requireNonNull(Json.read(body));
      Row ours = new EventRow(ValueStyle.SHOWN).row(record);
      assertThat(
              Leaves.ofRow(ours)
                  .difference(Leaves.ofRow((Row) Objects.requireNonNull(theirs.get("Event")))))
          .isNull();
    }
  }
}
