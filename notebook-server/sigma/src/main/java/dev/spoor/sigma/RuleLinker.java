package dev.spoor.sigma;

import dev.spoor.sigma.document.SigmaDocument;
import dev.spoor.sigma.document.SigmaException;
import dev.spoor.sigma.match.CompileOptions;
import dev.spoor.sigma.match.CompiledRule;
import dev.spoor.sigma.match.Expr;
import dev.spoor.sigma.match.FieldTable;
import dev.spoor.sigma.match.LambdaCheck;
import dev.spoor.sigma.match.LoadedRule;
import dev.spoor.sigma.match.Patterns;
import dev.spoor.sigma.match.Router;
import dev.spoor.sigma.match.Router.Route;
import dev.spoor.sigma.match.RuleCompiler;
import dev.spoor.sigma.pipeline.Pipeline;
import dev.spoor.sigma.pipeline.Pipelines;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Brings rules together with what is around them: log sources with routes, filters, placeholders.
/// Guarded by its owner.
final class RuleLinker {
  private final Pipelines pipelines;
  private final CompileOptions options;
  private final FieldTable table;
  private final Map<Route, Integer> routes = new LinkedHashMap<>();
  private final Map<Pipeline.Mapping, Expr> conditions = new HashMap<>();
  private Router router;

  RuleLinker(Pipelines pipelines, @Nullable LambdaCheck lambdas, FieldTable table) {
    this.pipelines = pipelines;
    this.options = new CompileOptions(Map.of(), pipelines.placeholders(), lambdas != null);
    this.table = table;
    this.router = new Router(List.of(), table);
  }

  /// All routes that rules were compiled for so far.
  Router router() {
    if (router.routes().size() != routes.size()) {
      router = new Router(List.copyOf(routes.keySet()), table);
    }
    return router;
  }

  boolean isRouted(SigmaDocument.Rule rule) {
    return !pipelines.find(rule.logSource()).isEmpty();
  }

  /// True if a document is a filter for the rule.
  static boolean applies(SigmaDocument document, SigmaDocument.Rule rule) {
    return document instanceof SigmaDocument.Filter filter
        && filter.logSource().covers(rule.logSource())
        && (filter.rules().isEmpty()
            || filter.rules().stream().anyMatch(r -> rule.header().isCalled(r.text())));
  }

  /// Throws for a filter that does not compile.
  void check(SigmaDocument.Filter filter) {
    Expr unused = RuleCompiler.compile(filter.detections(), filter.condition(), options);
    if (unused.equals(Expr.TRUE)) {
      throw new SigmaException("the filter excludes everything", filter.header().place());
    }
  }

  CompiledRule compile(SigmaDocument.Rule rule, Collection<SigmaDocument.Filter> filters) {
    List<SigmaDocument.Filter> applying =
        filters.stream().filter(filter -> applies(filter, rule)).toList();
    Map<Map<String, String>, List<Expr>> byFields = new LinkedHashMap<>();
    byFields.put(Map.of(), new ArrayList<>());
    for (Pipeline.Mapping mapping : pipelines.find(rule.logSource())) {
      byFields
          .computeIfAbsent(mapping.fields(), f -> new ArrayList<>())
          .add(conditions.computeIfAbsent(mapping, RuleLinker::condition));
    }
    List<CompiledRule.Variant> variants = new ArrayList<>(byFields.size());
    byFields.forEach(
        (fields, when) -> {
          CompileOptions mapped = options.withFields(fields);
          Expr expr = RuleCompiler.compile(rule.detections(), rule.condition(), mapped);
          for (SigmaDocument.Filter filter : applying) {
            Expr excluded = RuleCompiler.compile(filter.detections(), filter.condition(), mapped);
            expr = Expr.and(List.of(expr, Expr.not(excluded)));
          }
          Route route = new Route(fields.isEmpty() ? rule.logSource() : null, when);
          variants.add(
              new CompiledRule.Variant(expr, routes.computeIfAbsent(route, r -> routes.size())));
        });
    return new CompiledRule(new LoadedRule(rule), variants);
  }

  private static Expr condition(Pipeline.Mapping mapping) {
    List<Expr> parts = new ArrayList<>();
    mapping
        .when()
        .forEach(
            (field, values) ->
                parts.add(
                    Expr.or(values.stream().map(value -> Patterns.of(field, value)).toList())));
    return Expr.and(parts);
  }
}
