package dev.spoor.vql.plan;

import dev.spoor.vql.value.Row;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A time as a row: its members are the columns.
public record TimeRow(Instant time) implements Row {
  private static final List<String> COLUMNS =
      List.of(
          "Unix",
          "UnixNano",
          "UnixMicro",
          "UnixMilli",
          "Year",
          "Month",
          "Day",
          "Hour",
          "Minute",
          "Second",
          "Nanosecond",
          "Weekday",
          "YearDay",
          "ISOWeek",
          "Zone",
          "String");

  @Override
  public List<String> columns() {
    return COLUMNS;
  }

  @Override
  public @Nullable Object find(String column, @Nullable Object missing) {
    Object value = TimeMembers.get(time, column);
    return value == null ? missing : value;
  }

  @Override
  public boolean has(String column) {
    return TimeMembers.get(time, column) != null;
  }
}
