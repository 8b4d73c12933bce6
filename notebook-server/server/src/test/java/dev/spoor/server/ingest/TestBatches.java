package dev.spoor.server.ingest;

import dev.spoor.server.event.AcceptedBatch;
import dev.spoor.server.event.AcceptedRow;
import dev.spoor.server.event.TimeOrigin;
import dev.spoor.server.identity.ClientId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Believable batches.
final class TestBatches {
  static final ClientId DC01 = new ClientId("C.00000000000000d1");
  static final ClientId WEB02 = new ClientId("C.00000000000000e2");
  static final String PROCESSES = "Linux.Detection.ProcessCreation";

  private TestBatches() {}

  static StreamInfo stream(ClientId client, int number) {
    return new StreamInfo(number, client, PROCESSES, 3, "", "h");
  }

  /// Rows `{"Seq":n}` of one stream.
  static AcceptedBatch rows(ClientId client, long boot, int stream, long firstSeq, int count) {
    List<AcceptedRow> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] json = ("{\"Seq\":" + (firstSeq + i) + "}").getBytes(StandardCharsets.UTF_8);
      rows.add(new AcceptedRow(json, 7, 8, TimeOrigin.EMITTED));
    }
    return Batches.of(stream(client, stream), "srv-dc01", boot, firstSeq, rows);
  }
}
