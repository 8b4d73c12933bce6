package dev.spoor.server.monitoring;

import dev.spoor.server.artifact.CompiledArtifact;
import dev.spoor.server.client.Clients;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.monitoring.TableJson.CompiledEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What a table means for clients, by the labels that they carry.
final class ClientPlans {
  private ClientPlans() {}

  /// What runs where two entries with equal parameters are one.
  private record Query(String artifact, int version, String parameterHash) {
    static Query of(CompiledArtifact artifact) {
      return new Query(artifact.name(), artifact.version(), artifact.parameterHash());
    }
  }

  /// How many clients a change of the table is for.
  record Effect(int clients, int silent, List<TablePreview.QueryChange> queries) {}

  static Set<String> folded(Set<String> labels) {
    Set<String> folded = new HashSet<>();
    labels.forEach(label -> folded.add(label.toLowerCase(Locale.ROOT)));
    return folded;
  }

  /// Entries of All and of the groups whose label is carried; two with equal parameters are one.
  ///
  /// @param carried labels in lower case
  static List<CompiledEntry> entries(List<CompiledEntry> table, Set<String> carried) {
    List<CompiledEntry> entries = new ArrayList<>();
    Set<Query> seen = new HashSet<>();
    for (CompiledEntry entry : table) {
      if (appliesTo(entry, carried) && seen.add(Query.of(entry.artifact()))) {
        entries.add(entry);
      }
    }
    return entries;
  }

  static boolean appliesTo(CompiledEntry entry, Set<String> carried) {
    return entry.label().isEmpty() || carried.contains(entry.label().toLowerCase(Locale.ROOT));
  }

  /// Compares what all clients run under two tables. Clients with the same labels of the tables are
  /// looked at once.
  static Effect effect(List<CompiledEntry> before, List<CompiledEntry> after, Clients clients) {
    Set<String> labels = new HashSet<>();
    before.forEach(entry -> labels.add(entry.label().toLowerCase(Locale.ROOT)));
    after.forEach(entry -> labels.add(entry.label().toLowerCase(Locale.ROOT)));
    Map<Set<String>, Map<String, Step>> known = new HashMap<>();
    Map<String, int[]> counts = new TreeMap<>();
    int affected = 0;
    int silent = 0;
    for (ClientId client : clients.ids()) {
      Set<String> carried = folded(clients.labels(client));
      carried.retainAll(labels);
      Map<String, Step> steps =
          known.computeIfAbsent(carried, key -> steps(entries(before, key), entries(after, key)));
      if (!steps.isEmpty()) {
        affected++;
        silent += clients.require(new Principal.System(), client).isConnected() ? 0 : 1;
        steps.forEach(
            (artifact, step) ->
                counts
                    .computeIfAbsent(artifact, _ -> new int[Step.values().length])[
                    step.ordinal()]++);
      }
    }
    return new Effect(
        affected,
        silent,
        counts.entrySet().stream()
            .map(
                entry ->
                    new TablePreview.QueryChange(
                        entry.getKey(),
                        entry.getValue()[Step.START.ordinal()],
                        entry.getValue()[Step.RESTART.ordinal()],
                        entry.getValue()[Step.STOP.ordinal()]))
            .toList());
  }

  private enum Step {
    START,
    RESTART,
    STOP
  }

  private static Map<String, Step> steps(List<CompiledEntry> before, List<CompiledEntry> after) {
    Set<Query> old = new LinkedHashSet<>();
    before.forEach(entry -> old.add(Query.of(entry.artifact())));
    Set<Query> wanted = new LinkedHashSet<>();
    after.forEach(entry -> wanted.add(Query.of(entry.artifact())));
    Map<String, Step> steps = new LinkedHashMap<>();
    for (Query query : old) {
      if (!wanted.contains(query)) {
        steps.put(query.artifact(), Step.STOP);
      }
    }
    for (Query query : wanted) {
      if (!old.contains(query)) {
        steps.merge(query.artifact(), Step.START, (_, _) -> Step.RESTART);
      }
    }
    return steps;
  }
}
