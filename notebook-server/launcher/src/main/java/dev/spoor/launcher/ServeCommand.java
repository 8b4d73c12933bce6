package dev.spoor.launcher;

import dev.spoor.server.http.HttpConfig;
import dev.spoor.server.http.agent.AgentConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
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
      "  ./spoor serve --data /srv/spoor --agent-host 0.0.0.0"
    })
class ServeCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "${env:SPOOR_DATA:-data}",
      description = "everything that the server keeps (default: $SPOOR_DATA, or data)")
  Path data = Path.of("data");

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "" + HttpConfig.DEFAULT_PORT,
      description = "pages and API, on 127.0.0.1 (default: ${DEFAULT-VALUE})")
  int port;

  @Option(
      names = "--agent-host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "address on which agents connect (default: ${DEFAULT-VALUE})")
  String agentHost = "127.0.0.1";

  @Option(
      names = "--agent-port",
      paramLabel = "PORT",
      defaultValue = "" + AgentConfig.DEFAULT_PORT,
      description = "for agents, always TLS (default: ${DEFAULT-VALUE})")
  int agentPort;

  @Option(
      names = "--egress-allow",
      paramLabel = "HOST:PORT",
      description = "messages may go there although it is private or without TLS")
  Set<String> egressAllowed = Set.of();

  @Spec @Nullable CommandSpec spec;

  HouseConfig config() {
    HouseConfig defaults = HouseConfig.in(data.toAbsolutePath());
    return new HouseConfig(
        defaults.data(),
        defaults.home(),
        defaults.host(),
        port,
        agentHost,
        agentPort,
        egressAllowed);
  }

  PrintWriter err() {
    return Objects.requireNonNull(spec).commandLine().getErr();
  }

  @Override
  public Integer call() throws InterruptedException {
    House house = new House(config());
    CountDownLatch stopped = stopOnSignal(house::close);
    House.Started started = house.start();
    print(started);
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

  void print(House.Started started) {
    PrintWriter err = err();
    err.println("spoor: pages and API  http://127.0.0.1:" + started.port());
    err.println("spoor: agents         https://" + agentHost + ":" + started.agentPort());
    started
        .setupCode()
        .ifPresent(
            code ->
                err.println(
                    "spoor: setup code     "
                        + code
                        + "   (good for 15 minutes, for the first user)"));
    err.flush();
  }
}
