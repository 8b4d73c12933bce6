package dev.spoor.sigma.document;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The body of a search identifier.
public sealed interface Detection {

  Place place();

  /// A mapping: every item must hold.
  record AllOf(List<Detection> items, Place place) implements Detection {
    public AllOf {
      items = List.copyOf(items);
    }
  }

  /// A list: one item must hold.
  record AnyOf(List<Detection> items, Place place) implements Detection {
    public AnyOf {
      items = List.copyOf(items);
    }
  }

  /// A field, or with no field a keyword looked for everywhere, and the values that it may have.
  record Test(
      @Nullable String field, List<Modifier> modifiers, List<SigmaValue> values, Place place)
      implements Detection {
    public Test {
      modifiers = List.copyOf(modifiers);
      values = List.copyOf(values);
    }

    public boolean has(Modifier modifier) {
      return modifiers.contains(modifier);
    }
  }
}
