package dev.spoor.server.ingest;

import dev.spoor.server.identity.ClientId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// The last sequence number of every (client, boot, stream) that is durable in the journal.
/// Thread-safe.
///
/// Of one client the last [#MAX_BOOTS] boots are remembered: an endpoint that claims ever new boots
/// cannot fill the memory. A boot forgotten that way would be accepted again.
public final class SequenceTable {
  static final int MAX_BOOTS = 64;

  /// Whose sequence.
  record Key(ClientId client, long boot, int stream) {}

  private final Map<ClientId, Boots> clients = new HashMap<>();

  public synchronized OptionalLong last(ClientId client, long boot, int stream) {
    Boots boots = clients.get(client);
    Map<Integer, Long> streams = boots == null ? null : boots.byBoot.get(boot);
    Long last = streams == null ? null : streams.get(stream);
    return last == null ? OptionalLong.empty() : OptionalLong.of(last);
  }

  /// The last sequence per stream of that boot; what `Welcome` carries.
  public synchronized Map<Integer, Long> lastOf(ClientId client, long boot) {
    Boots boots = clients.get(client);
    Map<Integer, Long> streams = boots == null ? null : boots.byBoot.get(boot);
    return streams == null ? Map.of() : Map.copyOf(streams);
  }

  synchronized void advance(Key key, long seq) {
    Boots boots = clients.computeIfAbsent(key.client(), _ -> new Boots());
    Map<Integer, Long> streams = boots.byBoot.get(key.boot());
    if (streams == null) {
      streams = new HashMap<>();
      boots.byBoot.put(key.boot(), streams);
      boots.order.addLast(key.boot());
      if (boots.order.size() > MAX_BOOTS) {
        boots.byBoot.remove(boots.order.removeFirst());
      }
    }
    streams.merge(key.stream(), seq, Math::max);
  }

  /// A copy of all entries, boots of a client from the oldest to the newest.
  synchronized List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    clients.forEach(
        (client, boots) -> {
          for (long boot : boots.order) {
            Map<Integer, Long> streams = boots.byBoot.get(boot);
            if (streams != null) {
              streams.forEach(
                  (stream, seq) -> entries.add(new Entry(new Key(client, boot, stream), seq)));
            }
          }
        });
    return entries;
  }

  record Entry(Key key, long seq) {}

  private static final class Boots {
    final Map<Long, Map<Integer, Long>> byBoot = new HashMap<>();
    final ArrayDeque<Long> order = new ArrayDeque<>();
  }
}
