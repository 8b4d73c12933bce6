package dev.spoor.server.event.lucene;

import dev.spoor.server.event.Envelope;
import dev.spoor.server.event.EventRows;
import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.JsonException;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.VqlString;
import org.jspecify.annotations.Nullable;

/// The values of the rows of one group, row by row. Not thread-safe.
final class RowReader implements RowTemplate.Leaves, Envelope.Own {
  private static final Json.ReadOptions REST = new Json.ReadOptions(200, Integer.MAX_VALUE, true);

  private final RowGroup group;
  private int row;
  private int templateCode;
  private RowTemplate template;
  private @Nullable Row whole;

  RowReader(RowGroup group) {
    this.group = group;
    this.template = group.template(0);
  }

  void moveTo(int to) {
    row = to;
    templateCode = group.templateCode(to);
    template = group.template(templateCode);
    whole = null;
  }

  RowTemplate template() {
    return template;
  }

  /// The row itself, built at most once.
  Row whole() {
    Row known = whole;
    if (known == null) {
      boolean asText = template.leaves() == 1 && template.hasRest() && !template.isRegular();
      known = asText ? EventRows.read(group.rest(row, templateCode, 0)) : template.row(this);
      whole = known;
    }
    return known;
  }

  @Override
  public @Nullable Object get(String column) {
    if (whole == null && template.isRegular()) {
      return template.column(column, this);
    }
    return whole().get(column);
  }

  @Override
  public @Nullable Object value(int leaf) {
    return group.column(templateCode, leaf).value(group.code(row, templateCode, leaf));
  }

  @Override
  public @Nullable Object rest(int leaf) {
    byte[] json = group.rest(row, templateCode, leaf);
    try {
      return Json.read(json, REST);
    } catch (JsonException unreadable) {
      return VqlString.ofBytes(json);
    }
  }
}
