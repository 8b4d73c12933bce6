package dev.spoor.sigma;

import dev.spoor.sigma.correlation.CorrelationLimits;
import dev.spoor.sigma.correlation.CorrelationPlan;
import dev.spoor.sigma.correlation.Correlator;
import dev.spoor.sigma.document.Header;
import dev.spoor.sigma.document.SigmaDocument;
import dev.spoor.sigma.document.SigmaException;
import dev.spoor.sigma.match.CompiledRule;
import dev.spoor.sigma.match.FieldTable;
import dev.spoor.sigma.match.LambdaCheck;
import dev.spoor.sigma.match.LoadedRule;
import dev.spoor.sigma.match.RuleSnapshot;
import dev.spoor.sigma.match.SigmaMatcher;
import dev.spoor.sigma.pipeline.Pipeline;
import dev.spoor.sigma.pipeline.Pipelines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The rules in use. Loading, adding and removing take a lock; matching takes none and sees each
/// change as a whole. Safe for many threads, with a {@link SigmaMatcher} for each.
public final class SigmaRules {
  private final RuleLinker linker;
  private final Predicate<SigmaDocument.Rule> wanted;
  private final Map<String, SigmaDocument> documents = new LinkedHashMap<>();
  private final Map<String, LoadedRule> loaded = new HashMap<>();
  private volatile State state;

  private record State(RuleSnapshot snapshot, CorrelationPlan correlations) {}

  private SigmaRules(Builder builder) {
    FieldTable table = new FieldTable();
    this.linker = new RuleLinker(builder.pipelines, builder.lambdas, table);
    this.wanted = builder.wanted;
    LambdaCheck lambdas = builder.lambdas == null ? LambdaCheck.NONE : builder.lambdas;
    this.state = new State(RuleSnapshot.empty(table, lambdas), CorrelationPlan.NONE);
  }

  public static Builder builder() {
    return new Builder();
  }

  /// Settings of a set of rules; without any, Windows events are known and nothing else.
  public static final class Builder {
    private Pipelines pipelines = Pipelines.of(Pipeline.windows());
    private @Nullable LambdaCheck lambdas;
    private Predicate<SigmaDocument.Rule> wanted = rule -> true;

    private Builder() {}

    public Builder pipelines(Pipelines all) {
      pipelines = all;
      return this;
    }

    /// Allows the modifier `vql`.
    public Builder lambdas(LambdaCheck check) {
      lambdas = check;
      return this;
    }

    /// Rules that are left out, before anything is compiled.
    public Builder only(Predicate<SigmaDocument.Rule> rules) {
      wanted = rules;
      return this;
    }

    public SigmaRules build() {
      return new SigmaRules(this);
    }
  }

  /// Loads a file, or all of a folder.
  public LoadSummary load(Path path) throws IOException {
    RuleFiles files = new RuleFiles();
    files.read(path);
    return add(files);
  }

  /// Adds the documents of YAML texts; a document whose id is in use is rejected.
  ///
  /// @param name what messages call the text
  public LoadSummary add(String yaml, String name) {
    RuleFiles files = new RuleFiles();
    files.text(yaml, name);
    return add(files);
  }

  public LoadSummary addAll(Collection<String> texts) {
    RuleFiles files = new RuleFiles();
    texts.forEach(text -> files.text(text, ""));
    return add(files);
  }

  /// Adds documents that were parsed elsewhere.
  public LoadSummary addDocuments(Collection<? extends SigmaDocument> parsed) {
    RuleFiles files = new RuleFiles();
    files.documents().addAll(parsed);
    return add(files);
  }

  private synchronized LoadSummary add(RuleFiles files) {
    List<Rejection> rejected = new ArrayList<>(files.rejected());
    List<SigmaDocument> fresh = new ArrayList<>();
    for (SigmaDocument document : files.documents()) {
      Header header = document.header();
      if (document instanceof SigmaDocument.Rule rule && !wanted.test(rule)) {
        continue;
      }
      SigmaDocument same = documents.putIfAbsent(header.id(), document);
      if (same != null) {
        rejected.add(
            reject(
                document,
                new SigmaException(
                    "the id " + header.id() + " is used by " + name(same), header.place())));
      } else {
        fresh.add(document);
      }
    }
    List<SigmaDocument.Filter> filters = ofType(documents.values(), SigmaDocument.Filter.class);
    int filterCount = checkFilters(ofType(fresh, SigmaDocument.Filter.class), rejected, filters);
    Set<SigmaDocument.Rule> toCompile =
        new LinkedHashSet<>(ofType(fresh, SigmaDocument.Rule.class));
    int newRules = toCompile.size();
    List<LoadedRule> replaced = new ArrayList<>();
    List<SigmaDocument.Filter> freshFilters = ofType(fresh, SigmaDocument.Filter.class);
    for (SigmaDocument.Rule rule :
        freshFilters.isEmpty()
            ? List.<SigmaDocument.Rule>of()
            : ofType(documents.values(), SigmaDocument.Rule.class)) {
      LoadedRule known = loaded.get(rule.header().id());
      if (known != null && freshFilters.stream().anyMatch(f -> RuleLinker.applies(f, rule))) {
        replaced.add(known);
        toCompile.add(rule);
      }
    }
    List<CompiledRule> compiled = new ArrayList<>();
    int failed = 0;
    int unrouted = 0;
    for (SigmaDocument.Rule rule : toCompile) {
      try {
        CompiledRule one = linker.compile(rule, filters);
        compiled.add(one);
        loaded.put(rule.header().id(), one.rule());
        unrouted += linker.isRouted(rule) ? 0 : 1;
      } catch (SigmaException e) {
        failed++;
        rejected.add(reject(rule, e));
        documents.remove(rule.header().id());
      }
    }
    RuleSnapshot snapshot = state.snapshot();
    if (!replaced.isEmpty()) {
      snapshot = snapshot.without(Set.copyOf(replaced));
    }
    snapshot = snapshot.with(compiled, linker.router());
    int correlations = publish(snapshot, fresh, rejected);
    return new LoadSummary(
        files.files(), newRules - failed, correlations, filterCount, unrouted, rejected);
  }

