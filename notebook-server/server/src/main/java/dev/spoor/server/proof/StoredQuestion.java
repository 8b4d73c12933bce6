package dev.spoor.server.proof;

import dev.spoor.server.artifact.ArtifactCompiler;
import dev.spoor.server.artifact.CompiledArtifact;
import dev.spoor.server.artifact.KnownArtifact;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.event.Envelope;
import dev.spoor.server.event.EventColumn;
import dev.spoor.server.event.EventStore;
import dev.spoor.server.monitoring.PastQuery;
import dev.spoor.vql.Vql;
import dev.spoor.vql.catalog.Catalog;
import dev.spoor.vql.syntax.Expr;
import dev.spoor.vql.syntax.ParseResult;
import dev.spoor.vql.syntax.Statement;
import dev.spoor.vql.syntax.TreeWalk;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// A question as queries over what is stored: an artifact's own conditions, as far as the rows that
/// it gave still have what they ask for.
///
/// @param subject what is asked, in a few words
/// @param parts a query for each artifact with its source
/// @param env variables of the queries
/// @param notEvaluated what stored rows cannot say
record StoredQuestion(
    String subject, List<Part> parts, Map<String, String> env, List<String> notEvaluated) {

  record Part(String artifact, String vql) {}

  StoredQuestion {
    parts = List.copyOf(parts);
    env = Map.copyOf(env);
    notEvaluated = List.copyOf(notEvaluated);
  }

  static StoredQuestion ofArtifact(
      RetroHuntRequest.Question.OfArtifact wanted,
      KnownArtifact known,
      ArtifactCompiler compiler,
      Catalog catalog) {
    CompiledArtifact compiled =
        compiler.compile(known.artifact(), known.version(), wanted.parameters());
    List<Part> parts = new ArrayList<>();
    List<String> left = new ArrayList<>();
    for (PastQuery past : PastQuery.of(known.artifact(), compiled, catalog)) {
      parts.add(new Part(past.source(), past.vql("")));
      past.leftOut().forEach(one -> left.add(past.source() + ": " + NearMisses.oneLine(one)));
    }
    return new StoredQuestion(wanted.name(), parts, compiled.env(), left);
  }

  private static Set<String> columns(EventStore store, String full) {
    Set<String> columns = new HashSet<>();
    for (EventColumn column : store.columns(full)) {
      columns.add(column.path().getFirst());
    }
    if (!columns.isEmpty()) {
      columns.addAll(Envelope.COLUMNS);
    }
    return columns;
  }

  /// The names that an expression begins from.
  private static Set<String> roots(Expr term) {
    Set<String> roots = new HashSet<>();
    new TreeWalk() {
      @Override
      protected void symbol(Expr.Symbol symbol) {
        roots.add(symbol.names().getFirst().value());
      }

      void walk() {
        expr(term);
      }
    }.walk();
    return roots;
  }

  private static String select(String full, String where) {
    int slash = full.indexOf('/');
    String artifact = slash < 0 ? full : full.substring(0, slash);
    String source = slash < 0 ? "" : ", source='" + full.substring(slash + 1) + "'";
    return "SELECT *, ClientId, Hostname, _EventTime, _EventId FROM source(artifact='"
        + artifact
        + "'"
        + source
        + ")"
        + (where.isEmpty() ? "" : "\nWHERE " + where);
  }

  static StoredQuestion ofPredicate(RetroHuntRequest.Question.Predicate wanted, EventStore store) {
    requireName(wanted.artifact());
    String vql = select(wanted.artifact(), "(" + wanted.condition() + ")");
    ParseResult parsed = Vql.parse(vql);
    if (!parsed.isOk()
        || parsed.statements().size() != 1
        || !(parsed.statements().getFirst() instanceof Statement.Select select)
        || select.where() == null
        || select.limit() != null
        || select.groupBy() != null) {
      throw new SpoorException(
          ErrorCode.INVALID_QUERY,
          "the condition is not one: "
              + (parsed.issues().isEmpty()
                  ? wanted.condition()
                  : parsed.issues().getFirst().message()));
    }
    Set<String> columns = columns(store, wanted.artifact());
    List<String> left = new ArrayList<>();
    Set<String> unknown = new TreeSet<>(roots(select.where()));
    unknown.removeAll(columns);
    for (String name : unknown) {
      left.add(wanted.artifact() + ": stored rows have no " + name);
    }
    return new StoredQuestion(
        wanted.condition(), List.of(new Part(wanted.artifact(), vql)), Map.of(), left);
  }

  static StoredQuestion ofRule(String title, List<String> artifacts, EventStore store) {
    List<Part> parts = new ArrayList<>();
    List<String> names =
        artifacts.isEmpty()
            ? store.artifacts().stream().filter(name -> !name.startsWith("Server.")).toList()
            : artifacts;
    for (String name : names) {
      requireName(name);
      parts.add(new Part(name, select(name, "")));
    }
    return new StoredQuestion(title, parts, Map.of(), List.of());
  }

  private static void requireName(String name) {
    if (!name.matches("[A-Za-z0-9_.]+(/[A-Za-z0-9_. -]+)?")) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST, "\"" + name + "\" is not the name of an artifact");
    }
  }
}
