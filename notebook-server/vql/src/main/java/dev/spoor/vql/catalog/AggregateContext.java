package dev.spoor.vql.catalog;

import dev.spoor.vql.value.Values;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The states of aggregate functions, one per call site. A statement, a GROUP BY bin and a call
/// with parentheses have one each.
public final class AggregateContext {
  private @Nullable Object firstSite;
  private @Nullable Object firstState;
  private @Nullable Map<Object, Object> others;

  @SuppressWarnings("unchecked")
  public synchronized <T> T state(Object callSite, Supplier<T> initial) {
    if (firstState != null && Values.same(callSite, firstSite)) {
      return (T) firstState;
    }
    if (firstSite == null) {
      T state = initial.get();
      firstSite = callSite;
      firstState = state;
      return state;
    }
    if (others == null) {
      others = new IdentityHashMap<>(4);
    }
    T known = (T) others.get(callSite);
    if (known == null) {
      known = initial.get();
      others.put(callSite, known);
    }
    return known;
  }
}
