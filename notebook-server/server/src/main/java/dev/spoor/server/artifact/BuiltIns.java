package dev.spoor.server.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The definitions that ship with Spoor, by resource.
public final class BuiltIns {
  private static final String SERVER = "/dev/spoor/server/artifacts/";
  private static final String HOST = "/dev/spoor/host/artifacts/";

  private static final List<String> RESOURCES =
      List.of(
          SERVER + "Server.Alerts.ProcessCreation.yaml",
          SERVER + "Server.Alerts.Trackaccount.yaml",
          SERVER + "System.Events.Lost.yaml",
          HOST + "Linux.Detection.ProcessCreation.yaml",
          HOST + "Linux.Events.Trackaccount.yaml",
          HOST + "Windows.Detection.NamedPipes.yaml",
          HOST + "Windows.Detection.ProcessCreation.yaml",
          HOST + "Windows.Detection.ProcessInjection.yaml",
          HOST + "Windows.Detection.PsexecService.yaml",
          HOST + "Windows.Detection.RegistryPersistence.yaml",
          HOST + "Windows.Detection.Usn.yaml",
          HOST + "Windows.ETW.DNS.yaml",
          HOST + "Windows.ETW.DNSQueriesServer.yaml",
          HOST + "Windows.ETW.WMIProcessCreate.yaml",
          HOST + "Windows.Events.ServiceCreation.yaml",
          HOST + "Windows.Events.Trackaccount.yaml");

  private BuiltIns() {}

  public static List<String> definitions() {
    return RESOURCES.stream().map(BuiltIns::read).toList();
  }

  private static String read(String resource) {
    try (InputStream in = BuiltIns.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
