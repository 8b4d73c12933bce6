package dev.spoor.server.detection;

import java.util.List;

/// What came of taking rules in.
///
/// @param added ids of rules that are new
/// @param changed ids of rules of which there is a new version
/// @param unchanged how many were there already, word for word
/// @param rejected documents that are not used, with place and reason
public record RuleImport(
    List<String> added, List<String> changed, int unchanged, List<String> rejected) {
  public RuleImport {
    added = List.copyOf(added);
    changed = List.copyOf(changed);
    rejected = List.copyOf(rejected);
  }
}
