package dev.spoor.host.config;

import java.util.List;

/// Settings that cannot be used: all that is wrong with them, with their places. A restart does not
/// help.
public final class ConfigException extends IllegalArgumentException {
  private final List<String> problems;

  public ConfigException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  public List<String> problems() {
    return problems;
  }
}
