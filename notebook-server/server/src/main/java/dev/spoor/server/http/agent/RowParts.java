package dev.spoor.server.http.agent;

import dev.spoor.wire.EventBatch;
import dev.spoor.wire.RowPart;
import dev.spoor.wire.WireException;
import dev.spoor.wire.WireRow;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Joins the pieces of a large row. One row is on its way at a time. For one thread.
final class RowParts {
  private @Nullable RowPart first;
  private byte[] row = new byte[0];
  private int filled;

  /// The batch of one row that the piece completes.
  Optional<EventBatch> add(RowPart part) throws WireException {
    RowPart begun = first;
    if (part.offset() == 0) {
      if (begun != null) {
        throw new WireException("a row begins before the one before is whole");
      }
      first = part;
      row = new byte[part.total()];
      filled = 0;
    } else if (begun == null
        || begun.boot() != part.boot()
        || begun.stream() != part.stream()
        || begun.seq() != part.seq()
        || begun.total() != part.total()
        || part.offset() != filled) {
      throw new WireException("a piece of a row does not follow the one before");
    }
    System.arraycopy(part.bytes(), 0, row, part.offset(), part.bytes().length);
    filled += part.bytes().length;
    if (filled < part.total()) {
      return Optional.empty();
    }
    first = null;
    return Optional.of(
        new EventBatch(
            part.boot(), part.stream(), part.seq(), List.of(new WireRow(part.emitNanos(), row))));
  }

  /// Whether a row is half there; nothing else may come then.
  boolean isOpen() {
    return first != null;
  }
}
