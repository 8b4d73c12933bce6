package dev.spoor.server.event;

import dev.spoor.server.identity.ClientId;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is asked of the event store: a value, changed by `with…`.
///
/// @param artifacts full names (`Name` or `Name/Source`); null = all
/// @param clients subjects (see [Event#subject]); null = all, empty = none
/// @param eventTime range of the event time
/// @param ingestTime range of the ingest time
/// @param predicate a condition on the row; what the store cannot decide (see [EventStore#explain])
///   it lets pass
/// @param columns names of top-level columns that are wanted; null = all
/// @param limit no more rows than this
/// @param lsnFrom only rows with this LSN or a larger one
/// @param lsnBound only rows with a smaller LSN: a snapshot
public record EventSearch(
    @Nullable Set<String> artifacts,
    @Nullable Set<ClientId> clients,
    TimeRange eventTime,
    TimeRange ingestTime,
    EventPredicate predicate,
    @Nullable Set<String> columns,
    EventOrder order,
    OptionalLong limit,
    long lsnFrom,
    long lsnBound) {

  public EventSearch {
    artifacts = artifacts == null ? null : Set.copyOf(artifacts);
    clients = clients == null ? null : Set.copyOf(clients);
    columns = columns == null ? null : Set.copyOf(columns);
    if (limit.isPresent() && limit.getAsLong() < 0) {
      throw new IllegalArgumentException("limit " + limit.getAsLong() + " is negative");
    }
  }

  /// Everything there is.
  public static EventSearch all() {
    return new EventSearch(
        null,
        null,
        TimeRange.ALL,
        TimeRange.ALL,
        EventPredicate.TRUE,
        null,
        EventOrder.ANY,
        OptionalLong.empty(),
        0,
        Long.MAX_VALUE);
  }

  public static EventSearch of(String... artifacts) {
    return all().withArtifacts(Set.of(artifacts));
  }

  public EventSearch withArtifacts(@Nullable Set<String> value) {
    return new EventSearch(
        value, clients, eventTime, ingestTime, predicate, columns, order, limit, lsnFrom, lsnBound);
  }

  public EventSearch withClients(@Nullable Set<ClientId> value) {
    return new EventSearch(
        artifacts,
        value,
        eventTime,
        ingestTime,
        predicate,
        columns,
        order,
        limit,
        lsnFrom,
        lsnBound);
  }

  public EventSearch withEventTime(TimeRange value) {
    return new EventSearch(
        artifacts, clients, value, ingestTime, predicate, columns, order, limit, lsnFrom, lsnBound);
  }

  public EventSearch withIngestTime(TimeRange value) {
    return new EventSearch(
        artifacts, clients, eventTime, value, predicate, columns, order, limit, lsnFrom, lsnBound);
  }

  public EventSearch withPredicate(EventPredicate value) {
    return new EventSearch(
        artifacts, clients, eventTime, ingestTime, value, columns, order, limit, lsnFrom, lsnBound);
  }

  public EventSearch withColumns(@Nullable Set<String> value) {
    return new EventSearch(
        artifacts,
        clients,
        eventTime,
        ingestTime,
        predicate,
        value,
        order,
        limit,
        lsnFrom,
        lsnBound);
  }

  public EventSearch withOrder(EventOrder value) {
    return new EventSearch(
        artifacts,
        clients,
        eventTime,
        ingestTime,
        predicate,
        columns,
        value,
        limit,
        lsnFrom,
        lsnBound);
  }

  public EventSearch withLimit(long value) {
    return new EventSearch(
        artifacts,
        clients,
        eventTime,
        ingestTime,
        predicate,
        columns,
        order,
        OptionalLong.of(value),
        lsnFrom,
        lsnBound);
  }

  public EventSearch withLsnBound(long value) {
    return new EventSearch(
        artifacts,
        clients,
        eventTime,
        ingestTime,
        predicate,
        columns,
        order,
        limit,
        lsnFrom,
        value);
  }

  public EventSearch withLsnFrom(long value) {
    return new EventSearch(
        artifacts,
        clients,
        eventTime,
        ingestTime,
        predicate,
        columns,
        order,
        limit,
        value,
        lsnBound);
  }
}
