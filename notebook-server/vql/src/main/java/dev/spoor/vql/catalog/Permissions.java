package dev.spoor.vql.catalog;

import java.util.Set;
import java.util.TreeSet;

/// The rights that a call needs. Saying none is a statement of its own: {@link #none()}.
public record Permissions(Set<String> names) {
  private static final Permissions NONE = new Permissions(Set.of());

  public Permissions {
    names = Set.copyOf(names);
  }

  public static Permissions none() {
    return NONE;
  }

  public static Permissions of(String... names) {
    if (names.length == 0) {
      throw new IllegalArgumentException("say Permissions.none()");
    }
    return new Permissions(Set.of(names));
  }

  public boolean isNone() {
    return names.isEmpty();
  }

  @Override
  public String toString() {
    return String.join(", ", new TreeSet<>(names));
  }
}
