package dev.spoor.sigma.plugin;

import dev.spoor.sigma.SigmaRules;
import dev.spoor.sigma.document.LogSource;
import dev.spoor.sigma.document.SigmaDocument;
import dev.spoor.sigma.match.EventFields;
import dev.spoor.vql.catalog.ArgumentException;
import dev.spoor.vql.catalog.Lambda;
import dev.spoor.vql.catalog.LogLevel;
import dev.spoor.vql.catalog.PluginCall;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.LazyValue;
import dev.spoor.vql.value.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What rules may say beyond Sigma where they run in a query: `vql` adds fields to the events of a
/// log source, `enrichment` and `details` describe a match.
final class RuleExtensions {
  private static final Pattern PLACEHOLDER = Pattern.compile("%([^%\\s]+)%");

  private final PluginCall call;
  private final Map<String, Lambda> lambdas = new HashMap<>();
  private final List<Addition> additions = new ArrayList<>();
  private final @Nullable Lambda defaultDetails;

  private record Addition(LogSource logSource, Lambda lambda) {}

  RuleExtensions(PluginCall call, SigmaRules rules) {
    this.call = call;
    this.defaultDetails = call.lambda(SigmaPlugin.DEFAULT_DETAILS);
    for (SigmaDocument document : rules.documents()) {
      if (document instanceof SigmaDocument.Rule rule) {
        Lambda lambda = lambda(rule, "vql");
        if (lambda != null) {
          additions.add(new Addition(rule.logSource(), lambda));
        }
      }
    }
  }

  private @Nullable Lambda lambda(SigmaDocument.Rule rule, String key) {
    String text = RuleRow.text(rule, key);
    if (text == null) {
      return null;
    }
    try {
      return lambdas.computeIfAbsent(text, call.run()::lambda);
    } catch (ArgumentException e) {
      call.run()
          .logOnce(
              LogLevel.ERROR,
              "sigma: \"" + key + "\" of \"" + rule.header().title() + "\": " + e.getMessage());
      return null;
    }
  }

  /// The event with the fields that rules add.
  Row before(Row event, @Nullable LogSource logSource) {
    Row enriched = event;
    for (Addition addition : additions) {
      if (logSource == null || addition.logSource.covers(logSource)) {
        Object added = LazyValue.force(addition.lambda.call(call.scope(), enriched));
        if (added instanceof Row fields) {
          Dict both = Dict.copyOf(enriched);
          fields.forEach(both::set);
          enriched = both;
        }
      }
    }
    return enriched;
  }

  @Nullable Object enrichment(SigmaDocument.Rule rule, Row event) {
    Lambda lambda = lambda(rule, "enrichment");
    return lambda == null ? null : LazyValue.force(lambda.call(call.scope(), event));
  }

  /// A lambda, or a text in which `%Field%` stands for a field.
  @Nullable Object details(SigmaDocument.Rule rule, Row event) {
    String text = RuleRow.text(rule, "details");
    if (text == null) {
      return defaultDetails == null
          ? null
          : LazyValue.force(defaultDetails.call(call.scope(), event));
    }
    if (text.contains("=>")) {
      Lambda lambda = lambda(rule, "details");
      return lambda == null ? null : LazyValue.force(lambda.call(call.scope(), event));
    }
    List<String> names = new ArrayList<>();
    Matcher matcher = PLACEHOLDER.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    Map<String, List<Object>> values = new EventFields(names).read(event);
    String filled =
        PLACEHOLDER
            .matcher(text)
            .replaceAll(
                m -> {
                  List<Object> found = values.get(m.group(1));
                  return Matcher.quoteReplacement(
                      found == null ? m.group() : EventFields.text(found.getFirst()));
                });
    return EventFields.value(filled);
  }
}
