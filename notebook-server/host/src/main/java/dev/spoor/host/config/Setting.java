package dev.spoor.host.config;

/// One thing that can be set.
///
/// @param key in the file, with dots: `pages.port`
/// @param variable in the environment
/// @param option on the command line, or empty where there is none
/// @param fallback the value when nobody says one; several are joined by commas
/// @param isList whether it may have several values
/// @param help what it is, for the table of settings
public record Setting(
    String key, String variable, String option, String fallback, boolean isList, String help) {

  public static Setting one(
      String key, String variable, String option, String fallback, String help) {
    return new Setting(key, variable, option, fallback, false, help);
  }

  public static Setting list(
      String key, String variable, String option, String fallback, String help) {
    return new Setting(key, variable, option, fallback, true, help);
  }

  /// A row of the table of settings.
  String row() {
    return "| `"
        + key
        + "` | `"
        + variable
        + "` | "
        + (option.isEmpty() ? "" : "`" + option + "`")
        + " | "
        + (fallback.isEmpty() ? "" : "`" + fallback + "`")
        + " | "
        + help
        + " |\n";
  }
}
