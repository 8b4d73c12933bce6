package dev.spoor.agent.monitoring;

/// Order of sending and, inverted, of dropping.
public enum Priority {
  HIGH,
  NORMAL,
  BULK
}
