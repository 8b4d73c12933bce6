package dev.spoor.server.monitoring;

import dev.spoor.server.access.Authority;
import dev.spoor.server.audit.Audit;
import dev.spoor.server.client.Clients;
import dev.spoor.server.database.Database;
import dev.spoor.server.delivery.Deliveries;
import dev.spoor.server.event.EventStore;
import dev.spoor.server.event.EventStoreStatus;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.ingest.Consumers;
import dev.spoor.server.ingest.Coverage;
import dev.spoor.server.ingest.Ingest;
import dev.spoor.server.ingest.IngestCounters;
import dev.spoor.server.ingest.Journal;
import dev.spoor.server.ingest.StoreFeed;
import dev.spoor.server.query.QuerySessions;
import dev.spoor.server.query.RunningQuery;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How the flow of events stands, from the agents to the deliveries, and the queries that run.
/// Thread-safe.
public final class ServerStatus {
  private static final Duration LOSS_SINCE = Duration.ofDays(7);
  private static final int MOST_LOSSES = 50;

  private final Journal journal;
  private final Ingest ingest;
  private final EventStore store;
  private final StoreFeed feed;
  private final Consumers consumers;
  private final Coverage coverage;
  private final Deliveries deliveries;
  private final Clients clients;
  private final QuerySessions queries;
  private final Database database;
  private final Audit audit;
  private final InstantSource clock;

  public ServerStatus(
      Journal journal,
      Ingest ingest,
      EventStore store,
      StoreFeed feed,
      Consumers consumers,
      Coverage coverage,
      Deliveries deliveries,
      Clients clients,
      QuerySessions queries,
      Database database,
      Audit audit,
      InstantSource clock) {
    this.journal = journal;
    this.ingest = ingest;
    this.store = store;
    this.feed = feed;
    this.consumers = consumers;
    this.coverage = coverage;
    this.deliveries = deliveries;
    this.clients = clients;
    this.queries = queries;
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  /// One look at everything.
  ///
  /// @param fed the LSN up to which the store has been given rows
  /// @param waiting queries in the queue
  public record Reading(
      Rows rows,
      JournalReading journal,
      EventStoreStatus store,
      long fed,
      @Nullable String feedFailure,
      Map<String, Long> consumers,
      Map<String, Long> deliveries,
      int clients,
      int connected,
      int running,
      int waiting) {}

  /// @param oldest the LSN of the first row that is still there
  /// @param end the LSN that the next row gets
  public record JournalReading(
      long oldest, long end, long bytes, long failedGroups, @Nullable String failure) {}

  /// Rows since the server started, as they came in.
  public record Rows(
      long received, long accepted, long duplicates, long refused, long rejected, long lost) {
    static Rows of(IngestCounters.Reading read) {
      return new Rows(
          read.received(),
          read.accepted(),
          read.duplicates(),
          read.refused(),
          read.rejected(),
          read.lost());
    }
  }

  /// A client's rows as its agent told last: that it took, kept, sent and lost.
  public record AgentLoss(
      ClientId client,
      String hostname,
      long captured,
      long spooled,
      long sent,
      long lost,
      Instant told) {}

  public Reading read(Principal principal) {
    Authority.require(principal, Permission.READ_RESULTS, "read the status");
    return new Reading(
        Rows.of(ingest.counters().read()),
        new JournalReading(
            journal.oldestLsn(),
            journal.endLsn(),
            journal.counters().bytes(),
            journal.counters().failedGroups(),
            journal.failure()),
        store.status(),
        feed.position(),
        feed.failure(),
        consumers.offsets(),
        deliveries.counts(principal),
        clients.ids().size(),
        clients.connectedCount(),
        queries.running().size(),
        queries.waitingCount());
  }

  /// The agents that lost most within the last days.
  public List<AgentLoss> losses(Principal principal) {
    Authority.require(principal, Permission.READ_RESULTS, "read the status");
    return coverage.losses(clock.instant().minus(LOSS_SINCE), MOST_LOSSES).stream()
        .map(
            loss ->
                new AgentLoss(
                    loss.client(),
                    clients.hostname(loss.client()).orElse(""),
                    loss.captured(),
                    loss.spooled(),
                    loss.sent(),
                    loss.lost(),
                    loss.told()))
        .toList();
  }

  public List<RunningQuery> queries(Principal principal) {
    return queries.running(principal);
  }

  /// Cancels a query that runs: one's own, or any for who administers the server.
  public void cancel(Principal principal, long number) {
    RunningQuery was = queries.cancel(principal, number);
    database.write(
        tx -> {
          audit.record(
              tx,
              principal,
              "query.cancel",
              Long.toString(number),
              Map.of("of", was.who(), "seconds", was.elapsed().toSeconds()),
              null);
          return null;
        });
  }
}
