package dev.spoor.server.event;

import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.JsonException;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.VqlString;

/// Reads the JSON text of stored rows.
public final class EventRows {
  /// The column of a row whose text the language cannot read; holds that text.
  public static final String UNREADABLE = "_Unreadable";

  private static final Json.ReadOptions OPTIONS =
      new Json.ReadOptions(200, Integer.MAX_VALUE, true);

  private EventRows() {}

  /// Never fails: a row that is not readable (a number of 500 digits) shows its text.
  public static Row read(byte[] json) {
    try {
      return Json.readRow(json, OPTIONS);
    } catch (JsonException unreadable) {
      Dict row = new Dict(1);
      row.set(UNREADABLE, VqlString.ofBytes(json));
      return row;
    }
  }
}
