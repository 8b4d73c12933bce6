package dev.spoor.vql.catalog;

/// The levels of a query's log.
public enum LogLevel {
  ERROR,
  WARN,
  DEFAULT,
  INFO,
  DEBUG
}
