package dev.spoor.server.event;

import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Shape;
import dev.spoor.vql.value.ShapedRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Puts rows and envelopes together to events with the wanted columns. One search has one; not
/// thread-safe.
public final class EventAssembler {
  private static final int MAX_LAYOUTS = 1_024;
  // the most that a Shape takes, less what the envelope adds
  private static final int MAX_SHAPED = 9_000;

  private record LayoutKey(List<String> own, boolean byServer, int marks) {}

  /// @param own how many of the columns are the row's
  private record Layout(List<String> columns, int own, @Nullable Shape shape) {}

  private final @Nullable Set<String> wanted;
  private final boolean wantsMarks;
  private final Map<LayoutKey, Layout> layouts = new HashMap<>();

  /// `wanted` = names of top-level columns, null = all.
  public EventAssembler(@Nullable Set<String> wanted) {
    this.wanted = wanted;
    this.wantsMarks = wanted == null || Envelope.MARKS.stream().anyMatch(wanted::contains);
  }

  /// `names` are the row's own columns in order; it must not change as long as this object lives.
  public Event assemble(Envelope envelope, List<String> names, Envelope.Own own) {
    int marks = wantsMarks ? marks(envelope, own) : 0;
    LayoutKey key = new LayoutKey(names, envelope.isWrittenByServer(), marks);
    Layout layout = layouts.get(key);
    if (layout == null) {
      if (layouts.size() >= MAX_LAYOUTS) {
        layouts.clear();
      }
      layout = layout(key);
      layouts.put(key, layout);
    }
    @Nullable Object[] values = new @Nullable Object[layout.columns.size()];
    for (int i = 0; i < values.length; i++) {
      String column = layout.columns.get(i);
      values[i] =
          i < layout.own && !column.equals(Envelope.HOSTNAME)
              ? own.get(column)
              : envelope.value(column, own);
    }
    if (layout.shape != null) {
      return new StoredEvent(new ShapedRow(layout.shape, values), envelope);
    }
    Dict dict = new Dict(values.length);
    for (int i = 0; i < values.length; i++) {
      dict.set(layout.columns.get(i), values[i]);
    }
    return new StoredEvent(dict, envelope);
  }

  private int marks(Envelope envelope, Envelope.Own own) {
    int marks = 0;
    for (int i = 0; i < Envelope.MARKS.size(); i++) {
      String mark = Envelope.MARKS.get(i);
      if ((wanted == null || wanted.contains(mark)) && envelope.value(mark, own) != null) {
        marks |= 1 << i;
      }
    }
    return marks;
  }

  private Layout layout(LayoutKey key) {
    List<String> columns = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (String name : key.own) {
      boolean shown =
          !Envelope.RESERVED.contains(name) && (key.byServer || !name.equals(Envelope.CLIENT_ID));
      if (shown && (wanted == null || wanted.contains(name)) && taken.add(name)) {
        columns.add(name);
      }
    }
    int own = columns.size();
    for (String name : Envelope.COLUMNS) {
      if ((wanted == null || wanted.contains(name)) && taken.add(name)) {
        columns.add(name);
      }
    }
    for (int i = 0; i < Envelope.MARKS.size(); i++) {
      if ((key.marks & 1 << i) != 0) {
        columns.add(Envelope.MARKS.get(i));
      }
    }
    return new Layout(
        List.copyOf(columns), own, columns.size() <= MAX_SHAPED ? Shape.of(columns) : null);
  }
}
