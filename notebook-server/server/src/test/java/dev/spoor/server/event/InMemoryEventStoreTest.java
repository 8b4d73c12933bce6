package dev.spoor.server.event;

/// The promises on the plain store.
class InMemoryEventStoreTest extends EventStoreContract {
  @Override
  protected EventStore open() {
    return new InMemoryEventStore();
  }

  @Override
  protected void settle(EventStore store) {}
}
