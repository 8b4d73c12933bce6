package dev.spoor.server.detection;

import dev.spoor.sigma.document.LogSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which log source the rows of an artifact are of, where the rows alone do not say it.
public final class EventLogSources {
  private static final Map<String, LogSource> KNOWN =
      Map.ofEntries(
          Map.entry("Windows.Detection.ProcessCreation", windows("process_creation")),
          Map.entry("Windows.Detection.RegistryPersistence", windows("registry_set")),
          Map.entry("Windows.Detection.NamedPipes", windows("pipe_created")),
          Map.entry(
              "Windows.Detection.ProcessInjection/RemoteThread", windows("create_remote_thread")),
          Map.entry("Windows.Detection.ProcessInjection/ProcessAccess", windows("process_access")),
          Map.entry("Windows.ETW.DNS", windows("dns_query")),
          Map.entry("Windows.Events.Trackaccount", new LogSource("windows", null, "security")),
          Map.entry("Windows.Events.ServiceCreation", new LogSource("windows", null, "system")),
          Map.entry(
              "Linux.Detection.ProcessCreation", new LogSource("linux", "process_creation", null)),
          Map.entry("Linux.Events.Trackaccount", new LogSource("linux", null, "auth")));

  private EventLogSources() {}

  private static LogSource windows(String category) {
    return new LogSource("windows", category, null);
  }

  /// Null where only the rows say it.
  public static @Nullable LogSource of(String artifact) {
    return KNOWN.get(artifact);
  }
}
