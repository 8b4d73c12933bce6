package dev.spoor.server.monitoring.coverage;

import dev.spoor.server.client.Clients;
import dev.spoor.server.database.Database;
import dev.spoor.server.database.EpochNanos;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.monitoring.ClientMonitoring;
import dev.spoor.server.monitoring.coverage.SqlAssignments.Assignment;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps which client was to watch which artifact, from when to when. Looks whether the table, a
/// label or the number of clients has changed, and writes what is different. Thread-safe.
public final class AssignmentHistory implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AssignmentHistory.class);
  private static final int SECONDS = 5;

  private final Database database;
  private final ClientMonitoring monitoring;
  private final Clients clients;
  private final InstantSource clock;
  private final Map<ClientId, Set<String>> known = new HashMap<>();
  private final AtomicBoolean relabelled = new AtomicBoolean(true);
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("assignment-history").daemon().factory());
  private long tableVersion = -1;
  private int clientCount = -1;

  public AssignmentHistory(
      Database database, ClientMonitoring monitoring, Clients clients, InstantSource clock) {
    this.database = database;
    this.monitoring = monitoring;
    this.clients = clients;
    this.clock = clock;
  }

  /// Reads what is known and looks now and then; call once before use.
  @SuppressWarnings("FutureReturnValueIgnored")
  public void start() {
    for (Assignment it : database.read(SqlAssignments::lasting)) {
      known.computeIfAbsent(it.client(), id -> new HashSet<>()).add(it.artifact());
    }
    clients.addListener(changed -> relabelled.set(true));
    look();
    timer.scheduleWithFixedDelay(
        () -> {
          try {
            look();
          } catch (RuntimeException e) {
            LOG.error("assignments could not be written; they are tried again", e);
            relabelled.set(true);
          }
        },
        SECONDS,
        SECONDS,
        TimeUnit.SECONDS);
  }

  /// Writes what changed since it looked last.
  public synchronized void look() {
    long version = monitoring.table(new Principal.System()).version();
    Set<ClientId> ids = clients.ids();
    if (!relabelled.getAndSet(false) && version == tableVersion && ids.size() == clientCount) {
      return;
    }
    long now = EpochNanos.of(clock.instant());
    List<Assignment> begun = new ArrayList<>();
    List<Assignment> ended = new ArrayList<>();
    Map<ClientId, Set<String>> all = new HashMap<>();
    for (ClientId id : ids) {
      Set<String> wanted = monitoring.artifactsFor(id);
      Set<String> before = known.getOrDefault(id, Set.of());
      for (String artifact : wanted) {
        if (!before.contains(artifact)) {
          begun.add(new Assignment(id, artifact, now, Long.MAX_VALUE));
        }
      }
      for (String artifact : before) {
        if (!wanted.contains(artifact)) {
          ended.add(new Assignment(id, artifact, now, now));
        }
      }
      all.put(id, wanted);
    }
    if (!begun.isEmpty() || !ended.isEmpty()) {
      database.write(
          tx -> {
            SqlAssignments.change(tx, begun, ended);
            return null;
          });
    }
    known.clear();
    known.putAll(all);
    tableVersion = version;
    clientCount = ids.size();
  }

  @Override
  public void close() {
    timer.shutdown();
  }
}
