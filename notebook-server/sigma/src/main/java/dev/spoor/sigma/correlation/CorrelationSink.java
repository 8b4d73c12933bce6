package dev.spoor.sigma.correlation;

/// Is told when a correlation comes true.
@FunctionalInterface
public interface CorrelationSink {
  void matched(CorrelationMatch match);
}
