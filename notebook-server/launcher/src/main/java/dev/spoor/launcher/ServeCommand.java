package dev.spoor.launcher;

import dev.spoor.host.config.Setting;
import dev.spoor.host.config.Settings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `./spoor serve`: the server alone, until it is stopped.
@Command(
    name = "serve",
    description = "Run the server alone.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  ./spoor serve",
      "  ./spoor serve --data /srv/spoor --agent-host 0.0.0.0",
      "",
      "What is not given here comes from the environment, then from spoor.yaml in the data",
      "folder; ./spoor config shows what holds and why."
    })
class ServeCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "${env:SPOOR_DATA:-data}",
      description = "everything that the server keeps (default: $SPOOR_DATA, or data)")
  Path data = Path.of("data");

  @Option(names = "--host", paramLabel = "ADDRESS", description = "address of pages and API")
  @Nullable String host;

  @Option(names = "--port", paramLabel = "PORT", description = "port of pages and API")
  @Nullable String port;

  @Option(
      names = "--agent-host",
      paramLabel = "ADDRESS",
      description = "address on which agents connect")
  @Nullable String agentHost;

  @Option(names = "--agent-port", paramLabel = "PORT", description = "for agents, always TLS")
  @Nullable String agentPort;

  @Option(
      names = "--egress-allow",
      paramLabel = "HOST:PORT",
      description = "messages may go there although it is private or without TLS")
  @Nullable List<String> egressAllowed;

  @Spec @Nullable CommandSpec spec;

  /// The command line, then the environment, then `spoor.yaml` in the data folder.
  Settings settings() {
    Map<String, List<String>> given = new HashMap<>();
    give(given, ServerSettings.PAGES_HOST, host);
    give(given, ServerSettings.PAGES_PORT, port);
    give(given, ServerSettings.AGENT_HOST, agentHost);
    give(given, ServerSettings.AGENT_PORT, agentPort);
    if (egressAllowed != null) {
      given.put(ServerSettings.EGRESS_ALLOW.key(), egressAllowed);
    }
    return ServerSettings.read(data.toAbsolutePath(), Settings.environment(), given);
  }

  private static void give(
      Map<String, List<String>> given, Setting setting, @Nullable String value) {
    if (value != null) {
      given.put(setting.key(), List.of(value));
    }
  }

  HouseConfig config() {
    return ServerSettings.config(data.toAbsolutePath(), settings());
  }

  PrintWriter err() {
    return Objects.requireNonNull(spec).commandLine().getErr();
  }

  @Override
  public Integer call() throws InterruptedException {
    HouseConfig config = config();
    House house = new House(config);
    CountDownLatch stopped = stopOnSignal(house::close);
    House.Started started = house.start();
    print(config, started);
    stopped.await();
    return 0;
  }

  /// Ctrl-C and a service manager's stop both end in the shutdown hooks.
  static CountDownLatch stopOnSignal(Runnable close) {
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("stop")
                .unstarted(
                    () -> {
                      close.run();
                      stopped.countDown();
                    }));
    return stopped;
  }

  void print(HouseConfig config, House.Started started) {
    PrintWriter err = err();
    err.println("spoor: pages and API  " + config.origin() + ":" + started.port());
    err.println("spoor: agents         https://" + config.agentHost() + ":" + started.agentPort());
    started
        .setupCode()
        .ifPresent(
            code ->
                err.println(
                    "spoor: First run. Setup code: "
                        + code
                        + "   (good for 15 minutes, for the first user)"));
    err.flush();
  }
}
