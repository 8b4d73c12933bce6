package dev.spoor.host.config;

import dev.spoor.vql.analysis.Spelling;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// A YAML file of settings, read strictly: mappings of keys to text or lists of text. Unknown and
/// repeated keys are problems with their places.
final class SettingsFile {
  private static final int MAX_CHARACTERS = 1 << 20;
  private static final int MAX_DEPTH = 8;

  /// The values of a key, and where they stand: `file:line:column`.
  record Entry(List<String> values, String place) {}

  private final Path path;
  private final Map<String, Setting> known = new LinkedHashMap<>();
  private final List<String> problems;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Set<String> sections = new HashSet<>();

  private SettingsFile(Path path, List<Setting> settings, List<String> problems) {
    this.path = path;
    this.problems = problems;
    settings.forEach(setting -> known.put(setting.key(), setting));
  }

  /// What the file says; nothing when there is none.
  static Map<String, Entry> read(Path path, List<Setting> settings, List<String> problems) {
    SettingsFile file = new SettingsFile(path, settings, problems);
    if (!Files.exists(path)) {
      return Map.of();
    }
    try {
      if (Files.size(path) > MAX_CHARACTERS) {
        problems.add(path + ": larger than " + MAX_CHARACTERS + " bytes");
      } else {
        file.parse(Files.readString(path));
      }
    } catch (MalformedInputException e) {
      problems.add(path + ": not UTF-8");
    } catch (IOException e) {
      problems.add(path + ": cannot be read: " + e.getMessage());
    }
    return file.entries;
  }

  private void parse(String text) {
    LoadSettings settings =
        LoadSettings.builder().setCodePointLimit(MAX_CHARACTERS).setLabel("settings").build();
    try {
      Events events = new Events(new Parse(settings).parseString(text).iterator());
      while (events.hasNext()) {
        Event event = events.next();
        if (event instanceof MappingStartEvent) {
          mapping("", events, 0);
        } else if (event instanceof SequenceStartEvent
            || (event instanceof ScalarEvent scalar && !scalar.getValue().isEmpty())) {
          problem(event, "must be a mapping of keys to values");
          return;
        } else if (event instanceof DocumentStartEvent && !entries.isEmpty()) {
          problem(event, "a second document");
          return;
        }
      }
    } catch (MarkedYamlEngineException e) {
      problems.add(place(e.getProblemMark()) + ": not YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      problems.add(path + ": not YAML: " + e.getMessage());
    } catch (TooDeep e) {
      problem(e.event, "nested deeper than " + MAX_DEPTH);
    }
  }

  private static final class TooDeep extends RuntimeException {
    private final transient Event event;

    TooDeep(Event event) {
      super(null, null, false, false);
      this.event = event;
    }
  }

  private record Events(Iterator<Event> events) {
    boolean hasNext() {
      return events.hasNext();
    }

    Event next() {
      return events.next();
    }
  }

  private void mapping(String prefix, Events events, int depth) {
    for (Event key = events.next(); !(key instanceof MappingEndEvent); key = events.next()) {
      if (depth > MAX_DEPTH) {
        throw new TooDeep(key);
      }
      if (!(key instanceof ScalarEvent scalar)) {
        problem(key, "a key must be text");
        throw new TooDeep(key);
      }
      String name = prefix + scalar.getValue();
      Setting setting = known.get(name);
      Event value = events.next();
      if (setting != null) {
        setting(setting, key, value, events, depth);
      } else if (value instanceof MappingStartEvent && isSection(name)) {
        if (!sections.add(name)) {
          problem(key, "\"" + name + "\" occurs twice");
        }
        mapping(name + ".", events, depth + 1);
      } else {
        unknown(key, name);
        skip(value, events, depth);
      }
    }
  }

  private boolean isSection(String name) {
    return known.keySet().stream().anyMatch(key -> key.startsWith(name + "."));
  }

  private void setting(Setting setting, Event key, Event value, Events events, int depth) {
    List<String> values = new ArrayList<>();
    switch (value) {
      case ScalarEvent scalar -> {
        boolean isNull =
            scalar.getScalarStyle() == ScalarStyle.PLAIN
                && (scalar.getValue().isEmpty() || scalar.getValue().equals("~"));
        if (!isNull) {
          values.add(scalar.getValue());
        }
      }
      case SequenceStartEvent list when setting.isList() -> {
        for (Event item = events.next();
            !(item instanceof SequenceEndEvent);
            item = events.next()) {
          if (item instanceof ScalarEvent scalar) {
            values.add(scalar.getValue());
          } else {
            problem(item, "an item of \"" + setting.key() + "\" must be text");
            skip(item, events, depth + 1);
          }
        }
      }
      default -> {
        problem(
            value,
            "\""
                + setting.key()
                + "\" must be "
                + (setting.isList() ? "text or a list of text" : "text"));
        skip(value, events, depth);
        return;
      }
    }
    if (entries.containsKey(setting.key())) {
      problem(key, "\"" + setting.key() + "\" occurs twice");
    } else {
      entries.put(setting.key(), new Entry(List.copyOf(values), place(value.getStartMark())));
    }
  }

  private void unknown(Event key, String name) {
    String last = "." + name;
    String near =
        known.keySet().stream()
            .filter(candidate -> candidate.endsWith(last))
            .findFirst()
            .orElseGet(() -> Spelling.nearest(name, known.keySet()));
    problem(
        key, "unknown key \"" + name + "\"" + (near == null ? "" : "; did you mean " + near + "?"));
  }

  /// Passes over a value and all that is in it.
  private static void skip(Event value, Events events, int depth) {
    int open = opens(value) ? 1 : 0;
    while (open > 0) {
      Event event = events.next();
      if (opens(event)) {
        open++;
      } else if (event instanceof MappingEndEvent || event instanceof SequenceEndEvent) {
        open--;
      }
      if (open + depth > 1_000) {
        throw new TooDeep(event);
      }
    }
  }

  private static boolean opens(Event event) {
    return event instanceof MappingStartEvent || event instanceof SequenceStartEvent;
  }

  private void problem(Event at, String message) {
    String what = at instanceof AliasEvent ? "an alias is not allowed here" : message;
    problems.add(place(at.getStartMark()) + ": " + what);
  }

  private String place(Optional<Mark> mark) {
    return mark.map(at -> path + ":" + (at.getLine() + 1) + ":" + (at.getColumn() + 1))
        .orElse(path.toString());
  }
}
