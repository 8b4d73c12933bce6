package dev.spoor.sigma.document;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What may follow a field name after `|`.
public enum Modifier {
  ALL("all"),
  STARTS_WITH("startswith"),
  ENDS_WITH("endswith"),
  CONTAINS("contains"),
  EXISTS("exists"),
  CASED("cased"),
  NEQ("neq"),
  WINDASH("windash"),
  RE("re"),
  IGNORE_CASE("i"),
  MULTI_LINE("m"),
  DOT_ALL("s"),
  BASE64("base64"),
  BASE64_OFFSET("base64offset"),
  WIDE("wide"),
  UTF16LE("utf16le"),
  UTF16BE("utf16be"),
  UTF16("utf16"),
  LT("lt"),
  LTE("lte"),
  GT("gt"),
  GTE("gte"),
  MINUTE("minute"),
  HOUR("hour"),
  DAY("day"),
  WEEK("week"),
  MONTH("month"),
  YEAR("year"),
  CIDR("cidr"),
  EXPAND("expand"),
  FIELD_REF("fieldref"),
  /// Not of Sigma: a lambda of the query language that is given the value.
  VQL("vql");

  private static final Map<String, Modifier> BY_NAME = new HashMap<>();

  static {
    for (Modifier modifier : values()) {
      BY_NAME.put(modifier.text, modifier);
    }
  }

  private final String text;

  Modifier(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }

  static @Nullable Modifier of(String text) {
    return BY_NAME.get(text);
  }

  public boolean isComparison() {
    return this == LT || this == LTE || this == GT || this == GTE;
  }

  public boolean isTimePart() {
    return ordinal() >= MINUTE.ordinal() && ordinal() <= YEAR.ordinal();
  }

  public boolean isEncoding() {
    return ordinal() >= BASE64.ordinal() && ordinal() <= UTF16.ordinal();
  }
}
