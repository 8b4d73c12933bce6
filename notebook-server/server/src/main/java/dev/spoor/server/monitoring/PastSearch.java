package dev.spoor.server.monitoring;

import dev.spoor.server.access.Authority;
import dev.spoor.server.artifact.Artifact;
import dev.spoor.server.artifact.ArtifactCompiler;
import dev.spoor.server.artifact.ArtifactParameter;
import dev.spoor.server.artifact.Artifacts;
import dev.spoor.server.artifact.CompiledArtifact;
import dev.spoor.server.artifact.KnownArtifact;
import dev.spoor.server.artifact.ParameterType;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.event.TimeRange;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.query.QueryLimits;
import dev.spoor.server.query.QueryRequest;
import dev.spoor.server.query.QuerySessions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Asks the stored past what an artifact with these parameters would have found. Thread-safe.
public final class PastSearch {
  public static final int DAYS = 7;
  private static final int MOST_DAYS = 90;
  private static final QueryLimits LIMITS = new QueryLimits(Duration.ofSeconds(60), 1_000_000);

  private final Artifacts artifacts;
  private final ArtifactCompiler compiler;
  private final QuerySessions queries;
  private final ClientMonitoring monitoring;
  private final InstantSource clock;

  public PastSearch(
      Artifacts artifacts,
      ArtifactCompiler compiler,
      QuerySessions queries,
      ClientMonitoring monitoring,
      InstantSource clock) {
    this.artifacts = artifacts;
    this.compiler = compiler;
    this.queries = queries;
    this.monitoring = monitoring;
    this.clock = clock;
  }

  /// The last `days` days, today's first hours included.
  public PastAnswer.Question question(
      String artifact, Map<String, String> parameters, String label, int days) {
    if (days < 1 || days > MOST_DAYS) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST, days + " days are not between 1 and " + MOST_DAYS);
    }
    Instant now = clock.instant();
    Instant from =
        LocalDate.ofInstant(now, ZoneOffset.UTC)
            .minusDays(days - 1L)
            .atStartOfDay(ZoneOffset.UTC)
            .toInstant();
    return new PastAnswer.Question(artifact, parameters, label, from, now);
  }

  /// Begins to look; the answer grows until it is complete. Whoever asked cancels it when nobody
  /// waits for it any more.
  public PastRun start(Principal principal, PastAnswer.Question question) {
    Authority.require(principal, Permission.QUERY, "ask the stored past");
    KnownArtifact known = artifacts.require(question.artifact());
    Artifact artifact = known.artifact();
    CompiledArtifact compiled = compiler.compile(artifact, known.version(), question.parameters());
    List<PastQuery> parts = PastQuery.of(artifact, compiled, queries.catalog());
    String label =
        question.label().isEmpty() ? "" : ", label=" + PastQuery.quoted(question.label());
    List<QueryRequest> requests = new ArrayList<>();
    Map<String, @Nullable Object> env = new HashMap<>(compiled.env());
    for (PastQuery part : parts) {
      requests.add(
          QueryRequest.of(principal, part.vql(label))
              .withEnv(env)
              .withTimeRange(TimeRange.between(question.from(), question.to()))
              .withLimits(LIMITS));
    }
    PastRun run =
        new PastRun(
            queries,
            requests,
            question,
            notes(artifact, parts, question),
            cell(artifact, parts, compiled, label));
    run.begin();
    return run;
  }

  private List<String> notes(
      Artifact artifact, List<PastQuery> parts, PastAnswer.Question question) {
    List<String> notes = new ArrayList<>();
    if (parts.isEmpty()) {
      notes.add("This artifact has no query over rows, so nothing can be said.");
    }
    for (PastQuery part : parts) {
      for (String condition : part.leftOut()) {
        notes.add("Could not be evaluated, needs what is not stored: " + cut(condition));
      }
    }
    filters(artifact, question)
        .forEach(
            (name, value) ->
                notes.add("Stored are only rows that already matched " + name + " " + cut(value)));
    return notes;
  }

  /// The filters that every entry of the table has for this artifact: what they kept out was never
  /// stored.
  private Map<String, String> filters(Artifact artifact, PastAnswer.Question question) {
    List<TableEntry> entries =
        monitoring.compiledEntries().stream()
            .map(TableJson.CompiledEntry::entry)
            .filter(entry -> entry.artifact().equals(artifact.name()))
            .toList();
    Map<String, String> filters = new TreeMap<>();
    for (ArtifactParameter parameter : artifact.parameters()) {
      String wanted =
          question.parameters().getOrDefault(parameter.name(), parameter.defaultValue());
      List<String> values =
          entries.stream()
              .map(
                  entry ->
                      entry.parameters().getOrDefault(parameter.name(), parameter.defaultValue()))
              .distinct()
              .toList();
      if (values.size() == 1
          && !values.getFirst().equals(parameter.defaultValue())
          && !values.getFirst().equals(wanted)) {
        filters.put(parameter.name(), values.getFirst());
      }
    }
    return filters;
  }

  private static String cut(String text) {
    String line = text.replaceAll("\\s+", " ");
    return line.length() <= 120 ? line : line.substring(0, 119) + "…";
  }

  /// The question as somebody would type it.
  private static String cell(
      Artifact artifact, List<PastQuery> parts, CompiledArtifact compiled, String label) {
    StringBuilder text = new StringBuilder();
    String all = String.join("\n", parts.stream().map(part -> part.vql(label)).toList());
    for (ArtifactParameter parameter : artifact.parameters()) {
      if (!all.contains(parameter.name())) {
        continue;
      }
      String value = compiled.env().getOrDefault(parameter.name(), "");
      if (parameter.type() == ParameterType.REGEX
          && dev.spoor.vql.regex.Regex.matchesEverything(value)) {
        // left out below as well
        continue;
      }
      text.append("LET ")
          .append(parameter.name())
          .append(" <= ")
          .append(PastQuery.quoted(value))
          .append('\n');
    }
    for (PastQuery part : parts) {
      text.append(text.isEmpty() ? "" : "\n")
          .append(without(part, artifact, compiled).vql(label))
          .append('\n');
    }
    return text.toString().strip();
  }

  /// Without the conditions that match anything.
  private static PastQuery without(PastQuery part, Artifact artifact, CompiledArtifact compiled) {
    List<String> conditions =
        part.conditions().stream()
            .filter(
                condition ->
                    artifact.parameters().stream()
                        .noneMatch(
                            parameter ->
                                parameter.type() == ParameterType.REGEX
                                    && condition.endsWith("=~ " + parameter.name())
                                    && dev.spoor.vql.regex.Regex.matchesEverything(
                                        compiled.env().getOrDefault(parameter.name(), ""))))
            .toList();
    return new PastQuery(part.source(), conditions, part.leftOut(), part.conversions());
  }
}
