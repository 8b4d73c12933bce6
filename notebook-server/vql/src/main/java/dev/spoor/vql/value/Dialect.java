package dev.spoor.vql.value;

/// Which operand types the operators know.
public enum Dialect {
  /// The bare engine of the language.
  CORE,
  /// As the server has it: dicts add up, times compare with text, `=~` looks into everything.
  SERVER
}
