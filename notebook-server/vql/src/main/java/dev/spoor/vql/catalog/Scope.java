package dev.spoor.vql.catalog;

import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.Values;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The stack of variables that names are looked up in, innermost first, with the aggregate context
/// that is in force. A scope that owns clean-up runs it, last first, when it is closed.
public final class Scope {
  /// What {@link #find} answers for a name that nobody knows.
  public static final Object UNKNOWN = new Object();

  private static final int MAX_WEIGHT = 40_000;
  // a nested program: parser, compiler and streams
  private static final int ISOLATED_WEIGHT = 50;

  /// No variables at all.
  public static final Row NOTHING =
      new Row() {
        @Override
        public List<String> columns() {
          return List.of();
        }

        @Override
        public @Nullable Object find(String column, @Nullable Object missing) {
          return missing;
        }
      };

  private final @Nullable Scope parent;
  private final Row variables;
  private final RunContext run;
  private final AggregateContext aggregates;
  private final int depth;
  // how much of the Java stack the evaluation up to here may have taken, in nodes
  private final int weight;
  private final Scope owner;
  // where a look-up goes on: the next scope outwards that has variables
  private final @Nullable Scope outer;
  private @Nullable List<Runnable> closers;
  private boolean closed;

  private Scope(
      @Nullable Scope parent,
      Row variables,
      RunContext run,
      AggregateContext aggregates,
      int depth,
      int weight,
      @Nullable Scope owner) {
    this.parent = parent;
    this.variables = variables;
    this.run = run;
    this.aggregates = aggregates;
    this.depth = depth;
    this.weight = weight;
    this.owner = owner == null ? this : owner;
    this.outer = parent == null || parent.hasVariables() ? parent : parent.outer;
  }

  /// A scope without anything around it; LET writes into `variables`.
  public static Scope root(RunContext run, Dict variables) {
    return new Scope(null, variables, run, new AggregateContext(), 0, 0, null);
  }

  // a scope seen as a row adds nothing to look-ups: what it knows comes from further out
  private boolean hasVariables() {
    return variables != NOTHING && !(variables instanceof ScopeRow);
  }

  /// A scope inside this one where these names come first.
  public Scope with(Row inner) {
    return new Scope(this, inner, run, aggregates, depth + 1, weight + 1, owner);
  }

  /// As {@link #with}, with aggregates that start anew.
  public Scope withAggregates(Row inner, AggregateContext fresh) {
    return new Scope(this, inner, run, fresh, depth + 1, weight + 1, owner);
  }

  /// As {@link #with}, owning the clean-up that is registered inside it; must be closed.
  public Scope owning(Row inner) {
    return new Scope(this, inner, run, aggregates, depth + 1, weight + 1, null);
  }

  /// As {@link #owning}, with aggregates that start anew.
  public Scope owningAggregates(Row inner, AggregateContext fresh) {
    return new Scope(this, inner, run, fresh, depth + 1, weight + 1, null);
  }

  /// A scope for the body of a LET or of a query; null, with one log line, when scopes nest too
  /// deep. `height` is what the body adds to the stack.
  public @Nullable Scope nested(Row inner, @Nullable AggregateContext fresh, int height) {
    if (depth >= run.limits().depth() || weight + height > MAX_WEIGHT) {
      run.logOnce(LogLevel.ERROR, "Stack Overflow: scopes are nested " + depth + " deep");
      return null;
    }
    return new Scope(
        this, inner, run, fresh == null ? aggregates : fresh, depth + 1, weight + height, owner);
  }

  /// True if no program of its own may be run from here any more.
  public boolean isTooDeep() {
    return depth >= run.limits().depth() || weight + ISOLATED_WEIGHT > MAX_WEIGHT;
  }

  /// A scope that sees nothing of this one but is as deep as it.
  public Scope isolated(Row variables) {
    return new Scope(
        null, variables, run, new AggregateContext(), depth + 1, weight + ISOLATED_WEIGHT, owner);
  }

  public RunContext run() {
    return run;
  }

  public AggregateContext aggregates() {
    return aggregates;
  }

  /// How many scopes this one is nested in.
  public int depth() {
    return depth;
  }

  /// The variables of this scope alone.
  public Row variables() {
    return variables;
  }

  public @Nullable Scope parent() {
    return parent;
  }

  /// The raw value of a name, or {@link #UNKNOWN}.
  public @Nullable Object find(String name) {
    for (Scope at = hasVariables() ? this : outer; at != null; at = at.outer) {
      Object value = at.variables.find(name, UNKNOWN);
      if (!Values.same(value, UNKNOWN)) {
        return value;
      }
    }
    return UNKNOWN;
  }

  public boolean has(String name) {
    for (Scope at = hasVariables() ? this : outer; at != null; at = at.outer) {
      if (at.variables.has(name)) {
        return true;
      }
    }
    return false;
  }

  /// Registers clean-up with the scope that owns this one.
  public void onClose(Runnable closer) {
    Scope o = owner;
    synchronized (o) {
      if (!o.closed) {
        if (o.closers == null) {
          o.closers = new ArrayList<>(2);
        }
        o.closers.add(closer);
        return;
      }
    }
    closer.run();
  }

  /// Runs the clean-up that this scope owns, last registered first.
  public void close() {
    List<Runnable> mine;
    synchronized (this) {
      closed = true;
      mine = closers;
      closers = null;
    }
    if (mine != null) {
      for (int i = mine.size() - 1; i >= 0; i--) {
        mine.get(i).run();
      }
    }
  }
}
