package dev.spoor.sigma.match;

/// Evaluates a lambda of the query language over a field's value.
@FunctionalInterface
public interface LambdaCheck {
  LambdaCheck NONE = (text, value) -> false;

  boolean holds(String text, Object value);
}
