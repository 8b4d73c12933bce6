package dev.spoor.server.proof;

import dev.spoor.host.recording.Recording;
import java.time.Duration;
import java.util.List;

/// A detection to run over a recording.
///
/// @param then server artifacts that get its rows as `watch_monitoring()` gives them
/// @param explain whether to look for rows that failed exactly one condition
/// @param time that all of it may take
/// @param rows that are kept at most
public record ReplayRequest(
    Subject subject,
    Recording recording,
    List<Subject.OfArtifact> then,
    boolean explain,
    Duration time,
    int rows) {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int MOST_ROWS = 100_000;

  public ReplayRequest {
    then = List.copyOf(then);
  }

  public static ReplayRequest of(Subject subject, Recording recording) {
    return new ReplayRequest(subject, recording, List.of(), false, LIMIT, MOST_ROWS);
  }

  public ReplayRequest withThen(List<Subject.OfArtifact> artifacts) {
    return new ReplayRequest(subject, recording, artifacts, explain, time, rows);
  }

  public ReplayRequest explained() {
    return new ReplayRequest(subject, recording, then, true, time, rows);
  }

  public ReplayRequest within(Duration limit) {
    return new ReplayRequest(subject, recording, then, explain, limit, rows);
  }

  public ReplayRequest withRows(int most) {
    return new ReplayRequest(subject, recording, then, explain, time, most);
  }
}
