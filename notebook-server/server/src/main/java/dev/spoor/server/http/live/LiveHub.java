package dev.spoor.server.http.live;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// Topics with their subscribers and the messages of the last minute, so that a page that lost its
/// connection can go on where it was. Thread-safe; publishing never waits for a subscriber.
final class LiveHub {
  /// How long a message is kept for those who come back.
  static final Duration MEMORY = Duration.ofSeconds(60);

  /// Characters of messages that one topic keeps at most.
  static final int MAX_KEPT = 1 << 20;

  private final InstantSource clock;
  private final Map<String, Topic> topics = new HashMap<>();

  /// Rises over restarts, so that a number from an earlier start is known to be too old.
  private long seq;

  LiveHub(InstantSource clock) {
    this.clock = clock;
    this.seq = clock.instant().getEpochSecond() << 20;
  }

  /// Where messages go; must not block.
  interface Subscriber {
    void deliver(String topic, String message);
  }

  private static final class Topic {
    final List<Subscriber> subscribers = new ArrayList<>();
    final ArrayDeque<Kept> kept = new ArrayDeque<>();
    int keptLength;

    /// The highest number that is no longer kept.
    long forgotten;

    void forget(Instant before) {
      for (Iterator<Kept> it = kept.iterator(); it.hasNext(); ) {
        Kept oldest = it.next();
        if (!oldest.at().isBefore(before) && keptLength <= MAX_KEPT) {
          return;
        }
        it.remove();
        keptLength -= oldest.text().length();
        forgotten = oldest.seq();
      }
    }
  }

  private record Kept(long seq, Instant at, String text) {}

  void publish(String topic, String type, ObjectNode body) {
    List<Subscriber> receivers;
    String text;
    synchronized (this) {
      body.put("sub", topic).put("seq", ++seq).put("type", type);
      text = body.toString();
      Topic t = topics.get(topic);
      if (t == null) {
        return; // nobody listens and nobody will resume: a topic begins with its first subscriber
      }
      Instant now = clock.instant();
      t.kept.add(new Kept(seq, now, text));
      t.keptLength += text.length();
      t.forget(now.minus(MEMORY));
      if (t.subscribers.isEmpty() && t.kept.isEmpty()) {
        topics.remove(topic);
        return;
      }
      receivers = List.copyOf(t.subscribers);
    }
    for (Subscriber receiver : receivers) {
      receiver.deliver(topic, text);
    }
  }

  /// How a subscription begins: with what was missed, or, when that is no longer known, with a
  /// snapshot that the caller makes; `seq` is the number that a snapshot taken now includes.
  record Start(boolean isResumed, List<String> missed, long seq) {
    Start {
      missed = List.copyOf(missed);
    }
  }

  /// @param since the last number that the subscriber has seen; 0 for none
  synchronized Start subscribe(String topic, long since, Subscriber subscriber) {
    Topic t = topics.get(topic);
    boolean known = t != null && since > 0;
    if (t == null) {
      t = new Topic();
      t.forgotten = seq;
      topics.put(topic, t);
    }
    if (!t.subscribers.contains(subscriber)) {
      t.subscribers.add(subscriber);
    }
    t.forget(clock.instant().minus(MEMORY));
    if (!known || since < t.forgotten || since > seq) {
      return new Start(false, List.of(), seq);
    }
    List<String> missed = t.kept.stream().filter(k -> k.seq() > since).map(Kept::text).toList();
    return new Start(true, missed, seq);
  }

  synchronized void unsubscribe(String topic, Subscriber subscriber) {
    Topic t = topics.get(topic);
    if (t != null) {
      t.subscribers.remove(subscriber);
      t.forget(clock.instant().minus(MEMORY));
      if (t.subscribers.isEmpty() && t.kept.isEmpty()) {
        topics.remove(topic);
      }
    }
  }

  synchronized void unsubscribeAll(Subscriber subscriber) {
    for (String topic : List.copyOf(topics.keySet())) {
      unsubscribe(topic, subscriber);
    }
  }

  synchronized long seq() {
    return seq;
  }
}
