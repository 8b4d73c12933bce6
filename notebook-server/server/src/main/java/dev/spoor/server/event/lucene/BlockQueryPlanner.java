package dev.spoor.server.event.lucene;

import dev.spoor.server.event.Envelope;
import dev.spoor.server.event.EventCondition;
import dev.spoor.server.event.EventPaths;
import dev.spoor.server.event.EventPlan;
import dev.spoor.server.event.EventPredicate;
import dev.spoor.server.event.EventSearch;
import dev.spoor.server.event.TimeRange;
import dev.spoor.server.identity.ClientId;
import dev.spoor.vql.value.TimeText;
import dev.spoor.vql.value.VqlString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// A search as a question about blocks: every block with a row that fulfils it is found, others may
/// be.
final class BlockQueryPlanner {
  private static final int MAX_VALUES = 4_096;

  private BlockQueryPlanner() {}

  static Query query(EventSearch search) {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    all.add(MatchAllDocsQuery.INSTANCE, Occur.FILTER);
    if (search.artifacts() != null) {
      all.add(terms(BlockDocument.ARTIFACT, search.artifacts()), Occur.FILTER);
    }
    if (search.clients() != null) {
      List<String> ids = search.clients().stream().map(ClientId::value).toList();
      all.add(terms(BlockDocument.CLIENT, ids), Occur.FILTER);
    }
    addRange(all, search.eventTime(), BlockDocument.FIRST_EVENT, BlockDocument.LAST_EVENT);
    addRange(all, search.ingestTime(), BlockDocument.FIRST_INGEST, BlockDocument.LAST_INGEST);
    Query values = blocks(search.predicate());
    if (values != null) {
      all.add(values, Occur.FILTER);
    }
    return new ConstantScoreQuery(all.build());
  }

  private static void addRange(
      BooleanQuery.Builder all, TimeRange range, String first, String last) {
    if (range.from() != Long.MIN_VALUE) {
      all.add(
          NumericDocValuesField.newSlowRangeQuery(last, range.from(), Long.MAX_VALUE),
          Occur.FILTER);
    }
    if (range.to() != Long.MAX_VALUE) {
      long before = range.to() == Long.MIN_VALUE ? Long.MIN_VALUE : range.to() - 1;
      all.add(NumericDocValuesField.newSlowRangeQuery(first, Long.MIN_VALUE, before), Occur.FILTER);
    }
  }

  private static Query terms(String field, Collection<String> texts) {
    return new TermInSetQuery(field, texts.stream().map(BytesRef::new).toList());
  }

  /// The blocks that may hold such rows; null = all.
  private static @Nullable Query blocks(EventPredicate predicate) {
    return switch (predicate) {
      case EventPredicate.Equal equal -> byValue(equal.path(), List.of(new Wanted(equal.value())));
      case EventPredicate.In in ->
          byValue(in.path(), in.values().stream().map(Wanted::new).toList());
      case EventPredicate.And and -> {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        int clauses = 0;
        for (EventPredicate part : and.parts()) {
          Query one = blocks(part);
          if (one != null && clauses < MAX_VALUES / 8) {
            all.add(one, Occur.FILTER);
            clauses++;
          }
        }
        yield clauses == 0 ? null : all.build();
      }
      case EventPredicate.Or or -> {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        for (EventPredicate part : or.parts()) {
          Query one = blocks(part);
          if (one == null || or.parts().size() > MAX_VALUES / 8) {
            yield null;
          }
          any.add(one, Occur.SHOULD);
        }
        yield any.build();
      }
      case EventPredicate.Range range -> null;
      case EventPredicate.Matches matches -> null;
      case EventPredicate.Present present -> null;
      case EventPredicate.Not not -> null;
      case EventPredicate.Opaque opaque -> null;
    };
  }

  // a list cannot hold null
  private record Wanted(@Nullable Object value) {}

  private static @Nullable Query byValue(List<String> path, List<Wanted> values) {
    if (path.isEmpty() || !EventPaths.isPlain(path) || values.size() > MAX_VALUES) {
      return null;
    }
    String top = path.getFirst();
    boolean isSubject = top.equals(Envelope.CLIENT_ID);
    boolean isName = top.equals(Envelope.HOSTNAME);
    if (Envelope.isEnvelope(top) && !(path.size() == 1 && (isSubject || isName))) {
      return null;
    }
    long seed = Scalar.pathSeed(JsonNames.key(path));
    Set<BytesRef> terms = new LinkedHashSet<>();
    List<String> clients = new ArrayList<>();
    for (Wanted wanted : values) {
      if (!Scalar.isHashable(wanted.value)) {
        return null;
      }
      for (Object form : forms(wanted.value)) {
        terms.add(new BytesRef(Scalar.term(Scalar.hash(seed, form))));
      }
      if (isSubject && wanted.value instanceof VqlString text) {
        clients.add(text.toString());
      }
    }
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    any.add(new TermInSetQuery(BlockDocument.VALUE, terms), Occur.SHOULD);
    any.add(new TermQuery(new Term(BlockDocument.ALL, BlockDocument.YES)), Occur.SHOULD);
    if (!clients.isEmpty()) {
      any.add(terms(BlockDocument.CLIENT, clients), Occur.SHOULD);
    }
    return any.build();
  }

  /// The value and what else the language may call equal to it.
  private static List<Object> forms(@Nullable Object value) {
    List<Object> forms = new ArrayList<>();
    if (value != null) {
      forms.add(value);
    }
    if (value instanceof VqlString text) {
      Instant time = TimeText.parse(text.toString());
      if (time != null) {
        forms.add(time);
      }
    }
    return forms;
  }

  static EventPlan explain(EventSearch search) {
    List<EventPlan.Conjunct> conjuncts = new ArrayList<>();
    for (EventPredicate part : search.predicate().conjuncts()) {
      boolean exact = EventCondition.of(part).isExact();
      String blocks = blocks(part) == null ? "all blocks" : "blocks chosen by value";
      String rows = exact ? "exact on distinct values" : residual(part);
      conjuncts.add(
          new EventPlan.Conjunct(
              part, exact, exact ? blocks + ", " + rows : "superset: " + blocks + ", " + rows));
    }
    List<String> scope = new ArrayList<>();
    scope.add(search.artifacts() == null ? "all artifacts" : "artifact (exact)");
    scope.add(search.clients() == null ? "all clients" : "clients (exact)");
    scope.add(search.eventTime().isAll() ? "all event times" : "event time (exact)");
    scope.add(search.ingestTime().isAll() ? "all ingest times" : "ingest time (exact)");
    return new EventPlan("blocks by " + String.join(", ", scope), conjuncts);
  }

  private static String residual(EventPredicate part) {
    return switch (part) {
      case EventPredicate.Matches matches -> "strings decided on distinct values, residual";
      case EventPredicate.Range range -> "numbers, strings and times decided, residual";
      default -> "residual";
    };
  }
}
