package dev.spoor.server.alert;

import dev.spoor.server.identity.ClientId;
import java.time.Duration;

/// An event shortly before or after another.
///
/// @param offset from that one
/// @param kind process, logon, file, network or event
/// @param text what happened, in one line
/// @param why what it shares with that one (account, task, parent), empty if nothing
public record NearEvent(
    String eventId,
    Duration offset,
    String kind,
    ClientId client,
    String hostname,
    String artifact,
    String text,
    String why,
    boolean isThis) {
  public boolean isRelated() {
    return isThis || !why.isEmpty();
  }
}
