package dev.spoor.wire;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// One believable message of every type, by its name on the wire page.
final class TestMessages {
  static final long BOOT = 0xf00dfeed12345678L;
  static final Instant NOW = Instant.parse("2026-11-24T09:41:07.218Z");
  static final long NOW_NANOS = 1_795_513_267_218_000_000L;

  private TestMessages() {}

  static Map<String, Message> all() {
    Map<String, Message> all = new LinkedHashMap<>();
    all.put(
        "Hello",
        new Hello(
            List.of(1),
            "0.1.0",
            NOW,
            List.of(Boot.text(BOOT)),
            Map.of("hostname", "web01", "os", "linux"),
            List.of("watch_processes"),
            List.of(),
            6));
    all.put(
        "Welcome",
        new Welcome(
            1,
            "C.0123456789abcdef",
            "e1",
            -12,
            List.of(new Welcome.Position(Boot.text(BOOT), 7, 41)),
            7));
    all.put("Challenge", new Challenge("5d0c3a"));
    all.put("ChallengeAnswer", new ChallengeAnswer("5d0c3a"));
    all.put("Ping", new Ping(3, NOW));
    all.put("Pong", new Pong(3));
    all.put(
        "EventBatch",
        new EventBatch(
            BOOT,
            7,
            42,
            List.of(
                WireRow.of(NOW_NANOS, "{\"CommandLine\":\"schtasks /Create /ru system\"}"),
                WireRow.of(NOW_NANOS + 1, "{\"CommandLine\":\"ls\"}"))));
    all.put(
        "EventBatch of losses",
        new EventBatch(
            BOOT,
            EventBatch.LOSS_STREAM,
            1,
            List.of(
                LossCodec.toRow(
                    NOW_NANOS, new Loss(BOOT, 7, 44, 46, 3, true, "spool full", NOW, NOW)))));
    all.put(
        "RowPart",
        new RowPart(
            BOOT, 7, 44, NOW_NANOS, 600_000, 262_144, "part".getBytes(StandardCharsets.UTF_8)));
    all.put("BatchAck", new BatchAck(BOOT, 7, 43));
    all.put("BatchReject", new BatchReject(BOOT, 9, 1, 2, "stream 9 was never assigned"));
    all.put(
        "StreamStatus",
        new StreamStatus(BOOT, 7, StreamStatus.State.RUNNING, NOW, null, 43, NOW, 46, 43, 43, 3));
    all.put("QueryLog", new QueryLog(7, QueryLog.Level.WARN, NOW, "regex is empty"));
    all.put(
        "MonitoringUpdate",
        new MonitoringUpdate(
            7,
            List.of(
                new MonitoringEntry(
                    7,
                    "Linux.Detection.ProcessCreation",
                    1,
                    "",
                    "SELECT * FROM watch_processes() WHERE CommandLine =~ CommandLineRegex",
                    Map.of("CommandLineRegex", "/ru", "ImageRegex", "."),
                    null,
                    Priority.HIGH,
                    "9f86d081",
                    List.of("watch_processes")))));
    return all;
  }

  static byte[] random(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
