package dev.spoor.web.client;

import dev.spoor.server.client.Client;
import dev.spoor.server.client.MonitoringStates.Counts;
import dev.spoor.web.component.Plain;
import dev.spoor.web.component.Words;
import java.time.Duration;
import java.time.Instant;

/// One client as the table shows it: equal rows need no redrawing.
record ClientRow(Client client, Counts counts, String seen) {
  static ClientRow of(Client client, Counts counts, Instant now) {
    String seen = client.isConnected() ? "now" : Words.ago(client.lastSeen(), now);
    return new ClientRow(client, counts, seen);
  }

  String id() {
    return client.id().value();
  }

  String hostname() {
    return Plain.text(client.hostname());
  }

  String os() {
    return Plain.text(client.facts().os());
  }

  String address() {
    return Plain.text(client.address());
  }

  boolean isSilent(Instant now) {
    return !client.isConnected()
        && Duration.between(client.lastSeen(), now).compareTo(Duration.ofHours(1)) > 0;
  }

  /// The worst state of its monitoring.
  State state() {
    if (counts.error() > 0) {
      return new State("error", counts.error() + " of " + total() + " failed");
    }
    if (counts.pending() > 0) {
      return client.isConnected()
          ? new State("run", "Applying")
          : new State("wait", "When it returns");
    }
    if (counts.running() > 0) {
      return new State("ok", counts.running() + " running");
    }
    return counts.precondition() > 0
        ? new State("none", "Does not apply")
        : new State("none", "Nothing");
  }

  private int total() {
    return counts.running() + counts.pending() + counts.error() + counts.precondition();
  }

  record State(String icon, String word) {}
}
