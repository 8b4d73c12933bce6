package dev.spoor.sigma.match;

import dev.spoor.sigma.match.FieldCheck.Anchor;
import dev.spoor.sigma.match.FieldCheck.Variant;
import dev.spoor.sigma.pattern.Cidr;
import dev.spoor.sigma.pattern.RequiredText;
import dev.spoor.vql.regex.Regex;
import dev.spoor.vql.value.TimeText;
import dev.spoor.vql.value.VqlString;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Answers the checks that no index answers, one value at a time.
final class Checks {
  private Checks() {}

  /// A check bound to its field's number and with its pattern compiled.
  interface Bound {
    boolean holds(SigmaEvent event);
  }

  static Bound bind(FieldCheck check, FieldTable table, LambdaCheck lambdas) {
    int field = table.intern(check.field());
    return switch (check) {
      case FieldCheck.Literals literals -> literals(field, literals);
      case FieldCheck.Glob glob ->
          anyIndex(
              field,
              (event, i) ->
                  event.value(i) != null
                      && glob.pattern().matches(event.sequence(i, glob.variant())));
      case FieldCheck.Matches matches -> {
        yield regex(field, Regex.of(matches.regex(), matches.foldCase()));
      }
      case FieldCheck.InNetwork in ->
          any(
              field,
              value -> {
                String text = Objects.requireNonNullElse(SigmaEvent.textOf(value), "");
                for (Cidr network : in.networks()) {
                  if (network.contains(text)) {
                    return true;
                  }
                }
                return false;
              });
      case FieldCheck.Compares compares ->
          any(
              field,
              value -> {
                double number = number(value);
                return !Double.isNaN(number)
                    && compares.operator().holds(number, compares.number());
              });
      case FieldCheck.PartOfTime part -> any(field, value -> partOfTime(part, value));
      case FieldCheck.SameAs same -> sameAs(same, field, table.intern(same.other()));
      case FieldCheck.Exists exists -> event -> event.first(field) >= 0;
      case FieldCheck.IsNull isNull -> event -> isNull(event, field);
      case FieldCheck.IsTruth truth ->
          any(
              field,
              value ->
                  value instanceof Boolean b
                      ? b == truth.value()
                      : Boolean.toString(truth.value()).equalsIgnoreCase(SigmaEvent.textOf(value)));
      case FieldCheck.Lambda lambda -> any(field, value -> lambdas.holds(lambda.text(), value));
    };
  }

  private interface ValueTest {
    boolean holds(Object value);
  }

  private interface IndexTest {
    boolean holds(SigmaEvent event, int index);
  }

  private static Bound any(int field, ValueTest test) {
    return anyIndex(
        field,
        (event, i) -> {
          Object value = event.value(i);
          return value != null && test.holds(value);
        });
  }

  private static Bound anyIndex(int field, IndexTest test) {
    if (field == FieldTable.ANY) {
      return event -> {
        for (int i = 0; i < event.size(); i++) {
          if (test.holds(event, i)) {
            return true;
          }
        }
        return false;
      };
    }
    return event -> {
      for (int i = event.first(field); i >= 0; i = event.next(i)) {
        if (test.holds(event, i)) {
          return true;
        }
      }
      return false;
    };
  }

  private static Bound regex(int field, Regex regex) {
    int run = LongRun.of(regex.tree());
    if (run >= 0) {
      return anyIndex(field, (event, i) -> LongRun.isIn(event.text(i), run));
    }
    String[] required = RequiredText.all(regex.tree()).toArray(new String[0]);
    return anyIndex(
        field,
        (event, i) -> {
          Object value = event.value(i);
          if (value == null) {
            return false;
          }
          if (required.length > 0) {
            String folded = event.string(i, Variant.FOLDED);
            for (String text : required) {
              if (!folded.contains(text)) {
                return false;
              }
            }
          }
          return regex.find(utf8(value));
        });
  }

  private static boolean isNull(SigmaEvent event, int field) {
    for (int i = event.first(field); i >= 0; i = event.next(i)) {
      if (event.value(i) != null) {
        return false;
      }
    }
    return true;
  }

