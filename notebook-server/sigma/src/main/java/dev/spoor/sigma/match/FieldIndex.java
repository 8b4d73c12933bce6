package dev.spoor.sigma.match;

import dev.spoor.sigma.match.FieldCheck.Variant;
import org.jspecify.annotations.Nullable;

/// The indexes of one field, by variant of its text.
record FieldIndex(@Nullable TextIndex[] indexes) {
  @Nullable TextIndex of(Variant variant) {
    return indexes[variant.ordinal()];
  }
}
