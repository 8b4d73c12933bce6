package dev.spoor.launcher;

import dev.spoor.host.machine.MachinePlugins;
import dev.spoor.host.text.TextParsers;
import dev.spoor.sigma.plugin.SigmaLibrary;
import dev.spoor.vql.catalog.Catalog;
import dev.spoor.vql.library.CoreLibrary;

/// What `./spoor vql` can call: the pure library, Sigma, and what can be seen of this machine.
final class LocalCatalog {
  private LocalCatalog() {}

  static Catalog create() {
    return CoreLibrary.catalog()
        .with(TextParsers.functions(), TextParsers.plugins())
        .with(MachinePlugins.functions(), MachinePlugins.plugins())
        .with(SigmaLibrary.functions(), SigmaLibrary.plugins());
  }
}
