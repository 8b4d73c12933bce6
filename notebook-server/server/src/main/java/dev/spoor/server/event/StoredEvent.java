package dev.spoor.server.event;

import dev.spoor.server.identity.ClientId;
import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An event whose wanted columns are decoded.
record StoredEvent(Row row, Envelope envelope) implements Event {
  @Override
  public EventId id() {
    return envelope.id();
  }

  @Override
  public long lsn() {
    return envelope.lsn();
  }

  @Override
  public long eventTime() {
    return envelope.eventTime();
  }

  @Override
  public long ingestTime() {
    return envelope.ingestTime();
  }

  @Override
  public ClientId subject() {
    return envelope.subject();
  }

  @Override
  public String artifact() {
    return envelope.artifact();
  }

  @Override
  public List<String> columns() {
    return row.columns();
  }

  @Override
  public int size() {
    return row.size();
  }

  @Override
  public @Nullable Object find(String column, @Nullable Object missing) {
    return row.find(column, missing);
  }

  @Override
  public boolean has(String column) {
    return row.has(column);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return row.equals(other instanceof StoredEvent event ? event.row : other);
  }

  @Override
  public int hashCode() {
    return row.hashCode();
  }

  @Override
  public String toString() {
    return Json.write(row);
  }
}
