package dev.spoor.agent.source.linux;

import dev.spoor.host.source.EventLoss;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One way to see processes begin.
interface ProcessSensor extends AutoCloseable {
  /// Takes what is seen, on the sensor's own thread.
  interface Output {
    void execution(ProcessExecution execution);

    void lost(EventLoss loss);
  }

  /// How it watches, as rows and pages say it.
  String name();

  /// Everything before this moment was seen or counted as lost.
  Instant completeUpTo();

  /// Why it stopped by itself; null while it works.
  @Nullable String failure();

  @Override
  void close();
}
