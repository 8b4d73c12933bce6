package dev.spoor.wire;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Versions of the protocol. A server speaks the newest one and the one before it; an agent lists
/// what it speaks in [Hello], the server picks in [Welcome].
public final class ProtocolVersion {
  public static final int CURRENT = 1;

  /// WebSocket subprotocol of version 1.
  public static final String SUBPROTOCOL = "spoor.1";

  /// What this build speaks, newest first.
  public static final List<Integer> SPOKEN = List.of(CURRENT);

  private ProtocolVersion() {}

  /// The newest version that both sides speak.
  public static Optional<Integer> choose(Collection<Integer> offered) {
    return SPOKEN.stream().filter(offered::contains).max(Comparator.naturalOrder());
  }
}
