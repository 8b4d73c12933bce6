package dev.spoor.server.proof;

import dev.spoor.sigma.SigmaRules;
import dev.spoor.sigma.document.Condition;
import dev.spoor.sigma.document.Detection;
import dev.spoor.sigma.document.Header;
import dev.spoor.sigma.document.LogSource;
import dev.spoor.sigma.document.Modifier;
import dev.spoor.sigma.document.SigmaDocument;
import dev.spoor.sigma.document.SigmaValue;
import dev.spoor.sigma.match.SigmaMatcher;
import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Why an event did not match a rule: each item of the rule is a rule of its own here, and an item
/// that alone stands between the event and a match is what was missed.
final class RuleConditions {
  static final RuleConditions NONE = new RuleConditions(List.of(), SigmaRules.builder().build());
  private static final int MAX_ITEMS = 500;

  /// A rule taken apart.
  ///
  /// @param parts by detection, the ids of its items; one id for a detection that is a list
  private record Apart(SigmaDocument.Rule rule, Map<String, List<String>> parts) {}

  private final List<Apart> rules;
  private final SigmaMatcher matcher;
  private final Map<String, String> texts = new HashMap<>();

  private RuleConditions(List<Apart> rules, SigmaRules items) {
    this.rules = rules;
    this.matcher = items.matcher();
  }

  static RuleConditions of(SigmaRules rules) {
    SigmaRules items = SigmaRules.builder().build();
    List<Apart> apart = new ArrayList<>();
    Map<String, String> texts = new HashMap<>();
    List<SigmaDocument> documents = new ArrayList<>();
    for (SigmaDocument document : rules.documents()) {
      if (document instanceof SigmaDocument.Rule rule && documents.size() < MAX_ITEMS) {
        Map<String, List<String>> parts = new LinkedHashMap<>();
        rule.detections()
            .forEach(
                (name, detection) -> {
                  List<Detection> pieces =
                      detection instanceof Detection.AllOf all ? all.items() : List.of(detection);
                  List<String> ids = new ArrayList<>();
                  for (Detection piece : pieces) {
                    String id = rule.header().id() + "#" + name + "#" + ids.size();
                    ids.add(id);
                    texts.put(id, name + ": " + text(piece));
                    documents.add(
                        single(rule, id, piece, new Condition.Name("item", piece.place())));
                  }
                  parts.put(name, ids);
                });
        Detection never =
            new Detection.Test(
                "no such field",
                List.of(),
                List.of(new SigmaValue.Text("-", rule.header().place())),
                rule.header().place());
        documents.add(
            single(
                rule,
                anyEvent(rule),
                never,
                new Condition.Not(
                    new Condition.Name("item", rule.header().place()), rule.header().place())));
        apart.add(new Apart(rule, parts));
      }
    }
    items.addDocuments(documents);
    RuleConditions made = new RuleConditions(apart, items);
    made.texts.putAll(texts);
    return made;
  }

  /// The id of a rule that matches every event of the log source.
  private static String anyEvent(SigmaDocument.Rule rule) {
    return rule.header().id() + "#";
  }

  private static SigmaDocument.Rule single(
      SigmaDocument.Rule rule, String id, Detection piece, Condition condition) {
    Header of = rule.header();
    Header header =
        new Header(
            id,
            id,
            null,
            of.level(),
            null,
            null,
            null,
            List.of(),
            List.of(),
            List.of(),
            of.file(),
            of.place());
    return new SigmaDocument.Rule(
        header, rule.logSource(), Map.of("item", piece), condition, rule.source());
  }

  static String text(Detection piece) {
    return switch (piece) {
      case Detection.Test test -> {
        StringBuilder out = new StringBuilder(test.field() == null ? "keyword" : test.field());
        for (Modifier modifier : test.modifiers()) {
          out.append('|').append(modifier.name().toLowerCase(Locale.ROOT).replace("_", ""));
        }
        yield out.toString();
      }
      case Detection.AnyOf any -> "one of " + any.items().size();
      case Detection.AllOf all -> "all of " + all.items().size();
    };
  }

  /// Tells what alone kept an event from matching.
  void missed(Row row, @Nullable LogSource source, Consumer<ReplayResult.NearMiss> listener) {
    if (rules.isEmpty()) {
      return;
    }
    Set<String> held = new HashSet<>();
    matcher.match(row, source, rule -> held.add(rule.id()));
    for (Apart rule : rules) {
      for (List<String> ids : rule.parts().values()) {
        for (String id : ids) {
          boolean with =
              holds(rule.rule().condition(), rule, one -> held.contains(one) != one.equals(id));
          if (with && held.contains(anyEvent(rule.rule()))) {
            listener.accept(
                new ReplayResult.NearMiss(
                    rule.rule().header().title(),
                    texts.getOrDefault(id, id),
                    Json.readRow(Json.writeBytes(row), Json.ReadOptions.DEFAULT)));
          }
        }
      }
    }
  }

  private static boolean holds(Condition condition, Apart rule, Predicate<String> items) {
    return switch (condition) {
      case Condition.And and -> and.parts().stream().allMatch(part -> holds(part, rule, items));
      case Condition.Or or -> or.parts().stream().anyMatch(part -> holds(part, rule, items));
      case Condition.Not not -> !holds(not.part(), rule, items);
      case Condition.Name name -> detection(name.name(), rule, items);
      case Condition.Of of -> {
        long held = of.names().stream().filter(name -> detection(name, rule, items)).count();
        yield of.count() == 0 ? held == of.names().size() : held >= of.count();
      }
    };
  }

  private static boolean detection(String name, Apart rule, Predicate<String> items) {
    List<String> ids = rule.parts().get(name);
    return ids != null && ids.stream().allMatch(items);
  }
}
