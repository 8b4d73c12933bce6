package dev.spoor.sigma.match;

import java.util.List;
import java.util.Map;

/// What a rule needs beside its text.
///
/// @param fields a rule's field → the event's field
/// @param placeholders name → the values it stands for
/// @param lambdas whether the modifier `vql` can be had
public record CompileOptions(
    Map<String, String> fields, Map<String, List<String>> placeholders, boolean lambdas) {
  public static final CompileOptions PLAIN = new CompileOptions(Map.of(), Map.of(), false);

  public CompileOptions {
    fields = Map.copyOf(fields);
    placeholders = Map.copyOf(placeholders);
  }

  public CompileOptions withFields(Map<String, String> mapped) {
    return new CompileOptions(mapped, placeholders, lambdas);
  }
}
