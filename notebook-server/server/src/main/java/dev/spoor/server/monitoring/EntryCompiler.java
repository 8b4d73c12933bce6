package dev.spoor.server.monitoring;

import dev.spoor.server.access.Authority;
import dev.spoor.server.artifact.ArtifactCompiler;
import dev.spoor.server.artifact.ArtifactType;
import dev.spoor.server.artifact.Artifacts;
import dev.spoor.server.artifact.CompiledArtifact;
import dev.spoor.server.artifact.KnownArtifact;
import dev.spoor.server.artifact.ParameterCheck;
import dev.spoor.server.artifact.ParameterIssue;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Makes what runs out of the entries of the client table. Thread-safe.
final class EntryCompiler {
  /// What a client's VQL may do beyond looking: whoever adds an entry needs these himself.
  private static final Set<Permission> DANGEROUS =
      EnumSet.of(
          Permission.EXECVE,
          Permission.FILESYSTEM_WRITE,
          Permission.NETWORK,
          Permission.IMPERSONATE);

  private final Artifacts artifacts;
  private final ArtifactCompiler compiler;

  EntryCompiler(Artifacts artifacts, ArtifactCompiler compiler) {
    this.artifacts = artifacts;
    this.compiler = compiler;
  }

  CompiledArtifact compile(TableEntry entry) {
    KnownArtifact known = artifacts.require(entry.artifact());
    if (known.artifact().type() != ArtifactType.CLIENT_EVENT) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST,
          entry.artifact() + " is " + known.artifact().type() + ", not a client event artifact");
    }
    CompiledArtifact made = compiler.compile(known.artifact(), known.version(), entry.parameters());
    if (made.sources().isEmpty()) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST, entry.artifact() + " has no query to run");
    }
    return made;
  }

  /// What is wrong with the parameters of an entry; empty for an unknown artifact.
  List<ParameterIssue> issues(TableEntry entry) {
    return issues(artifacts, entry);
  }

  static List<ParameterIssue> issues(Artifacts artifacts, TableEntry entry) {
    return artifacts
        .find(entry.artifact())
        .map(known -> ParameterCheck.check(known.artifact(), entry.parameters()))
        .orElse(List.of());
  }

  /// The rights that whoever adds this needs and does not hold.
  static List<Permission> missing(Principal principal, CompiledArtifact made) {
    List<Permission> missing = new ArrayList<>();
    for (Permission needed : EnumSet.copyOf(DANGEROUS)) {
      if (made.permissions().contains(needed) && !Authority.allows(principal, needed)) {
        missing.add(needed);
      }
    }
    return missing;
  }

  static void require(Principal principal, CompiledArtifact made) {
    for (Permission needed : made.permissions()) {
      if (DANGEROUS.contains(needed)) {
        Authority.require(principal, needed, "let clients run " + made.name());
      }
    }
  }
}
