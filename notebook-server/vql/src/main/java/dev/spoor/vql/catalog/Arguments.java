package dev.spoor.vql.catalog;

import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.VqlString;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The keyword arguments of one call, converted on access. A value that cannot be converted throws
/// {@link ArgumentException}, which makes the call give NULL or no rows and one log line.
public interface Arguments {

  /// True if the call names this argument.
  boolean has(String name);

  /// The names that the call gives, in order.
  List<String> names();

  /// The value; lazy ones are computed, a query is passed as a {@link Query}. NULL if not given.
  @Nullable Object value(String name);

  /// NULL becomes "", numbers are formatted. "" if not given.
  VqlString string(String name);

  default String text(String name) {
    return string(name).toString();
  }

  default String text(String name, String absent) {
    return has(name) ? text(name) : absent;
  }

  long integer(String name, long absent);

  double number(String name, double absent);

  /// Truth of the value.
  boolean bool(String name, boolean absent);

  /// A time, epoch seconds or RFC 3339 text; null if not given or NULL.
  @Nullable Instant time(String name);

  /// A scalar becomes a list of one. Empty if not given.
  List<String> texts(String name);

  /// The elements of an array, the rows of a query, or the value itself as a list of one.
  List<@Nullable Object> list(String name);

  /// Null if not given; a value that is not a dict is refused.
  @Nullable Row dict(String name);

  /// Null if not given; what is not a query becomes a query over its elements.
  @Nullable Query query(String name);

  /// Null if not given; parsed from text like `x, y => x + y`.
  @Nullable Lambda lambda(String name);

  /// Checks names against the signature as the evaluator does for calls that are not self-checked.
  void check();

  /// A failure to throw: `throw call.refuse("…")`.
  default ArgumentException refuse(String message) {
    return new ArgumentException(message);
  }
}