  private int checkFilters(
      List<SigmaDocument.Filter> fresh,
      List<Rejection> rejected,
      List<SigmaDocument.Filter> filters) {
    int good = 0;
    for (SigmaDocument.Filter filter : fresh) {
      try {
        linker.check(filter);
        good++;
      } catch (SigmaException e) {
        rejected.add(reject(filter, e));
        documents.remove(filter.header().id());
        filters.remove(filter);
      }
    }
    return good;
  }

  /// Links the correlations anew; those that cannot be linked are rejected. Returns how many of the
  /// fresh ones are in use.
  private int publish(
      RuleSnapshot snapshot, Collection<SigmaDocument> fresh, List<Rejection> rejected) {
    CorrelationLinker correlations =
        new CorrelationLinker(documents.values(), loaded, state.correlations());
    correlations
        .failures()
        .forEach(
            (correlation, failure) -> {
              rejected.add(reject(correlation, failure));
              documents.remove(correlation.header().id());
            });
    state = new State(snapshot, correlations.plan());
    return (int)
        fresh.stream()
            .filter(d -> d instanceof SigmaDocument.Correlation)
            .filter(d -> documents.containsKey(d.header().id()))
            .count();
  }

  /// Removes a rule, correlation or filter; false if there is none of that id. Correlations that
  /// refer to it go as well, and are returned with the reason.
  public synchronized List<Rejection> remove(String id) {
    SigmaDocument gone = documents.remove(id);
    List<Rejection> rejected = new ArrayList<>();
    if (gone == null) {
      return rejected;
    }
    RuleSnapshot snapshot = state.snapshot();
    LoadedRule rule = loaded.remove(id);
    if (rule != null) {
      snapshot = snapshot.without(Set.of(rule));
    }
    if (gone instanceof SigmaDocument.Filter filter) {
      List<SigmaDocument.Filter> left = ofType(documents.values(), SigmaDocument.Filter.class);
      Set<LoadedRule> old = new LinkedHashSet<>();
      List<CompiledRule> again = new ArrayList<>();
      for (SigmaDocument.Rule other : ofType(documents.values(), SigmaDocument.Rule.class)) {
        LoadedRule known = loaded.get(other.header().id());
        if (known != null && RuleLinker.applies(filter, other)) {
          old.add(known);
          CompiledRule one = linker.compile(other, left);
          again.add(one);
          loaded.put(other.header().id(), one.rule());
        }
      }
      snapshot = snapshot.without(old).with(again, linker.router());
    }
    publish(snapshot, List.of(), rejected);
    return rejected;
  }

  private static String name(SigmaDocument document) {
    Header header = document.header();
    return header.file().isEmpty() ? "\"" + header.title() + "\"" : header.file();
  }

  private static Rejection reject(SigmaDocument document, SigmaException e) {
    Header header = document.header();
    return new Rejection(header.file(), header.id(), header.title(), e.reason(), e.place());
  }

  private static <T extends SigmaDocument> List<T> ofType(
      Collection<? extends SigmaDocument> documents, Class<T> type) {
    List<T> found = new ArrayList<>();
    for (SigmaDocument document : documents) {
      if (type.isInstance(document)) {
        found.add(type.cast(document));
      }
    }
    return found;
  }

  /// For one thread.
  public SigmaMatcher matcher() {
    return new SigmaMatcher(() -> state.snapshot());
  }

  /// For one thread: give it the matches, and it says which correlations come true.
  public Correlator correlator(CorrelationLimits limits) {
    return new Correlator(() -> state.correlations(), limits);
  }

  public CorrelationPlan correlations() {
    return state.correlations();
  }

  public RuleSnapshot snapshot() {
    return state.snapshot();
  }

  /// The rules in use, in the order in which they came.
  public synchronized List<SigmaDocument> documents() {
    return List.copyOf(documents.values());
  }
}
