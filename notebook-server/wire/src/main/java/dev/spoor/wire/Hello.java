package dev.spoor.wire;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The agent's first message. It says nothing about who it is: that comes from its certificate.
///
/// @param protocols versions that the agent speaks, see [ProtocolVersion]
/// @param clock the agent's clock when this was sent; the server derives the skew
/// @param boots boots that still have rows in the spool, the current one first
/// @param facts hostname, os, architecture, kernel…, as shown on the client's page
/// @param capabilities VQL plugins and event sources that the agent has
/// @param allowed what the machine's owner switched on in `agent.yaml`: shell, execve, upload
/// @param tableVersion version of the monitoring table that runs now, 0 for none
public record Hello(
    List<Integer> protocols,
    String agentVersion,
    Instant clock,
    List<String> boots,
    Map<String, String> facts,
    List<String> capabilities,
    List<String> allowed,
    long tableVersion)
    implements Message {
  public Hello {
    protocols = List.copyOf(protocols);
    boots = List.copyOf(boots);
    boots.forEach(Boot::parse);
    facts = Map.copyOf(facts);
    capabilities = List.copyOf(capabilities);
    allowed = List.copyOf(allowed);
    Objects.requireNonNull(agentVersion);
    Objects.requireNonNull(clock);
  }
}
