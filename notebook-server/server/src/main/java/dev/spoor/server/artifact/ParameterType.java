package dev.spoor.server.artifact;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What a parameter's text is converted to before the first statement.
public enum ParameterType {
  TEXT(List.of("", "string", "str", "hidden", "glob", "redacted", "choices"), ""),
  REGEX(List.of("regex", "yara"), ""),
  INT(List.of("int", "int64", "integer"), "int(int=%s)"),
  FLOAT(List.of("float"), "parse_float(string=%s)"),
  BOOL(List.of("bool"), "%s = TRUE OR %s =~ '^(Y|TRUE|YES|OK)$'"),
  TIMESTAMP(List.of("timestamp"), "timestamp(epoch=%s)"),
  CSV(List.of("csv", "artifactset"), "SELECT * FROM parse_csv(filename=%s, accessor='data')"),
  JSON(List.of("json"), "parse_json(data=%s)"),
  JSON_ARRAY(List.of("json_array", "regex_array", "multichoice"), "parse_json_array(data=%s)"),
  XML(List.of("xml"), "parse_xml(file=%s, accessor='data')"),
  YAML(List.of("yaml"), "parse_yaml(filename=%s, accessor='data')");

  private final List<String> names;
  private final String conversion;

  ParameterType(List<String> names, String conversion) {
    this.names = names;
    this.conversion = conversion;
  }

  /// The type of that name; an unknown one is plain text.
  static ParameterType named(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(type -> type.names.contains(lower))
        .findFirst()
        .orElse(TEXT);
  }

  /// A statement that replaces the text by its value; empty when the text is the value.
  String conversionOf(String parameter) {
    return conversion.isEmpty()
        ? ""
        : "LET " + parameter + " <= " + conversion.replace("%s", parameter) + "\n";
  }
}
