package dev.spoor.sigma.match;

import dev.spoor.sigma.document.SigmaDocument;

/// A rule that is in use. Each loading makes another: compared by identity.
public final class LoadedRule {
  private final SigmaDocument.Rule rule;

  public LoadedRule(SigmaDocument.Rule rule) {
    this.rule = rule;
  }

  public SigmaDocument.Rule rule() {
    return rule;
  }

  public String id() {
    return rule.header().id();
  }

  @Override
  public String toString() {
    return rule.header().title();
  }
}
