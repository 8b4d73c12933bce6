package dev.spoor.agent.source.linux;

import dev.spoor.host.source.EventLoss;
import dev.spoor.host.source.EventPosition;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One way to see processes begin.
interface ProcessSensor extends AutoCloseable {
  /// Takes what is seen, on the sensor's own thread.
  interface Output {
    void execution(ProcessExecution execution);

    /// Only some sensors see logons.
    default void logon(Logon logon) {}

    void lost(EventLoss loss);

    /// What happened before was handed to this output, or counted as lost.
    void reached(EventPosition position);
  }

  /// How it watches, as rows and pages say it.
  String name();

  /// Everything before this moment was seen or counted as lost.
  Instant completeUpTo();

  /// Number of the first event that it saw; -1 when it has none.
  long firstSerial();

  /// Why it stopped by itself; null while it works.
  @Nullable String failure();

  @Override
  void close();
}
