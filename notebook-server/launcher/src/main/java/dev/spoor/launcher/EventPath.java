package dev.spoor.launcher;

import dev.spoor.host.storage.StorageFiles;
import dev.spoor.server.artifact.Artifacts;
import dev.spoor.server.artifact.BuiltIns;
import dev.spoor.server.client.Clients;
import dev.spoor.server.event.EventStore;
import dev.spoor.server.event.lucene.LuceneEventStore;
import dev.spoor.server.event.lucene.LuceneStoreConfig;
import dev.spoor.server.event.retention.Retention;
import dev.spoor.server.ingest.Consumers;
import dev.spoor.server.ingest.Coverage;
import dev.spoor.server.ingest.Housekeeping;
import dev.spoor.server.ingest.Ingest;
import dev.spoor.server.ingest.Journal;
import dev.spoor.server.ingest.JournalConfig;
import dev.spoor.server.ingest.StoreFeed;
import dev.spoor.server.ingest.Streams;
import java.io.IOException;
import java.time.InstantSource;

/// The way of a row: taken in, kept in the journal, put into the store; and what reads it on the
/// way.
record EventPath(
    EventStore store,
    Journal journal,
    StoreFeed feed,
    Streams streams,
    Consumers consumers,
    Coverage coverage,
    Retention retention,
    Artifacts artifacts,
    Ingest ingest) {

  static EventPath open(
      State state, Clients clients, DataFolder data, InstantSource clock, Parts parts)
      throws IOException {
    EventStore store =
        parts.opened(LuceneEventStore.open(LuceneStoreConfig.in(data.path("events"))));
    Journal journal =
        parts.opened(
            new Journal(JournalConfig.in(data.path("journal")), StorageFiles.ofDisk(), clock));
    journal.start(store.durableUpTo());
    StoreFeed feed = parts.opened(new StoreFeed(journal, store));
    feed.start();
    Streams streams = new Streams(state.database());
    streams.start();
    Consumers consumers = new Consumers(state.database(), journal, clock);
    Coverage coverage = new Coverage(state.database(), clock);
    parts.opened(new Housekeeping(journal, store, consumers, coverage)).start();
    Retention retention =
        parts.opened(new Retention(state.database(), state.audit(), store, clock));
    retention.start();
    Artifacts artifacts = new Artifacts(state.database(), state.audit(), clock);
    artifacts.start(BuiltIns.definitions());
    Ingest ingest =
        new Ingest(
            journal,
            streams,
            clients,
            stream ->
                artifacts
                    .version(stream.artifact(), stream.artifactVersion())
                    .flatMap(artifact -> artifact.timeColumn()),
            state.database(),
            state.audit(),
            clock);
    return new EventPath(
        store, journal, feed, streams, consumers, coverage, retention, artifacts, ingest);
  }
}
