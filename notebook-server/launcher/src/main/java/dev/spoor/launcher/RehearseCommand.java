package dev.spoor.launcher;

import dev.spoor.server.database.SqliteLibrary;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `./spoor rehearse`: starts a server on an empty folder, asks for its first page and stops. The
/// script runs it once after a build, under `-XX:AOTCacheOutput`, so that later starts load classes
/// that are linked already.
@Command(name = "rehearse", hidden = true, description = "Start once and stop, to record a start.")
final class RehearseCommand implements Callable<Integer> {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Option(
      names = "--natives",
      paramLabel = "DIR",
      description = "put native libraries there, for -Dorg.sqlite.lib.path of later starts")
  @Nullable Path natives;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    CommandLine line = Objects.requireNonNull(spec).commandLine();
    if (natives != null) {
      SqliteLibrary.unpack(natives);
    }
    Path folder = Files.createTempDirectory("spoor-rehearse");
    try (House house = new House(HouseConfig.in(folder).withPorts(0, 0))) {
      House.Started started = house.start();
      try (HttpClient http = HttpClient.newHttpClient()) {
        for (String path : new String[] {"/", "/setup", "/api/v1/session"}) {
          HttpRequest request =
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + started.port() + path))
                  .header("Accept", "text/html")
                  .timeout(LIMIT)
                  .build();
          int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
          if (status >= 400) {
            line.getErr().println("spoor: rehearsal: " + path + " answered " + status);
            return 1;
          }
        }
      }
    } finally {
      delete(folder);
    }
    return 0;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
