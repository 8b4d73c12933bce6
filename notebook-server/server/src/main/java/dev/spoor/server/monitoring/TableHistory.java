package dev.spoor.server.monitoring;

import dev.spoor.server.database.Database;
import dev.spoor.server.database.EpochNanos;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/// The versions of a table, of either kind.
final class TableHistory {
  private static final int MOST = 200;

  private TableHistory() {}

  static <T> TableVersion.Page page(
      Database database,
      String kind,
      Optional<Long> from,
      int limit,
      Function<String, T> read,
      T nothing,
      BiFunction<T, T, List<EntryChange>> between) {
    int wanted = Math.clamp(limit, 1, MOST);
    // one more, to compare the last one with
    List<SqlTables.Past> past =
        database.read(tx -> SqlTables.past(tx, kind, from.orElse(Long.MAX_VALUE), wanted + 1));
    List<TableVersion> versions = new ArrayList<>();
    for (int i = 0; i < Math.min(wanted, past.size()); i++) {
      SqlTables.Past one = past.get(i);
      T before = i + 1 < past.size() ? read.apply(past.get(i + 1).content()) : nothing;
      versions.add(
          new TableVersion(
              one.version(),
              one.author(),
              EpochNanos.toInstant(one.created()),
              between.apply(before, read.apply(one.content()))));
    }
    return new TableVersion.Page(
        versions,
        past.size() > wanted ? Optional.of(past.get(wanted).version()) : Optional.empty());
  }

  static SqlTables.Row require(Database database, String kind, long version) {
    return database
        .read(tx -> SqlTables.version(tx, kind, version))
        .orElseThrow(
            () -> new SpoorException(ErrorCode.NOT_FOUND, "the table has no version " + version));
  }
}
