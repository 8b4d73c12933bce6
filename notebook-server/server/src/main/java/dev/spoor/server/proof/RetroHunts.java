package dev.spoor.server.proof;

import dev.spoor.server.access.Authority;
import dev.spoor.server.artifact.ArtifactCompiler;
import dev.spoor.server.artifact.Artifacts;
import dev.spoor.server.audit.Audit;
import dev.spoor.server.database.Database;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.event.EventStore;
import dev.spoor.server.identity.ObjectId;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.query.QuerySessions;
import dev.spoor.sigma.SigmaRules;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/// Detections asked of the stored past. Reports are kept in memory, the last hundred. Thread-safe.
public final class RetroHunts {
  private static final int KEPT = 100;

  private final Database database;
  private final Audit audit;
  private final Artifacts artifacts;
  private final ArtifactCompiler compiler;
  private final EventStore store;
  private final QuerySessions queries;
  private final LongSupplier bound;
  private final InstantSource clock;
  private final Map<String, RetroHunt> hunts = new LinkedHashMap<>();

  /// @param bound the LSN up to which a hunt that begins now looks
  public RetroHunts(
      Database database,
      Audit audit,
      Artifacts artifacts,
      ArtifactCompiler compiler,
      EventStore store,
      QuerySessions queries,
      LongSupplier bound,
      InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.artifacts = artifacts;
    this.compiler = compiler;
    this.store = store;
    this.queries = queries;
    this.bound = bound;
    this.clock = clock;
  }

  /// Begins one; [#report] says how far it is.
  public String start(Principal principal, RetroHuntRequest request) {
    Authority.require(principal, Permission.QUERY, "ask the stored past");
    Authority.require(principal, Permission.READ_RESULTS, "read events");
    SigmaRules rules = null;
    StoredQuestion question;
    switch (request.question()) {
      case RetroHuntRequest.Question.OfArtifact wanted ->
          question =
              StoredQuestion.ofArtifact(
                  wanted, artifacts.require(wanted.name()), compiler, queries.catalog());
      case RetroHuntRequest.Question.Predicate wanted ->
          question = StoredQuestion.ofPredicate(wanted, store);
      case RetroHuntRequest.Question.Sigma wanted -> {
        try {
          rules = SigmaReplay.rules(new Subject.OfSigma("rule", wanted.yaml()));
        } catch (ReplayException e) {
          throw new SpoorException(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()));
        }
        question =
            StoredQuestion.ofRule(
                rules.documents().getFirst().header().title(), wanted.artifacts(), store);
      }
    }
    String id = ObjectId.random('R');
    RetroHunt hunt =
        new RetroHunt(
            id,
            question,
            rules == null ? null : new StoredMatches(rules),
            store.status().rows(),
            clock.instant());
    synchronized (hunts) {
      hunts.put(id, hunt);
      if (hunts.size() > KEPT) {
        String oldest = hunts.keySet().iterator().next();
        RetroHunt gone = hunts.remove(oldest);
        if (gone != null) {
          gone.cancel();
        }
      }
    }
    database.write(
        tx -> {
          audit.record(
              tx, principal, "retro-hunt.start", id, null, Map.of("subject", question.subject()));
          return null;
        });
    hunt.start(queries, principal, request.range(), bound.getAsLong());
    return id;
  }

  public RetroHuntReport report(Principal principal, String id) {
    Authority.require(principal, Permission.READ_RESULTS, "read retro-hunts");
    return require(id).report();
  }

  /// The newest first.
  public List<RetroHuntReport> list(Principal principal) {
    Authority.require(principal, Permission.READ_RESULTS, "read retro-hunts");
    synchronized (hunts) {
      return hunts.values().stream().map(RetroHunt::report).toList().reversed();
    }
  }

  public void cancel(Principal principal, String id) {
    Authority.require(principal, Permission.QUERY, "cancel a retro-hunt");
    require(id).cancel();
  }

  /// Waits until it has ended.
  public RetroHuntReport await(Principal principal, String id) {
    require(id).ended().join();
    return report(principal, id);
  }

  private RetroHunt require(String id) {
    synchronized (hunts) {
      RetroHunt hunt = hunts.get(id);
      if (hunt == null) {
        throw new SpoorException(ErrorCode.NOT_FOUND, "retro-hunt " + id + " does not exist");
      }
      return hunt;
    }
  }
}
