package dev.spoor.host.recording;

/// What a recording says about itself, in a line `{"$recording": {"host": …}}`; empty where it does
/// not.
///
/// @param host the machine that it was made on
/// @param os its system: `windows`, `linux`
/// @param licence under which its rows may be given on
public record RecordingFacts(String host, String os, String licence) {
  public static final RecordingFacts NONE = new RecordingFacts("", "", "");

  RecordingFacts and(RecordingFacts more) {
    return new RecordingFacts(
        more.host.isEmpty() ? host : more.host,
        more.os.isEmpty() ? os : more.os,
        more.licence.isEmpty() ? licence : more.licence);
  }
}
