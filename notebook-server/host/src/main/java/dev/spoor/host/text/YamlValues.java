package dev.spoor.host.text;

import dev.spoor.vql.catalog.ArgumentException;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// YAML texts as values of the language: no types of Java, no aliases, bounded depth and length.
final class YamlValues {
  private static final int MAX_CHARACTERS = 16 << 20;
  private static final int MAX_DEPTH = 100;

  private YamlValues() {}

  static @Nullable Object of(String text) {
    LoadSettings settings =
        LoadSettings.builder()
            .setCodePointLimit(MAX_CHARACTERS)
            .setAllowDuplicateKeys(true)
            .setAllowRecursiveKeys(false)
            // the reader fails where a buffer ends inside of a surrogate pair: one buffer for all
            .setBufferSize(text.length() + 16)
            .build();
    try {
      check(new Parse(settings).parseString(text));
      return value(new Load(settings).loadFromString(text));
    } catch (YamlEngineException e) {
      throw new ArgumentException("not YAML: " + e.getMessage());
    }
  }

  /// Before anything is built: aliases could make a small text endless.
  private static void check(Iterable<Event> events) {
    int depth = 0;
    for (Event event : events) {
      if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
        throw new ArgumentException("nested deeper than " + MAX_DEPTH);
      } else if (event instanceof CollectionEndEvent) {
        depth--;
      } else if (event instanceof AliasEvent) {
        throw new ArgumentException("aliases are not read");
      }
    }
  }

  private static @Nullable Object value(@Nullable Object read) {
    return switch (read) {
      case null -> null;
      case Map<?, ?> map -> {
        Dict dict = new Dict(map.size());
        map.forEach((key, member) -> dict.set(String.valueOf(key), value(member)));
        yield dict;
      }
      case Iterable<?> items -> {
        List<@Nullable Object> list = new ArrayList<>();
        items.forEach(item -> list.add(value(item)));
        yield list;
      }
      case Integer number -> number.longValue();
      case Long number -> number;
      case Double number -> number;
      case Boolean truth -> truth;
      default -> Values.of(read.toString());
    };
  }
}
