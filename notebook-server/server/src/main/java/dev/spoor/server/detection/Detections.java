package dev.spoor.server.detection;

import dev.spoor.server.access.Authority;
import dev.spoor.server.audit.Audit;
import dev.spoor.server.database.Database;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.sigma.LoadSummary;
import dev.spoor.sigma.Rejection;
import dev.spoor.sigma.SigmaRules;
import dev.spoor.sigma.document.Header;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The Sigma rules of this server, with all their versions. Thread-safe.
public final class Detections {
  /// Hours that [#hours] tells of.
  public static final int HOURS = 24;

  private static final int MAX_TEXT = 4 << 20;
  private static final int MAX_RULES = 20_000;
  private static final Pattern DOCUMENT_END = Pattern.compile("(?m)^---[ \\t]*$");

  private final Database database;
  private final Audit audit;
  private final InstantSource clock;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  public Detections(Database database, Audit audit, InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  /// Is called after each change of rules or their state.
  void onChange(Runnable listener) {
    listeners.add(listener);
  }

  public List<DetectionRule> list(Principal principal) {
    Authority.require(principal, Permission.READ_RESULTS, "read rules");
    return database.read(SqlDetections::all);
  }

  List<DetectionRule> all() {
    return database.read(SqlDetections::all);
  }

  public Optional<DetectionRule> find(Principal principal, String id) {
    Authority.require(principal, Permission.READ_RESULTS, "read rules");
    return database.read(tx -> SqlDetections.find(tx, id));
  }

  public DetectionRule require(Principal principal, String id) {
    return find(principal, id)
        .orElseThrow(
            () -> new SpoorException(ErrorCode.NOT_FOUND, "rule " + id + " does not exist"));
  }

  /// All versions, the newest first.
  public List<DetectionRule> versions(Principal principal, String id) {
    Authority.require(principal, Permission.READ_RESULTS, "read rules");
    return database.read(tx -> SqlDetections.versions(tx, id));
  }

  /// Matches of the last day by rule: 24 hours, the current one last.
  public Map<String, List<Long>> hours(Principal principal) {
    Authority.require(principal, Permission.READ_RESULTS, "read rules");
    long now = hour(clock.instant());
    Map<String, List<Long>> all = new java.util.HashMap<>();
    database
        .read(tx -> SqlDetections.hits(tx, now - HOURS + 1))
        .forEach(
            (rule, hits) -> {
              List<Long> bars = new ArrayList<>();
              for (long hour = now - HOURS + 1; hour <= now; hour++) {
                bars.add(hits.getOrDefault(hour, 0L));
              }
              all.put(rule, bars);
            });
    return all;
  }

  static long hour(Instant time) {
    return Math.floorDiv(time.getEpochSecond(), 3_600L);
  }

  /// Takes the documents of a text in: each becomes a rule of its own, a changed one a new version.
  /// What cannot be used is told with place and reason; the others are kept.
  ///
  /// @param state of rules that are new
  public RuleImport add(Principal principal, String yaml, RuleState state) {
    Authority.require(principal, Permission.ARTIFACT_WRITE, "change rules");
    if (yaml.length() > MAX_TEXT) {
      throw new SpoorException(
          ErrorCode.TOO_LARGE, "a text of rules has at most " + MAX_TEXT + " characters");
    }
    List<String> added = new ArrayList<>();
    List<String> changed = new ArrayList<>();
    List<String> rejected = new ArrayList<>();
    List<DetectionRule> fresh = new ArrayList<>();
    List<DetectionRule> known = all();
    int unchanged = 0;
    List<String> texts = documents(yaml);
    SigmaRules together = SigmaRules.builder().build();
    for (DetectionRule rule : known) {
      // a correlation may be about rules that are here already
      Pattern own = Pattern.compile("(?m)^id:\\s*['\"]?" + Pattern.quote(rule.id()));
      if (texts.stream().noneMatch(text -> own.matcher(text).find())) {
        together.add(rule.content(), rule.title());
      }
    }
    for (String text : texts) {
      LoadSummary summary = together.add(text, "");
      for (Rejection rejection : summary.rejected()) {
        rejected.add((rejection.title() == null ? "" : rejection.title() + ": ") + rejection);
      }
      if (summary.compiled() == 0) {
        continue;
      }
      Header header = together.documents().getLast().header();
      Optional<DetectionRule> before =
          known.stream().filter(rule -> rule.id().equals(header.id())).findFirst();
      if (before.isPresent() && before.get().content().equals(text)) {
        unchanged++;
        continue;
      }
      (before.isPresent() ? changed : added).add(header.id());
      fresh.add(
          new DetectionRule(
              header.id(),
              before.map(DetectionRule::version).orElse(0) + 1,
              header.title(),
              header.level() == null ? "informational" : header.level(),
              header.tags(),
              text,
              before.map(DetectionRule::state).orElse(state),
              before.map(DetectionRule::label).orElse(""),
              principal.auditName(),
              clock.instant()));
    }
    if (known.size() + added.size() > MAX_RULES) {
      throw new SpoorException(
          ErrorCode.LIMIT_REACHED, "more than " + MAX_RULES + " rules are not kept");
    }
    if (!fresh.isEmpty()) {
      database.write(
          tx -> {
            for (DetectionRule rule : fresh) {
              SqlDetections.insert(tx, rule);
              SqlDetections.state(
                  tx, rule.id(), rule.state(), rule.label(), rule.author(), rule.created());
              audit.record(
                  tx,
                  principal,
                  "rule.version",
                  rule.id(),
                  rule.version() == 1 ? null : Map.of("version", rule.version() - 1),
                  Map.of("version", rule.version(), "title", rule.title()));
            }
            return null;
          });
      listeners.forEach(Runnable::run);
    }
    return new RuleImport(added, changed, unchanged, rejected);
  }

  private static List<String> documents(String yaml) {
    List<String> texts = new ArrayList<>();
    Matcher ends = DOCUMENT_END.matcher(yaml);
    int from = 0;
    boolean more = true;
    while (more) {
      more = ends.find();
      String part = yaml.substring(from, more ? ends.start() : yaml.length());
      from = more ? ends.end() : from;
      if (!part.isBlank()) {
        texts.add(part.strip() + "\n");
      }
    }
    return texts;
  }

  /// Turns a rule on, to trial or off, for the clients of a label.
  ///
  /// @param label empty for all clients
  public DetectionRule setState(Principal principal, String id, RuleState state, String label) {
    Authority.require(principal, Permission.SERVER_MONITORING, "turn rules on and off");
    DetectionRule before = require(principal, id);
    DetectionRule after = before.with(state, label);
    database.write(
        tx -> {
          SqlDetections.state(tx, id, state, label, principal.auditName(), clock.instant());
          audit.record(
              tx,
              principal,
              "rule.state",
              id,
              Map.of("state", before.state().text(), "label", before.label()),
              Map.of("state", state.text(), "label", label));
          return null;
        });
    listeners.forEach(Runnable::run);
    return after;
  }

  public void delete(Principal principal, String id) {
    Authority.require(principal, Permission.ARTIFACT_WRITE, "delete rules");
    DetectionRule rule = require(principal, id);
    database.write(
        tx -> {
          SqlDetections.delete(tx, id);
          audit.record(tx, principal, "rule.delete", id, Map.of("version", rule.version()), null);
          return null;
        });
    listeners.forEach(Runnable::run);
  }

  /// Problems of a text, without keeping it: an empty list if all of it can be used.
  public List<String> check(Principal principal, String yaml) {
    Authority.require(principal, Permission.READ_RESULTS, "check rules");
    SigmaRules rules = SigmaRules.builder().build();
    LoadSummary summary = rules.add(yaml, "");
    if (summary.rejected().isEmpty() && rules.documents().isEmpty()) {
      return List.of("1:1: there is no rule");
    }
    return summary.rejected().stream().map(Rejection::toString).toList();
  }
}
