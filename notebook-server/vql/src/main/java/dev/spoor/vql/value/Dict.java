package dev.spoor.vql.value;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The dict of the language: insertion-ordered; setting a key that exists moves it to the end. Not
/// safe for writing by several threads.
public final class Dict implements Row {
  private static final int LINEAR = 8;

  private String[] keys;
  private @Nullable Object[] values;
  private int size;
  // open addressing over index + 1, only above LINEAR keys; rebuilt after a removal
  private int @Nullable [] table;

  public Dict() {
    this(4);
  }

  public Dict(int capacity) {
    keys = new String[Math.max(1, capacity)];
    values = new @Nullable Object[Math.max(1, capacity)];
  }

  public static Dict of() {
    return new Dict();
  }

  public static Dict copyOf(Row row) {
    Dict copy = new Dict(row.size());
    row.forEach(copy::set);
    return copy;
  }

  /// Sets a key and returns this dict. Plain Java numbers and `String` become values of the
  /// language.
  public Dict with(String key, @Nullable Object value) {
    set(key, Values.of(value));
    return this;
  }

  /// Sets a key; one that exists moves to the end.
  public void set(String key, @Nullable Object value) {
    int at = indexOf(key);
    if (at < 0) {
      append(key, value);
    } else if (at == size - 1) {
      values[at] = value;
    } else {
      removeAt(at);
      append(key, value);
    }
  }

  /// Sets a key; one that exists keeps its place.
  public void update(String key, @Nullable Object value) {
    int at = indexOf(key);
    if (at < 0) {
      append(key, value);
    } else {
      values[at] = value;
    }
  }

  public void remove(String key) {
    int at = indexOf(key);
    if (at >= 0) {
      removeAt(at);
    }
  }

  public String key(int index) {
    return keys[index];
  }

  public @Nullable Object value(int index) {
    return values[index];
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public List<String> columns() {
    return new AbstractList<>() {
      @Override
      public String get(int index) {
        return keys[index];
      }

      @Override
      public int size() {
        return size;
      }
    };
  }

  @Override
  public @Nullable Object find(String column, @Nullable Object missing) {
    int at = indexOf(column);
    return at < 0 ? missing : values[at];
  }

  @Override
  public boolean has(String column) {
    return indexOf(column) >= 0;
  }

  @Override
  public void forEach(BiConsumer<String, @Nullable Object> visitor) {
    for (int i = 0; i < size; i++) {
      visitor.accept(keys[i], values[i]);
    }
  }

  private void append(String key, @Nullable Object value) {
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, size * 2);
      values = Arrays.copyOf(values, size * 2);
    }
    keys[size] = key;
    values[size] = value;
    size++;
    int[] t = table;
    if (t != null && size * 2 <= t.length) {
      insert(t, size - 1);
    } else {
      table = null;
    }
  }

  private void removeAt(int at) {
    System.arraycopy(keys, at + 1, keys, at, size - at - 1);
    System.arraycopy(values, at + 1, values, at, size - at - 1);
    size--;
    values[size] = null;
    table = null;
  }

  private int indexOf(String key) {
    if (size <= LINEAR) {
      for (int i = 0; i < size; i++) {
        if (keys[i].equals(key)) {
          return i;
        }
      }
      return -1;
    }
    int[] t = table;
    if (t == null) {
      t = new int[Integer.highestOneBit(size) * 8];
      for (int i = 0; i < size; i++) {
        insert(t, i);
      }
      table = t;
    }
    int mask = t.length - 1;
    for (int slot = spread(key) & mask; t[slot] != 0; slot = (slot + 1) & mask) {
      if (keys[t[slot] - 1].equals(key)) {
        return t[slot] - 1;
      }
    }
    return -1;
  }

  private void insert(int[] t, int index) {
    int mask = t.length - 1;
    int slot = spread(keys[index]) & mask;
    while (t[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    t[slot] = index + 1;
  }

  private static int spread(String key) {
    int h = key.hashCode() * 0x9E3779B9;
    return h ^ (h >>> 15);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Row row && Values.sameRows(this, row);
  }

  @Override
  public int hashCode() {
    return Values.hashOf(this);
  }

  @Override
  public String toString() {
    return Json.write(this);
  }
}
