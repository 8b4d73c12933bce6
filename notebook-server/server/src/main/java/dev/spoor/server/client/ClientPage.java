package dev.spoor.server.client;

import java.util.List;
import java.util.Optional;

/// One page of clients in order of hostname and id, and the cursor of the next.
public record ClientPage(List<Client> clients, Optional<String> next) {
  public ClientPage {
    clients = List.copyOf(clients);
  }
}
