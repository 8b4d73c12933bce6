package dev.spoor.server.artifact;

import dev.spoor.server.access.Authority;
import dev.spoor.server.audit.Audit;
import dev.spoor.server.database.Database;
import dev.spoor.server.database.EpochNanos;
import dev.spoor.server.database.Transaction;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// All definitions with their versions. A definition whose text changed is a new version; what runs
/// keeps the one it was compiled from. Thread-safe.
public final class Artifacts {
  private final Database database;
  private final Audit audit;
  private final InstantSource clock;
  private final Map<String, KnownArtifact> newest = new ConcurrentHashMap<>();
  private final Map<String, Artifact> versions = new ConcurrentHashMap<>();

  public Artifacts(Database database, Audit audit, InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  /// Reads all versions and takes in the built-ins of this release.
  public void start(List<String> builtIns) {
    for (SqlArtifacts.Row row : database.read(SqlArtifacts::all)) {
      Artifact artifact = ArtifactLoader.load(row.definition()).artifact();
      // a version that this release can no longer read stays on record and is not offered
      if (artifact != null) {
        keep(new KnownArtifact(artifact, row.version(), row.builtIn()));
      }
    }
    for (String definition : builtIns) {
      Artifact artifact = ArtifactLoader.load(definition).orThrow();
      keep(
          database.write(
              tx -> {
                int version = versionOf(tx, artifact, true, new Principal.System());
                return new KnownArtifact(artifact, version, true);
              }));
    }
  }

  private int versionOf(Transaction tx, Artifact artifact, boolean builtIn, Principal author) {
    String hash = hash(artifact.definition());
    Optional<SqlArtifacts.Row> last = SqlArtifacts.newest(tx, artifact.name());
    if (last.isPresent() && last.get().hash().equals(hash)) {
      return last.get().version();
    }
    int version = last.map(SqlArtifacts.Row::version).orElse(0) + 1;
    SqlArtifacts.insert(
        tx,
        new SqlArtifacts.Row(artifact.name(), version, builtIn, hash, artifact.definition()),
        author.auditName(),
        EpochNanos.of(clock.instant()));
    audit.record(tx, author, "artifact.version", artifact.name(), null, Map.of("version", version));
    return version;
  }

  private void keep(KnownArtifact known) {
    newest.put(known.artifact().name(), known);
    versions.put(known.artifact().name() + "\0" + known.version(), known.artifact());
  }

  public List<KnownArtifact> list(Principal principal, Optional<ArtifactType> type) {
    Authority.require(principal, Permission.READ_RESULTS, "read artifacts");
    return newest.values().stream()
        .filter(known -> type.isEmpty() || known.artifact().type() == type.get())
        .sorted(Comparator.comparing(known -> known.artifact().name()))
        .toList();
  }

  /// All artifacts in their newest versions, by name.
  public List<Artifact> definitions() {
    return newest.values().stream()
        .map(KnownArtifact::artifact)
        .sorted(Comparator.comparing(Artifact::name))
        .toList();
  }

  /// The newest version.
  public Optional<KnownArtifact> find(String name) {
    return Optional.ofNullable(newest.get(name));
  }

  public KnownArtifact require(String name) {
    return find(name)
        .orElseThrow(
            () -> new SpoorException(ErrorCode.NOT_FOUND, "artifact " + name + " does not exist"));
  }

  /// One version; rows of old versions outlive their definitions.
  public Optional<Artifact> version(String name, int version) {
    return Optional.ofNullable(versions.get(name + "\0" + version));
  }

  private static String hash(String definition) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(definition.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
