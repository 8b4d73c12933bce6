package dev.spoor.launcher;

import dev.spoor.vql.catalog.Catalog;

/// What `./spoor vql` can call: the pure library, and what can be seen of this machine.
final class LocalCatalog {
  private LocalCatalog() {}

  static Catalog create() {
    return Catalog.EMPTY;
  }
}
