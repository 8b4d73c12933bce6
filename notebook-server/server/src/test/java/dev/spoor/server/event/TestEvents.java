package dev.spoor.server.event;

import dev.spoor.server.identity.ClientId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Named, believable batches for tests of stores.
public final class TestEvents {
  public static final ClientId DC01 = new ClientId("C.00000000000000d1");
  public static final ClientId WS17 = new ClientId("C.0000000000000017");
  public static final ClientId SERVER = ClientId.SERVER;
  public static final String PROCESSES = "Linux.Detection.ProcessCreation";
  public static final String ALERTS = "Server.Alerts.ProcessCreation";

  /// 2026-09-21T10:00:00Z
  public static final long TEN = 1_789_984_800L * 1_000_000_000L;

  public static final long SECOND = 1_000_000_000L;

  private TestEvents() {}

  /// Rows that happened at their ingest time.
  public static AcceptedBatch batch(
      long lsn, long time, ClientId client, String artifact, String... rows) {
    List<AcceptedRow> accepted = new ArrayList<>();
    for (String row : rows) {
      accepted.add(row(row, time));
    }
    return batch(lsn, time, client, artifact, accepted);
  }

  public static AcceptedBatch batch(
      long lsn, long ingestTime, ClientId client, String artifact, List<AcceptedRow> rows) {
    return new AcceptedBatch(
        lsn, ingestTime, client, hostname(client), artifact, 3, 0x5eedL, 7, 100 + lsn, rows);
  }

  public static AcceptedRow row(String json, long eventTime) {
    return new AcceptedRow(
        json.getBytes(StandardCharsets.UTF_8), eventTime, eventTime, TimeOrigin.EMITTED);
  }

  public static String hostname(ClientId client) {
    if (client.equals(DC01)) {
      return "srv_dc01";
    }
    return client.equals(SERVER) ? "" : "ws-" + client.value().substring(14);
  }

  /// Waits until all rows below `lsn` are searchable.
  public static void awaitVisible(EventStore store, long lsn) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (store.visibleUpTo() < lsn) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("only visible up to " + store.visibleUpTo() + ", not " + lsn);
      }
      LockSupport.parkNanos(200_000);
    }
  }
}