  private static Bound sameAs(FieldCheck.SameAs same, int field, int other) {
    Variant variant = same.cased() ? Variant.CASED : Variant.FOLDED;
    return event -> {
      for (int a = event.first(field); a >= 0; a = event.next(a)) {
        for (int b = event.first(other); b >= 0; b = event.next(b)) {
          if (event.value(a) != null
              && event.value(b) != null
              && stands(same.anchor(), event.string(a, variant), event.string(b, variant))) {
            return true;
          }
        }
      }
      return false;
    };
  }

  /// The literals one after another: what an index does for all of them at once.
  private static Bound literals(int field, FieldCheck.Literals check) {
    FieldCheck.Literal[] all = check.literals().toArray(new FieldCheck.Literal[0]);
    return anyIndex(
        field,
        (event, i) -> {
          if (event.value(i) == null) {
            return false;
          }
          String text = event.string(i, check.variant());
          for (FieldCheck.Literal literal : all) {
            if (stands(literal.anchor(), text, literal.text())) {
              return true;
            }
          }
          return false;
        });
  }

  private static boolean stands(Anchor anchor, String text, String part) {
    return switch (anchor) {
      case EQUALS -> text.equals(part);
      case PREFIX -> text.startsWith(part);
      case SUFFIX -> text.endsWith(part);
      case CONTAINS -> text.contains(part);
    };
  }

  private static byte[] utf8(Object value) {
    if (value instanceof VqlString text) {
      return text.bytes();
    }
    return VqlString.of(Objects.requireNonNullElse(SigmaEvent.textOf(value), "")).bytes();
  }

  /// Not a number where there is none.
  static double number(Object value) {
    return switch (value) {
      case Long l -> l;
      case Double d -> d;
      case VqlString text -> number(text.toString().strip());
      default -> Double.NaN;
    };
  }

  private static double number(String text) {
    if (text.isEmpty() || text.length() > 40) {
      return Double.NaN;
    }
    try {
      if (text.startsWith("0x") || text.startsWith("0X")) {
        return Long.parseUnsignedLong(text.substring(2), 16);
      }
      char last = text.charAt(text.length() - 1);
      return last >= '0' && last <= '9' ? Double.parseDouble(text) : Double.NaN;
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private static boolean partOfTime(FieldCheck.PartOfTime part, Object value) {
    Instant time = time(value);
    if (time == null) {
      return false;
    }
    ZonedDateTime at = time.atZone(ZoneOffset.UTC);
    int number =
        switch (part.part()) {
          case MINUTE -> at.getMinute();
          case HOUR -> at.getHour();
          case DAY -> at.getDayOfMonth();
          case WEEK -> at.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
          case MONTH -> at.get(ChronoField.MONTH_OF_YEAR);
          case YEAR -> at.getYear();
        };
    return part.operator().holds(number, part.number());
  }

  /// A time as Windows, Sysmon and RFC 3339 write it, or epoch seconds; times without a zone are
  /// UTC. Null for what is no time.
  static @Nullable Instant time(@Nullable Object value) {
    return switch (value) {
      case Instant time -> time;
      case Long seconds when seconds >= 0 && seconds < 253402300800L ->
          Instant.ofEpochSecond(seconds);
      case Double seconds when seconds >= 0 && seconds < 253402300800.0 ->
          Instant.ofEpochSecond(
              (long) Math.floor(seconds), (long) ((seconds - Math.floor(seconds)) * 1e9));
      case VqlString text -> time(text.toString().strip());
      case null, default -> null;
    };
  }

  private static @Nullable Instant time(String text) {
    if (text.length() < 10 || text.length() > 40) {
      return null;
    }
    String iso =
        text.charAt(4) == '/' ? text.substring(0, 10).replace('/', '-') + text.substring(10) : text;
    if (iso.length() == 10) {
      iso += "T00:00:00Z";
    } else if (iso.charAt(10) == ' ') {
      iso = iso.substring(0, 10) + "T" + iso.substring(11);
    }
    Instant time = TimeText.parse(iso);
    return time != null ? time : TimeText.parse(iso + "Z");
  }
}
