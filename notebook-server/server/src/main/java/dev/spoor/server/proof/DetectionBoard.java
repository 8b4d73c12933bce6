package dev.spoor.server.proof;

import dev.spoor.server.artifact.Artifact;
import dev.spoor.server.artifact.ArtifactType;
import dev.spoor.server.artifact.Artifacts;
import dev.spoor.server.artifact.KnownArtifact;
import dev.spoor.server.detection.DetectionRule;
import dev.spoor.server.detection.Detections;
import dev.spoor.server.detection.RuleState;
import dev.spoor.server.identity.Principal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// All detections at one glance: rules and event artifacts with tests, how their tests ended, how
/// often they match, and which ATT&CK techniques they are about. Thread-safe.
public final class DetectionBoard {
  /// The tactics in ATT&CK's order, by tag.
  private static final Map<String, String> TACTICS = new LinkedHashMap<>();

  static {
    TACTICS.put("reconnaissance", "Reconnaissance");
    TACTICS.put("resource-development", "Resource development");
    TACTICS.put("initial-access", "Initial access");
    TACTICS.put("execution", "Execution");
    TACTICS.put("persistence", "Persistence");
    TACTICS.put("privilege-escalation", "Privilege escalation");
    TACTICS.put("defense-evasion", "Defense evasion");
    TACTICS.put("credential-access", "Credential access");
    TACTICS.put("discovery", "Discovery");
    TACTICS.put("lateral-movement", "Lateral movement");
    TACTICS.put("collection", "Collection");
    TACTICS.put("command-and-control", "Command and control");
    TACTICS.put("exfiltration", "Exfiltration");
    TACTICS.put("impact", "Impact");
  }

  private final Detections detections;
  private final DetectionTests tests;
  private final Artifacts artifacts;

  public DetectionBoard(Detections detections, DetectionTests tests, Artifacts artifacts) {
    this.detections = detections;
    this.tests = tests;
    this.artifacts = artifacts;
  }

  /// A detection.
  ///
  /// @param rule null for an artifact
  /// @param passed of `results`
  /// @param hours matches of the last 24 hours, the current one last; empty if none
  public record Line(
      String id,
      String title,
      String level,
      List<String> techniques,
      @Nullable DetectionRule rule,
      long passed,
      List<DetectionTests.LastResult> results,
      List<Long> hours) {
    public Line {
      techniques = List.copyOf(techniques);
      results = List.copyOf(results);
      hours = List.copyOf(hours);
    }

    public boolean hasTests() {
      return !results.isEmpty();
    }

    public boolean fails() {
      return passed < results.size();
    }

    public long matches() {
      return hours.stream().mapToLong(Long::longValue).sum();
    }
  }

  /// How well a technique is looked for.
  public enum Cover {
    TESTED,
    UNTESTED,
    FAILING,
    NONE
  }

  /// The techniques of a tactic that some rule is about.
  public record Tactic(String name, Map<String, Cover> techniques) {
    public Tactic {
      techniques = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(techniques));
    }

    public long covered() {
      return techniques.values().stream().filter(cover -> cover != Cover.NONE).count();
    }
  }

  /// The worst first, then by title.
  public List<Line> lines(Principal principal) {
    Map<String, List<DetectionTests.LastResult>> results = new HashMap<>();
    for (DetectionTests.LastResult result : tests.results(principal)) {
      results.computeIfAbsent(result.detection(), d -> new ArrayList<>()).add(result);
    }
    Map<String, List<Long>> hours = detections.hours(principal);
    List<Line> lines = new ArrayList<>();
    for (DetectionRule rule : detections.list(principal)) {
      List<DetectionTests.LastResult> own = new ArrayList<>();
      own.addAll(results.getOrDefault(rule.id(), List.of()));
      own.addAll(results.getOrDefault(rule.title(), List.of()));
      lines.add(
          line(
              rule.id(),
              rule.title(),
              rule.level(),
              rule.techniques(),
              rule,
              own,
              hours.getOrDefault(rule.id(), List.of())));
    }
    for (KnownArtifact known : artifacts.list(principal, Optional.of(ArtifactType.CLIENT_EVENT))) {
      Artifact artifact = known.artifact();
      boolean shipped = BuiltInTests.files().contains(artifact.name() + ".test.yaml");
      List<DetectionTests.LastResult> own = results.getOrDefault(artifact.name(), List.of());
      if (shipped || !own.isEmpty()) {
        lines.add(line(artifact.name(), artifact.name(), "", List.of(), null, own, List.of()));
      }
    }
    lines.sort(
        java.util.Comparator.comparingInt((Line line) -> rank(line.level()))
            .thenComparing(Line::title, String.CASE_INSENSITIVE_ORDER));
    return lines;
  }

  private static Line line(
      String id,
      String title,
      String level,
      List<String> techniques,
      @Nullable DetectionRule rule,
      List<DetectionTests.LastResult> results,
      List<Long> hours) {
    long passed = results.stream().filter(r -> r.outcome() == TestResult.Outcome.PASSED).count();
    return new Line(id, title, level, techniques, rule, passed, results, hours);
  }

  private static int rank(String level) {
    return switch (level) {
      case "critical" -> 0;
      case "high" -> 1;
      case "medium" -> 2;
      case "low" -> 3;
      case "informational" -> 4;
      default -> 5;
    };
  }

  /// The techniques that the rules of this server are about, by tactic.
  public static List<Tactic> coverage(List<Line> lines) {
    Map<String, TreeMap<String, Cover>> byTactic = new HashMap<>();
    for (Line line : lines) {
      DetectionRule rule = line.rule();
      if (rule == null) {
        continue;
      }
      Cover cover =
          rule.state() == RuleState.OFF
              ? Cover.NONE
              : line.fails() ? Cover.FAILING : line.hasTests() ? Cover.TESTED : Cover.UNTESTED;
      for (String tactic : rule.tactics()) {
        if (TACTICS.containsKey(tactic)) {
          TreeMap<String, Cover> techniques =
              byTactic.computeIfAbsent(tactic, t -> new TreeMap<>());
          rule.techniques()
              .forEach(technique -> techniques.merge(technique, cover, DetectionBoard::better));
        }
      }
    }
    List<Tactic> tactics = new ArrayList<>();
    TACTICS.forEach(
        (tag, name) -> {
          TreeMap<String, Cover> techniques = byTactic.get(tag);
          if (techniques != null) {
            tactics.add(new Tactic(name, techniques));
          }
        });
    return tactics;
  }

  /// A failing test is seen whatever else covers the technique.
  private static Cover better(Cover one, Cover other) {
    if (one == Cover.FAILING || other == Cover.FAILING) {
      return Cover.FAILING;
    }
    return one.compareTo(other) <= 0 ? one : other;
  }
}
