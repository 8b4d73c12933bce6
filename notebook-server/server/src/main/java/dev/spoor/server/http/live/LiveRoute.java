package dev.spoor.server.http.live;

import dev.spoor.server.http.Access;
import dev.spoor.server.http.RouteGroup;
import dev.spoor.server.http.RouteTable;
import dev.spoor.server.http.WebSocketRoute;
import dev.spoor.server.http.notebook.NotebookJson;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.notebook.NotebookListener;
import dev.spoor.server.notebook.Notebooks;
import dev.spoor.server.notebook.run.CellRuns;
import dev.spoor.server.notebook.run.RunListener;
import dev.spoor.server.notebook.run.RunSummary;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// `/api/v1/live`: one WebSocket a page. Edits and runs go up; edits of others and counts of runs
/// come down. Thread-safe.
public final class LiveRoute implements RouteGroup, NotebookListener, RunListener {
  /// A page whose session ended is told so by this code.
  public static final short LOGGED_OUT = 4001;

  private final Notebooks notebooks;
  private final CellRuns runs;
  private final LiveHub hub;
  private final Map<String, LiveTopic> topics;
  private final Map<String, Set<LiveConnection>> bySession = new ConcurrentHashMap<>();

  public LiveRoute(
      Notebooks notebooks, CellRuns runs, List<LiveTopic> topics, InstantSource clock) {
    this.notebooks = notebooks;
    this.runs = runs;
    this.hub = new LiveHub(clock);
    this.topics = topics.stream().collect(Collectors.toMap(LiveTopic::name, topic -> topic));
    topics.forEach(topic -> topic.publishTo((type, body) -> hub.publish(topic.name(), type, body)));
    notebooks.addListener(this);
    runs.addListener(this);
  }

  @Override
  public void addTo(RouteTable table) {
    table.webSocket(
        new WebSocketRoute(
            "/api/v1/live",
            Access.holding(Permission.READ_RESULTS),
            "follow notebooks",
            (socket, principal, session) -> {
              LiveConnection connection =
                  new LiveConnection(socket, principal, notebooks, runs, topics, hub);
              Set<LiveConnection> mine =
                  bySession.computeIfAbsent(session, _ -> ConcurrentHashMap.newKeySet());
              mine.add(connection);
              socket.closeHandler(
                  _ -> {
                    connection.closed();
                    bySession.computeIfPresent(
                        session,
                        (_, all) -> {
                          all.remove(connection);
                          return all.isEmpty() ? null : all;
                        });
                  });
              connection.open();
            }));
  }

  /// Closes the pages of a session that ended or whose rights changed.
  public void sessionEnded(String session) {
    bySession.getOrDefault(session, Set.of()).forEach(LiveConnection::logOut);
  }

  @Override
  public void changed(String notebook, SavedEdit edit) {
    hub.publish("notebook:" + notebook, "ops", NotebookJson.edit(edit));
  }

  @Override
  public void changed(RunSummary summary) {
    hub.publish("notebook:" + summary.notebook(), "run", NotebookJson.run(summary));
  }
}
