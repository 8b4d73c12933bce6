package dev.spoor.agent;

import dev.spoor.host.machine.MachineFacts;
import java.util.Map;
import java.util.TreeMap;

/// What the agent says of its machine.
final class AgentFacts {
  private AgentFacts() {}

  static Map<String, String> now() {
    Map<String, String> facts = new TreeMap<>();
    facts.put("hostname", MachineFacts.hostname());
    facts.put("os", MachineFacts.operatingSystem());
    facts.put("arch", MachineFacts.architecture());
    facts.put("kernel", System.getProperty("os.version", ""));
    facts.put("agentVersion", AgentMain.VERSION);
    facts.put("java", System.getProperty("java.version", ""));
    return facts;
  }
}
