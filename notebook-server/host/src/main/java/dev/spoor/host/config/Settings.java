package dev.spoor.host.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The settings of a program with where each comes from: the command line wins over the
/// environment, that over the file, that over the default. What is wrong is collected, and said all
/// at once by [#check].
public final class Settings {
  private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");

  private record Value(List<String> texts, String from) {}

  private final List<Setting> settings;
  private final Map<String, Value> values = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  private Settings(List<Setting> settings) {
    this.settings = List.copyOf(settings);
  }

  /// @param file may be absent
  /// @param commandLine what the command line gives, by key
  public static Settings read(
      List<Setting> settings,
      Path file,
      Map<String, String> environment,
      Map<String, List<String>> commandLine) {
    Settings read = new Settings(settings);
    Map<String, SettingsFile.Entry> entries = SettingsFile.read(file, settings, read.problems);
    for (Setting setting : settings) {
      read.values.put(
          setting.key(), value(setting, entries.get(setting.key()), environment, commandLine));
    }
    return read;
  }

  private static Value value(
      Setting setting,
      SettingsFile.@org.jspecify.annotations.Nullable Entry entry,
      Map<String, String> environment,
      Map<String, List<String>> commandLine) {
    List<String> given = commandLine.get(setting.key());
    if (given != null) {
      return new Value(List.copyOf(given), setting.option());
    }
    String variable = environment.get(setting.variable());
    if (variable != null) {
      return new Value(split(setting, variable), "$" + setting.variable());
    }
    if (entry != null) {
      return new Value(entry.values(), entry.place());
    }
    return new Value(split(setting, setting.fallback()), "default");
  }

  private static List<String> split(Setting setting, String text) {
    if (text.isBlank()) {
      return List.of();
    }
    return setting.isList() ? List.of(COMMA.split(text.strip())) : List.of(text);
  }

  private Value value(Setting setting) {
    Value value = values.get(setting.key());
    if (value == null) {
      throw new IllegalStateException(setting.key() + " is not one of the settings");
    }
    return value;
  }

  /// The value; empty text if there is none.
  public String text(Setting setting) {
    List<String> texts = value(setting).texts();
    return texts.isEmpty() ? "" : texts.getLast();
  }

  public List<String> texts(Setting setting) {
    return value(setting).texts();
  }

  /// A whole number in these bounds, both included.
  public long number(Setting setting, long least, long most) {
    String text = text(setting).replace("_", "");
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
      problem(setting, "\"" + text + "\" is not a whole number");
      return least;
    }
    problem(setting, text + " is not between " + least + " and " + most);
    return least;
  }

  /// Each value must be one that is allowed.
  public List<String> texts(Setting setting, Predicate<String> allowed, String what) {
    for (String text : texts(setting)) {
      if (!allowed.test(text)) {
        problem(setting, "\"" + text + "\" is not " + what);
      }
    }
    return texts(setting);
  }

  /// Notes what is wrong with a value.
  public void problem(Setting setting, String message) {
    problems.add(value(setting).from() + ": " + setting.key() + ": " + message);
  }

  /// Throws if anything is wrong.
  public void check() {
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
  }

  /// Each setting with its value and where it comes from, one a line.
  public String describe() {
    StringBuilder out = new StringBuilder();
    for (Setting setting : settings) {
      Value value = value(setting);
      out.append(setting.key()).append(": ");
      out.append(setting.isList() ? "[" + String.join(", ", value.texts()) + "]" : text(setting));
      out.append("   # ").append(value.from()).append('\n');
    }
    return out.toString();
  }

  /// The table of settings for the documentation.
  public static String table(List<Setting> settings) {
    StringBuilder out = new StringBuilder("| key | variable | option | default | |\n");
    out.append("|---|---|---|---|---|\n");
    settings.forEach(setting -> out.append(setting.row()));
    return out.toString();
  }

  /// The environment of this process.
  public static Map<String, String> environment() {
    return new HashMap<>(System.getenv());
  }
}
