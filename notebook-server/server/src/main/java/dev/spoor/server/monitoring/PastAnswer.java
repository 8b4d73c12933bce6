package dev.spoor.server.monitoring;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an artifact would have found in the stored past.
///
/// @param days every day of the range, also those without a hit
/// @param hosts the hosts with the most hits
/// @param loudest what most hits come from, or null
/// @param examples rows as JSON, the newest that were seen
/// @param notes what could not be evaluated, and what the stored past cannot know, in sentences
/// @param scanned rows that the store looked at
/// @param complete false while it runs, and when it was cancelled or reached a limit
/// @param failure why it ended early, or null
/// @param vql the question as a cell of a notebook would ask it
public record PastAnswer(
    long hits,
    List<Day> days,
    int hostCount,
    List<Host> hosts,
    @Nullable Loudest loudest,
    List<String> examples,
    List<String> notes,
    long scanned,
    boolean complete,
    boolean running,
    @Nullable String failure,
    String vql) {
  public PastAnswer {
    days = List.copyOf(days);
    hosts = List.copyOf(hosts);
    examples = List.copyOf(examples);
    notes = List.copyOf(notes);
  }

  /// Days are UTC's.
  public record Day(LocalDate day, long hits) {}

  public record Host(String clientId, String hostname, long hits) {}

  /// The parent program and host that most hits come from.
  public record Loudest(String what, String hostname, long hits) {}

  /// @param label a label group, empty for all clients
  /// @param from event time
  public record Question(
      String artifact,
      java.util.Map<String, String> parameters,
      String label,
      Instant from,
      Instant to) {
    public Question {
      parameters = java.util.Map.copyOf(parameters);
    }
  }
}
