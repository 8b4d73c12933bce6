package dev.spoor.web.home;

import dev.spoor.server.delivery.Deliveries;
import dev.spoor.server.delivery.DeliveryState;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.monitoring.ClientStates;
import dev.spoor.server.monitoring.ServerStatus;
import dev.spoor.web.component.Plain;
import dev.spoor.web.component.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Finds out what needs somebody now, the worst first, for one who may read results.
final class Needs {
  private static final int MOST_NAMES = 3;

  private final ServerStatus status;
  private final Deliveries deliveries;
  private final ClientStates states;

  Needs(ServerStatus status, Deliveries deliveries, ClientStates states) {
    this.status = status;
    this.deliveries = deliveries;
    this.states = states;
  }

  List<Need> of(Principal principal, int openAlerts) {
    List<Need> needs = new ArrayList<>();
    ServerStatus.Reading now = status.read(principal);
    String failure = now.journal().failure() == null ? now.feedFailure() : now.journal().failure();
    if (failure != null) {
      needs.add(
          new Need("error", "The server takes no rows", Plain.text(failure), "Status", "status"));
    }
    if (openAlerts > 0) {
      needs.add(
          new Need(
              "warning",
              Words.count(openAlerts, "open alert", "open alerts"),
              "New ones that nobody has, and those that somebody works on.",
              "Open the inbox",
              "alerts"));
    }
    givenUp(principal, needs);
    lost(principal, needs);
    broken(principal, needs);
    begin(principal, now, needs);
    return needs;
  }

  private void givenUp(Principal principal, List<Need> needs) {
    Map<String, Map<DeliveryState, Long>> counts = deliveries.countsByTarget(principal);
    List<String> names = new ArrayList<>();
    long dead = 0;
    for (Map.Entry<String, Map<DeliveryState, Long>> target : counts.entrySet()) {
      long of = target.getValue().getOrDefault(DeliveryState.DEAD, 0L);
      dead += of;
      if (of > 0) {
        names.add(Plain.text(target.getKey()));
      }
    }
    if (dead > 0) {
      needs.add(
          new Need(
              "error",
              Words.count(dead, "message was", "messages were") + " given up",
              "For " + listed(names) + ". Mend the target, then replay them.",
              "Delivery",
              "targets"));
    }
  }

  private void lost(Principal principal, List<Need> needs) {
    List<ServerStatus.AgentLoss> losses =
        status.losses(principal).stream().filter(agent -> agent.lost() > 0).toList();
    if (!losses.isEmpty()) {
      long rows = losses.stream().mapToLong(agent -> agent.lost()).sum();
      needs.add(
          new Need(
              "warning",
              Words.count(losses.size(), "agent has", "agents have") + " lost rows",
              Words.count(rows, "row", "rows")
                  + " within seven days, on "
                  + listed(losses.stream().map(agent -> Plain.text(agent.hostname())).toList())
                  + ".",
              "Status",
              "status"));
    }
  }

  private void broken(Principal principal, List<Need> needs) {
    List<ClientStates.EntryStatus> wrong =
        states.summary(principal).stream()
            .filter(entry -> entry.counts().getOrDefault("error", 0) > 0)
            .toList();
    if (!wrong.isEmpty()) {
      int clients = wrong.stream().mapToInt(e -> e.counts().getOrDefault("error", 0)).sum();
      needs.add(
          new Need(
              "error",
              Words.count(wrong.size(), "artifact does", "artifacts do") + " not run everywhere",
              listed(wrong.stream().map(e -> Plain.text(e.artifact())).distinct().toList())
                  + ", in "
                  + Words.count(clients, "place", "places")
                  + ".",
              "Monitoring",
              "monitoring"));
    }
  }

  /// The first steps, until they are done.
  private void begin(Principal principal, ServerStatus.Reading now, List<Need> needs) {
    if (now.clients() == 0) {
      needs.add(
          new Need(
              "info",
              "No client is enrolled",
              "A client is an endpoint whose agent enrolled here with a token.",
              "Clients",
              "clients"));
    } else if (now.connected() == 0) {
      needs.add(
          new Need(
              "warning",
              "No client is connected",
              "Of " + Words.count(now.clients(), "client", "clients") + " that are enrolled.",
              "Clients",
              "clients"));
    }
    if (states.summary(principal).isEmpty()
        && principal.permissions().contains(Permission.CLIENT_MONITORING)) {
      needs.add(
          new Need(
              "info",
              "Clients watch nothing yet",
              "Choose what they watch; rows arrive within seconds.",
              "Monitoring",
              "monitoring"));
    }
  }

  private static String listed(List<String> names) {
    String some = names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
    return names.size() > MOST_NAMES
        ? some + " and " + Words.number(names.size() - MOST_NAMES) + " more"
        : some;
  }
}
