package dev.spoor.host.recording;

/// Where rows of a recording were seen.
///
/// @param source the plugin that saw them, such as `watch_evtx`
/// @param key which of its sources: the channel of an event log, a provider, a device, a file, an
///   artifact; empty for any
public record RecordingPart(String source, String key) {
  @Override
  public String toString() {
    return key.isEmpty() ? source : source + "(" + key + ")";
  }
}
