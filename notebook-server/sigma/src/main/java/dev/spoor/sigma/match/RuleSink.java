package dev.spoor.sigma.match;

/// Is told which rules match an event.
@FunctionalInterface
public interface RuleSink {
  void matched(LoadedRule rule);
}
