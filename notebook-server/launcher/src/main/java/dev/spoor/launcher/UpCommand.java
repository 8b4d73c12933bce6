package dev.spoor.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `./spoor up`: the server and an agent of this machine, ready to be looked at.
@Command(
    name = "up",
    description = "Start the server and an agent of this machine; print the URL and a setup code.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Again: starts in seconds. Ctrl-C stops both.",
      "SPOOR_SETUP_CODE sets the setup code of a first run, for demos and tests."
    })
final class UpCommand extends ServeCommand {
  private static final String TOKEN_VARIABLE = "SPOOR_ENROLMENT_TOKEN";
  private static final int ENROL_SECONDS = 60;

  @Option(names = "--demo", description = "also watch this machine and bring the sample notebooks")
  boolean demo;

  private @Nullable Process agent;

  @Override
  public Integer call() throws InterruptedException {
    err().println("spoor: starting the server, data in " + data.toAbsolutePath());
    err().flush();
    HouseConfig config = config();
    House house = new House(config);
    CountDownLatch stopped =
        stopOnSignal(
            () -> {
              stopAgent();
              house.close();
            });
    House.Started started = house.start();
    if (demo) {
      started.demo().start();
    }
    try {
      startAgent(started);
    } catch (IOException e) {
      err().println("spoor: the agent did not start: " + e.getMessage());
    }
    print(config, started);
    err().println("spoor: next: open the URL, then Monitoring, then a notebook. Ctrl-C stops.");
    err().flush();
    stopped.await();
    return 0;
  }

  private void startAgent(House.Started started) throws IOException, InterruptedException {
    Path jar = HouseConfig.in(data).home().resolve("agent/target/spoor-agent.jar");
    if (!Files.exists(jar)) {
      throw new IOException(jar + " is not there: build it with ./spoor agent --help");
    }
    Path folder = data.toAbsolutePath().resolve("agent");
    if (!Files.exists(folder.resolve("identity").resolve("server"))) {
      enrol(jar, folder, started);
    }
    if (!"root".equals(System.getProperty("user.name"))) {
      err()
          .println(
              "spoor: without root the agent misses short processes; for all of them stop this and"
                  + " run: sudo ./spoor agent run --data "
                  + folder);
    }
    err().println("spoor: starting the agent of this machine");
    err().flush();
    ProcessBuilder builder = command(jar, "run", "--data", folder.toString());
    agent = builder.start();
  }

  private void enrol(Path jar, Path folder, House.Started started)
      throws IOException, InterruptedException {
    err().println("spoor: enrolling this machine");
    err().flush();
    ProcessBuilder builder =
        command(
            jar,
            "enroll",
            "--server",
            "https://127.0.0.1:" + started.agentPort(),
            "--data",
            folder.toString());
    // by environment, never on the command line: our own sensor would record it
    builder.environment().put(TOKEN_VARIABLE, started.enrolmentToken().get());
    Process process = builder.start();
    if (!process.waitFor(ENROL_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("enrolling took longer than " + ENROL_SECONDS + " s");
    }
    if (process.exitValue() != 0) {
      throw new IOException("enrolling failed with exit code " + process.exitValue());
    }
  }

  private static ProcessBuilder command(Path jar, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED",
                "-jar",
                jar.toString()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.INHERIT)
        .redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  private void stopAgent() {
    Process running = agent;
    if (running != null && running.isAlive()) {
      running.destroy();
      try {
        if (!running.waitFor(5, TimeUnit.SECONDS)) {
          running.destroyForcibly();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
