package dev.spoor.agent.channel;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens connections with the agent's certificate, and renews it before when it is due. Used by the
/// channel's thread only.
final class IdentityLinks implements Link.Opener {
  private static final Logger LOG = LoggerFactory.getLogger(IdentityLinks.class);

  private final Path folder;
  private final Duration timeout;
  private final InstantSource clock;
  private AgentIdentity identity;

  IdentityLinks(Path folder, AgentIdentity identity, Duration timeout, InstantSource clock) {
    this.folder = folder;
    this.identity = identity;
    this.timeout = timeout;
    this.clock = clock;
  }

  @Override
  public Link open(Link.Listener listener) throws IOException, InterruptedException {
    if (identity.isRenewalDue(clock.instant())) {
      try {
        identity = Enrolment.renew(identity, folder);
        LOG.info("certificate renewed");
      } catch (IOException e) {
        // The old one is good for thirty days more.
        LOG.warn("certificate not renewed: {}", e.getMessage());
      }
    }
    return WebSocketLink.open(identity, timeout, listener);
  }
}
