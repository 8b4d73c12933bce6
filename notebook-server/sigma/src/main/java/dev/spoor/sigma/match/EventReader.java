package dev.spoor.sigma.match;

import dev.spoor.vql.value.LazyValue;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.VqlString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A row to the fields that rules know. Understands Windows events as Velociraptor and evtx_dump
/// shape them (System, EventData, UserData), Winlogbeat's `winlog`, and flat rows; in every row a
/// name with dots is found both flat and nested.
final class EventReader {
  private static final int MAX_DEPTH = 12;
  private static final String ATTRIBUTES = "#attributes";
  private static final String TEXT = "#text";

  private final FieldTable table;
  private final SigmaEvent event;
  private boolean everything;

  EventReader(FieldTable table, SigmaEvent event) {
    this.table = table;
    this.event = event;
  }

  /// @param everything also fields that no rule names: for keywords
  void read(Row row, boolean everything) {
    this.everything = everything;
    event.clear(table.size());
    Object inner = plain(row.get("Event"));
    Row top = inner instanceof Row nested && nested.has("System") ? nested : row;
    // what is of System comes first: an event's data may have fields of the same names
    if (plain(top.get("System")) instanceof Row system) {
      system.forEach(this::system);
    }
    top.forEach(this::top);
    alias(top, "SourceName", "Provider_Name");
    alias(top, "Hostname", "Computer");
  }

  /// The value itself; a test for the class that most values have comes before that for the
  /// interface that few have.
  private static @Nullable Object plain(@Nullable Object value) {
    return value instanceof VqlString || value instanceof Long ? value : LazyValue.force(value);
  }

  private void alias(Row row, String from, String to) {
    FieldTable.Node node = table.root.child(to);
    if (node != null && node.id >= 0 && event.first(node.id) < 0) {
      Object value = plain(row.get(from));
      if (value != null) {
        put(node, value, 0);
      }
    }
  }

  private void top(String name, @Nullable Object lazy) {
    if (lazy instanceof LazyValue && !everything && table.root.child(name) == null) {
      return;
    }
    Object value = plain(lazy);
    if (value instanceof VqlString || value instanceof Long) {
      FieldTable.Node node = table.root.child(name);
      if (node != null && node.id >= 0) {
        event.add(node.id, value);
      } else if (everything) {
        event.add(-1, value);
      }
      return;
    }
    if (value instanceof Row nested) {
      switch (name) {
        case "System" -> {
          return;
        }
        case "EventData", "UserData" -> nested.forEach((n, v) -> data(n, v, 1));
        case "winlog" -> winlog(nested);
        default -> {}
      }
    }
    put(table.root.child(name), value, 0);
  }

  private void system(String name, @Nullable Object lazy) {
    Object value = plain(lazy);
    FieldTable.Node node = table.system.child(name);
    if (value instanceof Row members) {
      if (members.has(TEXT)) {
        put(node, members.get(TEXT), 1);
      } else if (members.has("Value")) {
        put(node, members.get("Value"), 1);
      }
      Object attributes = plain(members.get(ATTRIBUTES));
      (attributes instanceof Row a ? a : members)
          .forEach((n, v) -> put(node == null ? null : node.child(n), v, 1));
    } else {
      put(node, value, 1);
    }
  }

  private void data(String name, @Nullable Object lazy, int depth) {
    Object value = plain(lazy);
    if (name.equals(ATTRIBUTES)) {
      return;
    }
    if (value instanceof Row nested && !nested.has(TEXT) && depth < MAX_DEPTH) {
      nested.forEach((n, v) -> data(n, v, depth + 1));
      return;
    }
    if (value instanceof List<?> items && !items.isEmpty() && items.getFirst() instanceof Row) {
      items.forEach(item -> named(name, plain(item), depth + 1));
      return;
    }
    put(bare(name), value, depth);
  }

  /// `{"#attributes": {"Name": "Image"}, "#text": "…"}`, or an element without a name.
  private void named(String name, @Nullable Object item, int depth) {
    if (item instanceof Row row && row.get(ATTRIBUTES) instanceof Row attributes) {
      Object given = attributes.get("Name");
      put(bare(given == null ? name : given.toString()), row.get(TEXT), depth);
    } else {
      data(name, item, depth);
    }
  }

  private FieldTable.@Nullable Node bare(String name) {
    FieldTable.Node node = table.root.child(name);
    return node == null && name.indexOf(' ') >= 0 ? table.root.child(name.replace(" ", "")) : node;
  }

  private void winlog(Row winlog) {
    if (plain(winlog.get("event_data")) instanceof Row fields) {
      fields.forEach((n, v) -> data(n, v, 1));
    }
    put(table.root.child("Channel"), winlog.get("channel"), 1);
    put(table.root.child("EventID"), winlog.get("event_id"), 1);
    put(table.root.child("Provider_Name"), winlog.get("provider_name"), 1);
    put(table.root.child("Computer"), winlog.get("computer_name"), 1);
  }

  private void put(FieldTable.@Nullable Node node, @Nullable Object lazy, int depth) {
    if ((node == null && !everything) || depth > MAX_DEPTH) {
      return;
    }
    Object value = plain(lazy);
    int id = node == null ? -1 : node.id;
    switch (value) {
      case Row row -> {
        if (row.has(TEXT)) {
          put(node, row.get(TEXT), depth + 1);
        } else if (id >= 0) {
          event.add(id, value);
        }
        row.forEach((n, v) -> put(node == null ? null : node.child(n), v, depth + 1));
      }
      case List<?> items -> {
        for (Object item : items) {
          put(node, item, depth + 1);
        }
        if (items.isEmpty() && id >= 0) {
          event.add(id, null);
        }
      }
      case null, default -> {
        if (id >= 0 || everything) {
          event.add(id, value);
        }
      }
    }
  }
}
