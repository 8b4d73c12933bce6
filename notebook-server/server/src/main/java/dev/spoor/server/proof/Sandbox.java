package dev.spoor.server.proof;

import dev.spoor.host.machine.MachinePlugins;
import dev.spoor.host.recording.RecordedSources;
import dev.spoor.host.recording.RecordingFacts;
import dev.spoor.host.recording.RecordingIndex;
import dev.spoor.host.text.TextParsers;
import dev.spoor.server.alert.AlertFunction;
import dev.spoor.server.alert.AlertSignal;
import dev.spoor.server.artifact.Artifact;
import dev.spoor.server.artifact.ArtifactCompiler;
import dev.spoor.server.delivery.DeliverFunction;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.monitoring.WatchMonitoringPlugin;
import dev.spoor.sigma.plugin.SigmaLibrary;
import dev.spoor.vql.catalog.ArgumentType;
import dev.spoor.vql.catalog.Catalog;
import dev.spoor.vql.catalog.Permissions;
import dev.spoor.vql.catalog.Signature;
import dev.spoor.vql.catalog.VqlFunction;
import dev.spoor.vql.catalog.VqlPlugin;
import dev.spoor.vql.library.CoreLibrary;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.RowStream;
import dev.spoor.vql.value.VqlString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What the queries of one replay can reach: the language, the recording, and nothing else. No
/// machine, no store, no network, no message.
final class Sandbox {
  private static final String HOST = "replay";
  // the client that rows are of: nobody enrolled can have it
  static final String CLIENT = "C.0000000000000000";

  private static final Signature CLIENT_INFO =
      Signature.named("client_info", "What is known of the recording's host.")
          .optional("client_id", ArgumentType.STRING, "its id")
          .needs(Permissions.of(Permission.READ_RESULTS.name()))
          .build();

  private final RecordingFacts facts;
  private final List<ReplayResult.HeldDelivery> held = new ArrayList<>();
  private final List<ReplayResult.HeldAlert> alerts = new ArrayList<>();
  private final Catalog catalog;
  private final ArtifactCompiler compiler;
  private volatile String running = "";

  Sandbox(
      Function<String, Optional<Artifact>> definitions,
      RecordingIndex index,
      RecordedSources sources) {
    this.facts = index.facts();
    List<VqlPlugin> plugins = new ArrayList<>(sources.plugins());
    plugins.add(VqlPlugin.of(MachinePlugins.INFO, call -> RowStream.of(info())));
    plugins.add(sources.monitoring(WatchMonitoringPlugin.SIGNATURE));
    List<VqlFunction> functions = new ArrayList<>(sources.functions());
    functions.add(VqlFunction.of(CLIENT_INFO, call -> client()));
    functions.add(new DeliverFunction((principal, request) -> hold(request)));
    functions.add(new AlertFunction((principal, signal) -> hold(signal)));
    this.catalog =
        CoreLibrary.catalog()
            .with(TextParsers.functions(), TextParsers.plugins())
            .with(SigmaLibrary.functions(), SigmaLibrary.plugins())
            .with(functions, plugins);
    this.compiler = new ArtifactCompiler(definitions, catalog, catalog, List.of());
  }

  Catalog catalog() {
    return catalog;
  }

  ArtifactCompiler compiler() {
    return compiler;
  }

  /// Who asks inside; may do everything, for there is nothing to be done.
  static Principal principal() {
    return new Principal.Service(HOST, Set.of(Permission.values()));
  }

  String system() {
    return facts.os();
  }

  String host() {
    return facts.host().isEmpty() ? HOST : facts.host();
  }

  /// Names what runs, for the messages that it makes.
  void running(String name) {
    running = name;
  }

  List<ReplayResult.HeldDelivery> held() {
    synchronized (held) {
      return List.copyOf(held);
    }
  }

  private String hold(dev.spoor.server.delivery.DeliveryRequest request) {
    synchronized (held) {
      held.add(
          new ReplayResult.HeldDelivery(
              running, request.target(), request.text(), request.event()));
      return "D.held" + held.size();
    }
  }

  List<ReplayResult.HeldAlert> alerts() {
    synchronized (held) {
      return List.copyOf(alerts);
    }
  }

  private void hold(AlertSignal signal) {
    synchronized (held) {
      alerts.add(
          new ReplayResult.HeldAlert(
              running, signal.rule(), signal.title(), signal.severity().text(), signal.why()));
    }
  }

  private Dict info() {
    return new Dict()
        .with("Hostname", host())
        .with("Fqdn", host())
        .with("OS", facts.os().isEmpty() ? "windows" : facts.os())
        .with("Platform", facts.os())
        .with("Architecture", "amd64");
  }

  private Dict client() {
    Dict os = new Dict().with("hostname", host()).with("fqdn", host()).with("system", facts.os());
    Dict client = new Dict().with("client_id", VqlString.of(CLIENT)).with("os_info", os);
    client.set("labels", List.of());
    return client;
  }
}
