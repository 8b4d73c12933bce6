package dev.spoor.server.event;

import dev.spoor.server.identity.ClientId;
import dev.spoor.vql.value.Row;

/// One event as a query sees it: the columns of the row, then those of the envelope (see
/// [Envelope]). Only the columns that the search wanted are there. Immutable.
public interface Event extends Row {
  EventId id();

  long lsn();

  /// Nanoseconds since 1970.
  long eventTime();

  /// Nanoseconds since 1970.
  long ingestTime();

  /// The client that the event is about: its writer, or on rows of the server the row's own
  /// `ClientId`.
  ClientId subject();

  /// `Name` or `Name/Source`.
  String artifact();
}
