package dev.spoor.server.client;

import dev.spoor.server.identity.ClientId;
import java.util.Set;

/// Hears that labels changed, after the commit, on the thread that changed them; no transaction is
/// open.
@FunctionalInterface
public interface LabelListener {
  void labelsChanged(Set<ClientId> clients);
}
