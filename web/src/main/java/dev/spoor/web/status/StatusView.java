package dev.spoor.web.status;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import dev.spoor.server.delivery.Deliveries;
import dev.spoor.server.delivery.DeliveryState;
import dev.spoor.server.event.EventStoreStatus;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.monitoring.ServerStatus;
import dev.spoor.server.query.RunningQuery;
import dev.spoor.web.component.Actions;
import dev.spoor.web.component.PageTop;
import dev.spoor.web.component.PlainTable;
import dev.spoor.web.component.Problem;
import dev.spoor.web.component.Words;
import dev.spoor.web.host.Pulse;
import dev.spoor.web.host.Viewer;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How the server stands: the flow of events with its relations, queries that run, deliveries,
/// agents that lose rows, what the store holds.
@Route("status")
@PageTitle("Status · Spoor")
final class StatusView extends Div {
  private static final int MOST_ARTIFACTS = 50;

  private final transient Viewer viewer;
  private final transient Principal principal;
  private final transient ServerStatus status;
  private final transient Deliveries deliveries;
  private final transient InstantSource clock;
  private final FlowFigures figures = new FlowFigures();
  private final Problem problem = new Problem();
  private final PlainTable queries =
      new PlainTable(
          "Running queries",
          new PlainTable.Column("Runs for", "num"),
          PlainTable.Column.of("Who"),
          new PlainTable.Column("Query", "grow"),
          new PlainTable.Column("Looked at", "num"),
          new PlainTable.Column("Actions", "end"));
  private final Div noQuery = note("No query runs.");
  private final PlainTable targets =
      new PlainTable(
          "Deliveries by target",
          new PlainTable.Column("Target", "grow"),
          new PlainTable.Column("Delivered", "num"),
          new PlainTable.Column("In digests", "num"),
          new PlainTable.Column("Waiting", "num"),
          new PlainTable.Column("Given up", "num"));
  private final Div noTarget = note("Nothing was sent yet.");
  private final PlainTable agents =
      new PlainTable(
          "Rows by agent",
          new PlainTable.Column("Client", "grow"),
          new PlainTable.Column("Taken", "num"),
          new PlainTable.Column("Kept", "num"),
          new PlainTable.Column("Sent", "num"),
          new PlainTable.Column("Lost", "num"),
          new PlainTable.Column("Told", "nowrap"));
  private final Div noAgent = note("No agent has told of its rows within seven days.");
  private final PlainTable artifacts =
      new PlainTable(
          "Rows by artifact",
          new PlainTable.Column("Artifact", "grow"),
          new PlainTable.Column("Rows", "num"));
  private transient ServerStatus.@Nullable Reading shown;
  private transient List<RunningQuery> shownQueries = List.of();
  private transient List<ServerStatus.AgentLoss> shownAgents = List.of();
  private transient Map<String, Map<DeliveryState, Long>> shownTargets = Map.of();

  StatusView(
      Viewer viewer, ServerStatus status, Deliveries deliveries, InstantSource clock, Pulse pulse) {
    this.viewer = viewer;
    this.principal = viewer.require();
    this.status = status;
    this.deliveries = deliveries;
    this.clock = clock;
    addClassName("page");
    add(
        new PageTop("Status"),
        problem,
        figures,
        section("Running queries", noQuery, queries),
        section("Deliveries", noTarget, targets),
        section("Agents", noAgent, agents),
        section("Store", artifacts));
    drawQueries(List.of());
    drawTargets(Map.of());
    drawAgents(List.of());
    refresh();
    pulse.watch(this, this::refresh);
  }

  private static Div note(String text) {
    Div note = new Div(text);
    note.addClassName("note-line");
    return note;
  }

  private static Component section(String title, Component... parts) {
    Div head = new Div(new H2(title));
    head.addClassName("group-head");
    Section section = new Section(head);
    section.add(parts);
    return section;
  }

  private void refresh() {
    ServerStatus.Reading now = status.read(principal);
    if (!now.equals(shown)) {
      shown = now;
      figures.show(now);
      drawArtifacts(now.store());
    }
    List<RunningQuery> running = status.queries(principal);
    if (!running.equals(shownQueries)) {
      drawQueries(running);
    }
    Map<String, Map<DeliveryState, Long>> counts = deliveries.countsByTarget(principal);
    if (!counts.equals(shownTargets)) {
      drawTargets(counts);
    }
    List<ServerStatus.AgentLoss> losses = status.losses(principal);
    if (!losses.equals(shownAgents)) {
      drawAgents(losses);
    }
  }

  private void drawQueries(List<RunningQuery> running) {
    shownQueries = running;
    queries.clear();
    queries.setVisible(!running.isEmpty());
    noQuery.setVisible(running.isEmpty());
    for (RunningQuery query : running) {
      Span text = PlainTable.text(query.text());
      text.addClassName("mono");
      queries.row(
          PlainTable.text(Words.seconds(query.elapsed())),
          PlainTable.text(query.who()),
          text,
          PlainTable.text(Words.number(query.scanned())),
          PlainTable.cell(Actions.plain("Cancel", event -> cancel(query.number()))));
    }
  }

  private void cancel(long number) {
    problem.during(() -> status.cancel(viewer.require(), number));
    refresh();
  }

  private void drawTargets(Map<String, Map<DeliveryState, Long>> counts) {
    shownTargets = counts;
    targets.clear();
    targets.setVisible(!counts.isEmpty());
    noTarget.setVisible(counts.isEmpty());
    counts.forEach(
        (target, of) ->
            targets.row(
                PlainTable.strong(target),
                number(of, DeliveryState.DELIVERED),
                number(of, DeliveryState.FOLDED),
                PlainTable.text(
                    Words.number(
                        of.getOrDefault(DeliveryState.PENDING, 0L)
                            + of.getOrDefault(DeliveryState.SENDING, 0L))),
                number(of, DeliveryState.DEAD)));
  }

  private static Span number(Map<DeliveryState, Long> counts, DeliveryState state) {
    return PlainTable.text(Words.number(counts.getOrDefault(state, 0L)));
  }

  private void drawAgents(List<ServerStatus.AgentLoss> losses) {
    shownAgents = losses;
    agents.clear();
    agents.setVisible(!losses.isEmpty());
    noAgent.setVisible(losses.isEmpty());
    for (ServerStatus.AgentLoss agent : losses) {
      String id = agent.client().value();
      Anchor link =
          new Anchor(
              "clients/" + id,
              PlainTable.strong(agent.hostname().isEmpty() ? id : agent.hostname()));
      Span lost = PlainTable.text(Words.number(agent.lost()));
      if (agent.lost() > 0) {
        lost.addClassNames("state", "error");
      }
      Span told = PlainTable.quiet(Words.ago(agent.told(), clock.instant()));
      told.getElement().setAttribute("title", Words.exact(agent.told()));
      agents.row(
          link,
          PlainTable.text(Words.number(agent.captured())),
          PlainTable.text(Words.number(agent.spooled())),
          PlainTable.text(Words.number(agent.sent())),
          lost,
          told);
    }
  }

  private void drawArtifacts(EventStoreStatus store) {
    artifacts.clear();
    store.artifacts().stream()
        .sorted(
            Comparator.comparingLong(EventStoreStatus.ArtifactCount::rows)
                .reversed()
                .thenComparing(EventStoreStatus.ArtifactCount::artifact))
        .limit(MOST_ARTIFACTS)
        .forEach(
            one ->
                artifacts.row(
                    PlainTable.text(one.artifact()), PlainTable.text(Words.number(one.rows()))));
  }
}
