package dev.spoor.server.proof;

import dev.spoor.host.recording.Recording;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.List;

/// The tests that ship with the built-in detections, by resource.
public final class BuiltInTests {
  private static final String FOLDER = "/dev/spoor/server/detections/";

  private static final List<String> DETECTIONS =
      List.of(
          "Windows.Detection.NamedPipes",
          "Windows.Detection.ProcessCreation",
          "Windows.Detection.ProcessInjection",
          "Windows.Detection.PsexecService",
          "Windows.Detection.RegistryPersistence",
          "Windows.Detection.Usn",
          "Windows.ETW.DNS",
          "Windows.ETW.DNSQueriesServer",
          "Windows.ETW.WMIProcessCreate",
          "Windows.Events.ServiceCreation",
          "Windows.Events.Trackaccount");

  private BuiltInTests() {}

  /// The names of the test files.
  public static List<String> files() {
    return DETECTIONS.stream().map(name -> name + ".test.yaml").toList();
  }

  public static TestFile read(String file) {
    return TestFile.read(text(file), BuiltInTests::text);
  }

  /// The text of a test file, or of one that it names.
  public static String text(String file) {
    try {
      return new String(bytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A recording that they name.
  public static Recording recording(String name) throws IOException {
    return Recording.of(name, bytes(name));
  }

  private static byte[] bytes(String name) throws IOException {
    try (InputStream in =
        name.contains("..") ? null : BuiltInTests.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new NoSuchFileException(name);
      }
      return in.readAllBytes();
    }
  }
}
