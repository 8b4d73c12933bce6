package dev.spoor.server.detection;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// A Sigma rule in its newest version, and what is done with it.
///
/// @param id the rule's own
/// @param tags as the rule has them, `attack.t1053.005` among them
/// @param label only clients that carry it; empty for all
/// @param created when this version came
public record DetectionRule(
    String id,
    int version,
    String title,
    String level,
    List<String> tags,
    String content,
    RuleState state,
    String label,
    String author,
    Instant created) {
  public DetectionRule {
    tags = List.copyOf(tags);
  }

  /// ATT&CK techniques, such as `T1053.005`.
  public List<String> techniques() {
    return tags.stream()
        .map(tag -> tag.toLowerCase(Locale.ROOT))
        .filter(tag -> tag.matches("attack\\.t\\d{4}(\\.\\d{3})?"))
        .map(tag -> tag.substring("attack.".length()).toUpperCase(Locale.ROOT))
        .toList();
  }

  /// ATT&CK tactics, such as `persistence`.
  public List<String> tactics() {
    return tags.stream()
        .map(tag -> tag.toLowerCase(Locale.ROOT))
        .filter(tag -> tag.matches("attack\\.[a-z_-]+"))
        .map(tag -> tag.substring("attack.".length()).replace('_', '-'))
        .toList();
  }

  DetectionRule with(RuleState newState, String newLabel) {
    return new DetectionRule(
        id, version, title, level, tags, content, newState, newLabel, author, created);
  }
}
