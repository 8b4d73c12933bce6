package dev.spoor.server.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.server.event.AcceptedRow;
import dev.spoor.server.event.TimeRange;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventTimesTest {
  private static final long EMITTED = TimeRange.nanos(Instant.parse("2026-11-24T12:00:00Z"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"EventData\":{\"A\":\"}\",\"UtcTime\":\"2026-11-24 09:41:07.218\"},\"Time\":5}|2026-11-24T09:41:07.218Z|field",
        "{\"System\":{\"TimeCreated\":{\"SystemTime\":1764000000.5}}}|2025-11-24T16:00:00.500Z|field",
        "{\"Time\":\"2026-01-01T00:00:00Z\",\"EventTime\":\"2026-02-01T02:00:00.000000001+02:00\"}|2026-02-01T00:00:00.000000001Z|field",
        "{\"Timestamp\":1764000000123}|2025-11-24T16:00:00.123Z|field",
        "{\"Time\":1764000000123456}|2025-11-24T16:00:00.123456Z|field",
        "{\"Time\":1764000000123456789}|2025-11-24T16:00:00.123456789Z|field",
        "{\"Typed\":\"2026-03-01T00:00:00Z\",\"EventTime\":\"2026-02-01T00:00:00Z\"}|2026-03-01T00:00:00Z|column_types",
        "{\"Typed\":\"soon\",\"Time\":\"2026-02-01T00:00:00Z\"}|2026-02-01T00:00:00Z|field",
        "{\"Time\":\"yesterday\",\"Timestamp\":null}|2026-11-24T12:00:00Z|agent",
        "{}|2026-11-24T12:00:00Z|agent",
        "{\"x\":[{\"Time\":5},\"]\"],\"Time\":\"2024-02-29T23:59:59Z\"}|2024-02-29T23:59:59Z|field",
      })
  void chooses(String row, String time, String origin) {
    AcceptedRow chosen =
        EventTimes.row(
            row.getBytes(StandardCharsets.UTF_8),
            "Typed".getBytes(StandardCharsets.UTF_8),
            EMITTED);
    assertThat(TimeRange.instant(chosen.eventTime())).isEqualTo(Instant.parse(time));
    assertThat(chosen.timeOrigin().text()).isEqualTo(origin);
    assertThat(chosen.emitTime()).isEqualTo(EMITTED);
  }

  @Test
  void hugeNumbersAreNoTimes() {
    AcceptedRow chosen =
        EventTimes.row("{\"Time\":1e300}".getBytes(StandardCharsets.UTF_8), null, EMITTED);
    assertThat(chosen.eventTime()).isEqualTo(EMITTED);
  }
}
