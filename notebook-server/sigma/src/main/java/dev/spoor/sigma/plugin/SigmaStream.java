package dev.spoor.sigma.plugin;

import dev.spoor.sigma.LoadSummary;
import dev.spoor.sigma.Rejection;
import dev.spoor.sigma.SigmaRules;
import dev.spoor.sigma.SigmaSession;
import dev.spoor.sigma.correlation.CorrelationLimits;
import dev.spoor.sigma.correlation.CorrelationMatch;
import dev.spoor.sigma.document.SigmaDocument;
import dev.spoor.sigma.match.LoadedRule;
import dev.spoor.vql.catalog.Lambda;
import dev.spoor.vql.catalog.LogLevel;
import dev.spoor.vql.catalog.PluginCall;
import dev.spoor.vql.catalog.Query;
import dev.spoor.vql.library.MergedStream;
import dev.spoor.vql.plan.Lazy;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import dev.spoor.vql.value.Values;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The rows of one `sigma()`: the events of all log sources that some rule is about, as they come,
/// each with what it matched.
final class SigmaStream implements RowStream, SigmaSession.Listener {
  private final PluginCall call;
  private final SigmaRules rules;
  private final SigmaSession session;
  private final RowStream events;
  private final RuleExtensions extensions;
  private final Map<String, Lambda> mapping;
  private final boolean debug;
  private final Queue<Row> ready = new ArrayDeque<>();
  private @Nullable SourceRow current;
  private final Set<String> matched = new HashSet<>();
  private boolean over;

  private SigmaStream(PluginCall call, SigmaRules rules, List<LogSources.Source> sources) {
    this.call = call;
    this.rules = rules;
    this.session = new SigmaSession(rules, CorrelationLimits.DEFAULT);
    this.extensions = new RuleExtensions(call, rules);
    this.mapping = mapping(call);
    this.debug = call.bool(SigmaPlugin.DEBUG, false);
    List<Supplier<RowStream>> parts = new ArrayList<>();
    for (LogSources.Source source : sources) {
      if (isAsked(rules, source)) {
        parts.add(() -> SourceRow.tag(source.query().open(call.scope()), source.logSource()));
      } else {
        call.log(LogLevel.DEBUG, "sigma: no rule is about the log source " + source.name());
      }
    }
    Query rows = call.query(SigmaPlugin.ROWS);
    if (rows != null) {
      parts.add(() -> SourceRow.tag(rows.open(call.scope()), null));
    }
    this.events = parts.size() == 1 ? parts.getFirst().get() : MergedStream.of(call, parts);
  }

  static RowStream open(PluginCall call) {
    Lambda filter = call.lambda(SigmaPlugin.RULE_FILTER);
    Map<String, Lambda> lambdas = new HashMap<>();
    SigmaRules rules =
        SigmaRules.builder()
            .lambdas(
                (text, value) ->
                    Lazy.truth(
                        lambdas.computeIfAbsent(text, call.run()::lambda).call(call.scope(), value),
                        call.scope()))
            .only(
                rule ->
                    filter == null
                        || Lazy.truth(filter.call(call.scope(), RuleRow.of(rule)), call.scope()))
            .build();
    LoadSummary summary = rules.addAll(call.texts(SigmaPlugin.RULES));
    for (Rejection rejection : summary.rejected()) {
      String title = rejection.title() == null ? "a rule" : "\"" + rejection.title() + "\"";
      call.log(LogLevel.WARN, "sigma: " + title + " is not used: " + rejection);
    }
    Object given = call.value(SigmaPlugin.LOG_SOURCES);
    if (given == null && !call.has(SigmaPlugin.ROWS)) {
      throw call.refuse("give log_sources, what sigma_log_sources() makes, or rows");
    }
    if (given != null && !(given instanceof Row)) {
      throw call.refuse("log_sources is what sigma_log_sources() makes");
    }
    return new SigmaStream(call, rules, given instanceof Row row ? LogSources.of(row) : List.of());
  }

  private static Map<String, Lambda> mapping(PluginCall call) {
    Map<String, Lambda> mapping = new LinkedHashMap<>();
    Row given = call.dict(SigmaPlugin.FIELD_MAPPING);
    if (given != null) {
      given.forEach(
          (field, value) -> {
            if (value instanceof Lambda lambda) {
              mapping.put(field, lambda);
            } else if (value != null) {
              mapping.put(field, call.run().lambda(value.toString()));
            }
          });
    }
    return mapping;
  }

  private static boolean isAsked(SigmaRules rules, LogSources.Source source) {
    return rules.documents().stream()
        .anyMatch(
            d ->
                d instanceof SigmaDocument.Rule rule
                    && rule.logSource().covers(source.logSource()));
  }

  @Override
  public @Nullable Row next() {
    while (ready.isEmpty() && !over) {
      Row row = events.next();
      if (row == null) {
        over = true;
        session.finish(this);
      } else if (row instanceof SourceRow source) {
        event(source);
      }
    }
    return ready.poll();
  }

  private void event(SourceRow source) {
    current = source;
    matched.clear();
    Row mapped =
        mapping.isEmpty() ? source.event() : new MappedRow(source.event(), mapping, call.scope());
    Row enriched = extensions.before(mapped, source.logSource());
    session.event(enriched, source.logSource(), call.run().clock().instant(), this);
    if (debug) {
      for (SigmaDocument document : rules.documents()) {
        if (document instanceof SigmaDocument.Rule rule
            && source.logSource() != null
            && rule.logSource().covers(source.logSource())
            && !matched.contains(rule.header().id())) {
          Dict out = Dict.copyOf(source.event());
          out.set("_Match", new Dict().with("Match", false));
          out.set("_Rule", RuleRow.of(rule.header(), rule.logSource()));
          ready.add(out);
        }
      }
    }
  }

  @Override
  public void matched(LoadedRule rule, Row row) {
    matched.add(rule.id());
    SourceRow source = current;
    Row event = source == null ? row : source.event();
    Dict out = Dict.copyOf(event);
    out.set("Details", extensions.details(rule.rule(), row));
    Object enrichment = extensions.enrichment(rule.rule(), row);
    if (enrichment != null) {
      out.set("Enrichment", enrichment);
    }
    out.set("_Match", new Dict().with("Match", true));
    out.set("_Rule", RuleRow.of(rule.rule().header(), rule.rule().logSource()));
    ready.add(out);
  }

  @Override
  public void matched(CorrelationMatch match) {
    SourceRow source = current;
    Dict out = source == null ? new Dict() : Dict.copyOf(source.event());
    Dict group = new Dict();
    match.group().forEach(group::set);
    out.set("Details", group);
    out.set(
        "_Match",
        new Dict()
            .with("Match", true)
            .with("Count", match.value())
            .with("Events", match.events())
            .with("First", match.first())
            .with("Last", match.last()));
    out.set("_Rule", RuleRow.of(match.correlation().header(), null));
    List<@Nullable Object> rows = new ArrayList<>();
    match.rows().forEach(row -> rows.add(row instanceof MappedRow m ? m.event() : row));
    out.set("_Correlations", Values.of(rows));
    ready.add(out);
  }

  @Override
  public void close() {
    events.close();
  }
}
