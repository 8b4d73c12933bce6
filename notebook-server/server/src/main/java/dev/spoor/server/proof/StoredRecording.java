package dev.spoor.server.proof;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A recording that the server keeps.
///
/// @param source where it comes from, for people
/// @param licence under which its rows may be given on
/// @param parts how many rows each event source has
/// @param problems what of it cannot be read
public record StoredRecording(
    String id,
    String name,
    String source,
    String host,
    String os,
    String licence,
    String sha256,
    long size,
    long rows,
    @Nullable Instant first,
    @Nullable Instant last,
    List<String> eventIds,
    Map<String, Long> parts,
    List<String> problems,
    String author,
    Instant created) {
  public StoredRecording {
    eventIds = List.copyOf(eventIds);
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    problems = List.copyOf(problems);
  }
}
