package dev.spoor.vql.catalog;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a query offers to its source: the conjuncts of WHERE as data, the columns that are read,
/// the number of rows wanted. The source may use any of it to read less; a conjunct that it takes
/// exactly is not evaluated again.
public final class Pushdown {
  /// Nothing is offered.
  public static final Pushdown NONE = new Pushdown(List.of(), null, OptionalLong.empty());

  /// One part of WHERE, joined with the others by AND.
  public static final class Conjunct {
    private final OfferedPredicate predicate;
    private final String text;
    private boolean exact;

    public Conjunct(OfferedPredicate predicate, String text) {
      this.predicate = predicate;
      this.text = text;
    }

    public OfferedPredicate predicate() {
      return predicate;
    }

    /// Its canonical text.
    public String text() {
      return text;
    }

    /// The source promises: every row that it gives fulfils this, every one that does is given.
    public void takeExactly() {
      exact = true;
    }

    public boolean isExact() {
      return exact;
    }
  }

  private final List<Conjunct> conjuncts;
  private final @Nullable Set<String> columns;
  private final OptionalLong limit;

  public Pushdown(List<Conjunct> conjuncts, @Nullable Set<String> columns, OptionalLong limit) {
    this.conjuncts = List.copyOf(conjuncts);
    this.columns = columns == null ? null : Set.copyOf(columns);
    this.limit = limit;
  }

  public List<Conjunct> conjuncts() {
    return conjuncts;
  }

  /// The first components of all names that the query may read from a row; null = all columns.
  public @Nullable Set<String> columns() {
    return columns;
  }

  /// The number of rows after which the query stops, if every conjunct is taken exactly and no
  /// grouping or sorting needs more.
  public OptionalLong limit() {
    return conjuncts.stream().allMatch(Conjunct::isExact) ? limit : OptionalLong.empty();
  }
}
