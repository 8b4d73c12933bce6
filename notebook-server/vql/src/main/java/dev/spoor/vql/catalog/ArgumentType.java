package dev.spoor.vql.catalog;

/// What an argument is converted to before a function or plugin sees it.
public enum ArgumentType {
  STRING("string"),
  STRINGS("list of strings"),
  INT("int"),
  FLOAT("float"),
  BOOL("bool"),
  TIME("timestamp"),
  DICT("dict"),
  LIST("list"),
  QUERY("query"),
  LAMBDA("lambda"),
  REGEX("regex"),
  /// Any value; lazy ones are computed, queries are passed as they are.
  ANY("any"),
  /// As ANY; in a function it is computed only when asked for.
  LAZY("any");

  private final String label;

  ArgumentType(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }
}
