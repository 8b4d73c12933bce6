package dev.spoor.server.alert;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Something that the responders decided, on the timeline of the case.
///
/// @param subject client id, account or notebook id
/// @param about what kind of thing the subject is
/// @param text in their words
/// @param due when it is to happen, or null
/// @param owner name of who sees to it
/// @param author name of who wrote it down
/// @param withdrawn when it was taken back, or null
public record Decision(
    long number,
    About about,
    String subject,
    Kind kind,
    String text,
    @Nullable Instant due,
    String owner,
    String author,
    Instant time,
    @Nullable Instant withdrawn) {

  /// What a decision is on.
  public enum About {
    CLIENT,
    ACCOUNT,
    NOTEBOOK;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<About> find(String text) {
      return Arrays.stream(values()).filter(one -> one.text().equals(text)).findFirst();
    }
  }

  /// What was decided.
  public enum Kind {
    MONITOR_ONLY("Monitor only"),
    CONTAINED("Contained"),
    RELEASED("Released"),
    STRIKE_ZONE("Strike zone set"),
    OTHER("Decision");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Kind> find(String text) {
      return Arrays.stream(values()).filter(one -> one.text().equals(text)).findFirst();
    }
  }

  /// What is to be written down.
  public record Draft(
      About about, String subject, Kind kind, String text, @Nullable Instant due, String owner) {}
}
