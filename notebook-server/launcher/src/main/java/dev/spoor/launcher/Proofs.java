package dev.spoor.launcher;

import dev.spoor.server.alert.AlertRaiser;
import dev.spoor.server.artifact.ArtifactCompiler;
import dev.spoor.server.artifact.Artifacts;
import dev.spoor.server.artifact.KnownArtifact;
import dev.spoor.server.audit.Audit;
import dev.spoor.server.client.Clients;
import dev.spoor.server.database.Database;
import dev.spoor.server.detection.DetectionEngine;
import dev.spoor.server.detection.Detections;
import dev.spoor.server.event.EventStore;
import dev.spoor.server.http.RouteGroup;
import dev.spoor.server.http.proof.DetectionRoutes;
import dev.spoor.server.http.proof.ProofRoutes;
import dev.spoor.server.ingest.Consumers;
import dev.spoor.server.ingest.Journal;
import dev.spoor.server.proof.DetectionBoard;
import dev.spoor.server.proof.DetectionTests;
import dev.spoor.server.proof.ProofPlugins;
import dev.spoor.server.proof.Recordings;
import dev.spoor.server.proof.RetroHunts;
import dev.spoor.server.query.QuerySessions;
import dev.spoor.vql.catalog.VqlPlugin;
import dev.spoor.web.host.ProofServices;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/// Rules, recordings and tests of the server, put together.
record Proofs(Detections detections, Recordings recordings, DetectionTests tests)
    implements AutoCloseable {

  static Proofs create(
      Database database,
      Audit audit,
      EventStore store,
      Artifacts artifacts,
      Path folder,
      InstantSource clock) {
    Detections detections = new Detections(database, audit, clock);
    Recordings recordings = new Recordings(database, audit, store, folder, clock);
    recordings.start();
    return new Proofs(
        detections,
        recordings,
        new DetectionTests(
            database,
            audit,
            detections,
            recordings,
            name -> artifacts.find(name).map(KnownArtifact::artifact),
            clock,
            Math.max(1, Runtime.getRuntime().availableProcessors() / 2)));
  }

  List<VqlPlugin> plugins() {
    return ProofPlugins.plugins(tests, recordings);
  }

  /// Rules on the events that arrive.
  DetectionEngine engine(
      Consumers consumers, AlertRaiser alerts, Clients clients, InstantSource clock) {
    return new DetectionEngine(detections, consumers, alerts, clients, clock);
  }

  RetroHunts hunts(
      Database database,
      Audit audit,
      Artifacts artifacts,
      ArtifactCompiler compiler,
      EventStore store,
      QuerySessions queries,
      Journal journal,
      InstantSource clock) {
    return new RetroHunts(
        database, audit, artifacts, compiler, store, queries, journal::endLsn, clock);
  }

  RouteGroup routes(RetroHunts hunts) {
    return table -> {
      new DetectionRoutes(detections).addTo(table);
      new ProofRoutes(recordings, hunts, tests).addTo(table);
    };
  }

  ProofServices pages(RetroHunts hunts, Artifacts artifacts) {
    return new ProofServices(
        detections, tests, hunts, new DetectionBoard(detections, tests, artifacts));
  }

  @Override
  public void close() {
    tests.close();
  }
}
