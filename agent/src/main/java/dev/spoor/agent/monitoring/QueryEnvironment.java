package dev.spoor.agent.monitoring;

import dev.spoor.host.source.EventWatch;
import dev.spoor.vql.catalog.Catalog;

/// What event queries can call on this machine. Thread-safe.
public interface QueryEnvironment {
  /// The catalog of one query, whose sources report to this watch.
  Catalog catalog(EventWatch watch);
}
