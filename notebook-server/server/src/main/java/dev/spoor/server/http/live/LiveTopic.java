package dev.spoor.server.http.live;

import dev.spoor.server.identity.Principal;
import tools.jackson.databind.node.ObjectNode;

/// A topic of the live channel beside those of notebooks.
public interface LiveTopic {
  String name();

  /// What a page gets that begins to follow, or was away for too long; refuses who may not.
  ObjectNode snapshot(Principal principal);

  /// Called once, with where its messages go.
  void publishTo(Publisher publisher);

  /// Takes a message with its type; does not block.
  @FunctionalInterface
  interface Publisher {
    void publish(String type, ObjectNode body);
  }
}
