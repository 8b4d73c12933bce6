package dev.spoor.server.event;

/// The order in which a search gives its events.
public enum EventOrder {
  /// What is cheapest to read; rows of one client and artifact in order of event time mostly.
  ANY,
  /// By event time, then LSN, both descending.
  NEWEST_FIRST,
  /// By event time, then LSN, both ascending.
  OLDEST_FIRST
}
