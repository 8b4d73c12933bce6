package dev.spoor.web.monitoring;

import dev.spoor.server.artifact.Artifact;
import dev.spoor.server.artifact.ArtifactParameter;
import dev.spoor.server.monitoring.TableEntry;
import dev.spoor.wire.Priority;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What somebody is about to launch: one group with its artifacts and their parameters. Only the
/// page that made it uses it.
final class WizardDraft {
  /// One artifact of the group; its values are those that differ from the defaults.
  static final class Choice {
    private final Artifact artifact;
    private final Map<String, String> values = new TreeMap<>();
    private Priority priority;

    Choice(Artifact artifact, Map<String, String> values, Priority priority) {
      this.artifact = artifact;
      this.values.putAll(values);
      this.priority = priority;
    }

    Artifact artifact() {
      return artifact;
    }

    Priority priority() {
      return priority;
    }

    void prioritise(Priority wanted) {
      priority = wanted;
    }

    String value(ArtifactParameter parameter) {
      return values.getOrDefault(parameter.name(), parameter.defaultValue());
    }

    void set(ArtifactParameter parameter, String value) {
      if (value.equals(parameter.defaultValue())) {
        values.remove(parameter.name());
      } else {
        values.put(parameter.name(), value);
      }
    }

    Map<String, String> values() {
      return new HashMap<>(values);
    }

    TableEntry entry() {
      return new TableEntry(artifact.name(), values, priority);
    }
  }

  private String label = "";
  private long base;
  private final List<Choice> choices = new ArrayList<>();

  /// Entries whose definition is gone; they stay as they are.
  private final List<TableEntry> unknown = new ArrayList<>();

  void begin(TableDesk desk, String forLabel) {
    label = forLabel;
    base = desk.version();
    choices.clear();
    unknown.clear();
    Map<String, Artifact> known = new HashMap<>();
    desk.offered().forEach(artifact -> known.put(artifact.name(), artifact));
    for (TableEntry entry : desk.entries(forLabel)) {
      Artifact artifact = known.get(entry.artifact());
      if (artifact == null) {
        unknown.add(entry);
      } else {
        choices.add(new Choice(artifact, entry.parameters(), entry.priority()));
      }
    }
  }

  String label() {
    return label;
  }

  long base() {
    return base;
  }

  /// Stands on another version from now on: somebody launched one meanwhile.
  void rebase(long version) {
    base = version;
  }

  List<Choice> choices() {
    return List.copyOf(choices);
  }

  boolean has(Artifact artifact) {
    return choices.stream().anyMatch(choice -> choice.artifact().name().equals(artifact.name()));
  }

  void add(Artifact artifact) {
    if (!has(artifact)) {
      choices.add(new Choice(artifact, Map.of(), Priority.NORMAL));
    }
  }

  void remove(Artifact artifact) {
    choices.removeIf(choice -> choice.artifact().name().equals(artifact.name()));
  }

  List<TableEntry> entries() {
    List<TableEntry> entries = new ArrayList<>(unknown);
    choices.forEach(choice -> entries.add(choice.entry()));
    return entries;
  }
}
