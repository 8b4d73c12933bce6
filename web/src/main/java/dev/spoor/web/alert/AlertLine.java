package dev.spoor.web.alert;

import dev.spoor.server.alert.Alert;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One line of the list: the heading of a section, or an alert. The same line stays equal while
/// what it shows changes.
final class AlertLine {
  private final String id;
  private final @Nullable String heading;
  private final @Nullable Alert alert;

  private AlertLine(String id, @Nullable String heading, @Nullable Alert alert) {
    this.id = id;
    this.heading = heading;
    this.alert = alert;
  }

  static AlertLine heading(String text) {
    return new AlertLine("heading " + text, text, null);
  }

  static AlertLine of(String id, @Nullable Alert alert) {
    return new AlertLine(id, null, alert);
  }

  String id() {
    return id;
  }

  boolean isHeading() {
    return heading != null;
  }

  String heading() {
    return heading == null ? "" : heading;
  }

  /// Null for a heading, and for an alert that is gone.
  @Nullable Alert alert() {
    return alert;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AlertLine line && line.id.equals(id);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id);
  }
}
