package dev.spoor.server.event.lucene;

import dev.spoor.server.event.AcceptedBatch;
import dev.spoor.server.event.AcceptedRow;
import dev.spoor.server.event.TestEvents;
import dev.spoor.server.event.TimeOrigin;
import dev.spoor.server.identity.ClientId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Batches of rows of every kind, the same for the same seed: small vocabularies, so that searches
/// find something, and now and then something hostile.
final class RandomRows {
  static final List<String> ARTIFACTS = List.of("Linux.Processes", "Windows.Logons/Failed", "Net");
  static final List<ClientId> CLIENTS =
      List.of(
          new ClientId("C.0000000000000001"),
          new ClientId("C.0000000000000002"),
          new ClientId("C.0000000000000003"),
          ClientId.SERVER);
  static final List<String> WORDS =
      List.of(
          "\"x\"",
          "\"y\"",
          "\"\"",
          "\"C:\\\\Windows\\\\cmd.exe\"",
          "\"\\u0000\\n\\\"\"",
          "\"2026-09-21T10:00:00Z\"",
          "\"2026-09-21T10:00:00.250+02:00\"",
          "\"ä\uD83D\uDE00\"",
          "1",
          "1.0",
          "-7",
          "2.5",
          "1789984800",
          "9223372036854775807",
          "9223372036854775808",
          "true",
          "false",
          "null");

  private final Random random;
  private long lsn;
  private long time = TestEvents.TEN;

  RandomRows(Random random) {
    this.random = random;
  }

  long nextLsn() {
    return lsn;
  }

  AcceptedBatch batch(int most) {
    // mostly seconds pass, now and then a day does
    time += random.nextInt(40) == 0 ? 90_000 * TestEvents.SECOND : TestEvents.SECOND;
    ClientId client = CLIENTS.get(random.nextInt(CLIENTS.size()));
    String artifact = ARTIFACTS.get(random.nextInt(ARTIFACTS.size()));
    List<AcceptedRow> rows = new ArrayList<>();
    int count = 1 + random.nextInt(most);
    for (int i = 0; i < count; i++) {
      long eventTime =
          switch (random.nextInt(8)) {
            case 0 -> time - 3 * 3_600 * TestEvents.SECOND;
            case 1 -> time + 600 * TestEvents.SECOND;
            default -> time - random.nextInt(5) * TestEvents.SECOND;
          };
      rows.add(
          new AcceptedRow(
              row().getBytes(StandardCharsets.UTF_8), eventTime, eventTime, TimeOrigin.EMITTED));
    }
    AcceptedBatch batch =
        new AcceptedBatch(
            lsn,
            time,
            client,
            TestEvents.hostname(client),
            artifact,
            1 + random.nextInt(2),
            -5,
            random.nextInt(3),
            lsn,
            rows);
    lsn += count;
    return batch;
  }

  String row() {
    StringBuilder row = new StringBuilder("{\"n\":").append(random.nextInt(1_000));
    for (String name : List.of("a", "b", "é\\\"", "ClientId", "Hostname", "_ts")) {
      if (random.nextInt(3) == 0) {
        row.append(",\"").append(name).append("\":");
        if (name.equals("ClientId") && random.nextBoolean()) {
          row.append('"').append(CLIENTS.get(random.nextInt(3)).value()).append('"');
        } else {
          value(row, 0);
        }
      }
    }
    if (random.nextInt(60) == 0) {
      hostile(row);
    }
    return row.append('}').toString();
  }

  private void value(StringBuilder out, int depth) {
    switch (depth > 3 ? 0 : random.nextInt(6)) {
      case 0, 1, 2, 3 -> out.append(WORDS.get(random.nextInt(WORDS.size())));
      case 4 -> {
        out.append('{');
        int members = random.nextInt(3);
        for (int i = 0; i < members; i++) {
          out.append(i == 0 ? "\"a\":" : ",\"b\":");
          value(out, depth + 1);
        }
        out.append('}');
      }
      default -> {
        out.append('[');
        int elements = random.nextInt(3);
        for (int i = 0; i < elements; i++) {
          out.append(i == 0 ? "" : ",");
          value(out, depth + 1);
        }
        out.append(']');
      }
    }
  }

  private void hostile(StringBuilder row) {
    switch (random.nextInt(5)) {
      case 0 -> row.append(",\"deep\":").append("[".repeat(30)).append("]".repeat(30));
      case 1 -> row.append(",\"list\":[").append("\"x\",".repeat(300)).append("1]");
      case 2 -> row.append(",\"").append("k".repeat(600)).append("\":\"x\"");
      case 3 -> {
        for (int i = 0; i < 700; i++) {
          row.append(",\"k").append(i % 2 == 0 ? i : random.nextInt(1_000_000) + 1_000);
          row.append("\":1");
        }
      }
      default -> row.append(",\"digits\":").append("9".repeat(random.nextBoolean() ? 390 : 500));
    }
  }
}
