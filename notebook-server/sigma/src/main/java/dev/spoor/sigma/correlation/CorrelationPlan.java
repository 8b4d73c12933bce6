package dev.spoor.sigma.correlation;

import dev.spoor.sigma.document.SigmaDocument.Correlation;
import dev.spoor.sigma.match.LoadedRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The correlations that are in use, and who listens to whom. Immutable.
public final class CorrelationPlan {
  public static final CorrelationPlan NONE = new CorrelationPlan(List.of());

  /// A correlation with its references resolved: each member is a {@link LoadedRule} or another
  /// {@link Resolved}, in the order of the document.
  public record Resolved(Correlation correlation, List<Object> members) {
    public Resolved {
      members = List.copyOf(members);
    }
  }

  /// A correlation that hears of a member's matches.
  ///
  /// @param member which of the correlation's rules it is
  /// @param groupFields the fields of the member's events that make up the group
  record Listener(Resolved target, int member, List<String> groupFields) {}

  private final List<Resolved> correlations;
  private final Map<Object, List<Listener>> listeners = new HashMap<>();
  private final Set<Object> silent = new HashSet<>();
  private final Set<String> fields = new LinkedHashSet<>();

  /// @param correlations those that others refer to come before them
  public CorrelationPlan(List<Resolved> correlations) {
    this.correlations = List.copyOf(correlations);
    Set<Object> loud = new HashSet<>();
    for (Resolved resolved : correlations) {
      Correlation correlation = resolved.correlation();
      fields.addAll(correlation.condition().fields());
      for (int i = 0; i < resolved.members().size(); i++) {
        Object member = resolved.members().get(i);
        List<String> groupFields = groupFields(correlation, i);
        fields.addAll(groupFields);
        listeners
            .computeIfAbsent(member, m -> new ArrayList<>())
            .add(new Listener(resolved, i, groupFields));
        (correlation.generate() ? loud : silent).add(member);
      }
    }
    silent.removeAll(loud);
  }

  private static List<String> groupFields(Correlation correlation, int member) {
    String rule = correlation.rules().get(member).text();
    List<String> names = new ArrayList<>();
    for (String name : correlation.groupBy()) {
      Map<String, String> alias = correlation.aliases().get(name);
      String field = alias == null ? name : alias.get(rule);
      names.add(field == null ? name : field);
    }
    return names;
  }

  public List<Resolved> correlations() {
    return correlations;
  }

  public boolean isEmpty() {
    return correlations.isEmpty();
  }

  /// True if a rule or correlation is only there for others: its matches are not shown themselves.
  public boolean isSilent(Object ruleOrCorrelation) {
    return silent.contains(ruleOrCorrelation);
  }

  /// True if some correlation wants to hear of the rule.
  public boolean isHeard(LoadedRule rule) {
    return listeners.containsKey(rule);
  }

  List<Listener> listeners(Object source) {
    @Nullable List<Listener> known = listeners.get(source);
    return known == null ? List.of() : known;
  }

  Set<String> fields() {
    return fields;
  }
}
