package dev.spoor.wire;

/// Orders sending (high first) and, inverted, dropping when the spool is full.
public enum Priority {
  HIGH,
  NORMAL,
  BULK
}
