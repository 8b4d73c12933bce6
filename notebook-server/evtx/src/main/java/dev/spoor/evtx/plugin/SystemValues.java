package dev.spoor.evtx.plugin;

import dev.spoor.evtx.EventValue;
import dev.spoor.evtx.ValueType;
import dev.spoor.vql.value.VqlString;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The values of `System` are of the same type in every row: forwarded events have them as text.
final class SystemValues {
  private SystemValues() {}

  /// @param element the element of the value
  /// @param attribute the attribute, or "" for the text of the element
  static @Nullable Object of(ValueStyle style, String element, String attribute, EventValue value) {
    if (value.type() != ValueType.STRING) {
      // the time is what every query reads; it is one type in both styles
      return element.equals("TimeCreated") && value.time() != null
          ? ValueStyle.seconds(value)
          : style.value(value);
    }
    String text = value.text();
    return switch (attribute.isEmpty() ? element : attribute) {
      case "EventID",
          "Version",
          "Level",
          "Task",
          "Opcode",
          "EventRecordID",
          "Qualifiers",
          "ProcessID",
          "ThreadID" ->
          number(text);
      case "Keywords" -> style == ValueStyle.TYPED ? hexadecimal(text) : VqlString.of(text);
      case "SystemTime" -> time(text);
      default -> VqlString.of(text);
    };
  }

  private static Object number(String text) {
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      return VqlString.of(text);
    }
  }

  private static Object hexadecimal(String text) {
    try {
      return text.startsWith("0x")
          ? ValueStyle.unsigned(Long.parseUnsignedLong(text.substring(2), 16))
          : VqlString.of(text);
    } catch (NumberFormatException e) {
      return VqlString.of(text);
    }
  }

  private static Object time(String text) {
    try {
      return ValueStyle.seconds(Instant.parse(text.strip()));
    } catch (DateTimeException e) {
      return VqlString.of(text);
    }
  }
}
