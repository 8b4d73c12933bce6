package dev.spoor.launcher;

import dev.spoor.host.machine.MachinePlugins;
import dev.spoor.host.source.WatchSignatures;
import dev.spoor.host.text.TextParsers;
import dev.spoor.server.access.ApiTokens;
import dev.spoor.server.access.AuditLog;
import dev.spoor.server.access.Logins;
import dev.spoor.server.access.Secrets;
import dev.spoor.server.access.Sessions;
import dev.spoor.server.access.Settings;
import dev.spoor.server.access.Users;
import dev.spoor.server.alert.AlertEvidence;
import dev.spoor.server.alert.AlertFeed;
import dev.spoor.server.alert.AlertFunction;
import dev.spoor.server.alert.AlertTimer;
import dev.spoor.server.alert.Alerts;
import dev.spoor.server.alert.Decisions;
import dev.spoor.server.artifact.Artifact;
import dev.spoor.server.artifact.ArtifactCompiler;
import dev.spoor.server.artifact.ArtifactFunctions;
import dev.spoor.server.artifact.Artifacts;
import dev.spoor.server.artifact.KnownArtifact;
import dev.spoor.server.audit.Audit;
import dev.spoor.server.certificate.CertificateAuthority;
import dev.spoor.server.certificate.Enrolment;
import dev.spoor.server.client.ClientFunctions;
import dev.spoor.server.client.Clients;
import dev.spoor.server.client.ClientsPlugin;
import dev.spoor.server.database.Database;
import dev.spoor.server.delivery.DeliverFunction;
import dev.spoor.server.delivery.Deliveries;
import dev.spoor.server.delivery.DeliveryConfig;
import dev.spoor.server.delivery.DeliveryWorker;
import dev.spoor.server.delivery.Redactor;
import dev.spoor.server.event.EventStore;
import dev.spoor.server.event.retention.Retention;
import dev.spoor.server.http.AuditRoutes;
import dev.spoor.server.http.ClientRoutes;
import dev.spoor.server.http.EgressHttp;
import dev.spoor.server.http.EnrolmentRoutes;
import dev.spoor.server.http.HealthRoutes;
import dev.spoor.server.http.HttpServer;
import dev.spoor.server.http.Pages;
import dev.spoor.server.http.RouteGroup;
import dev.spoor.server.http.SessionRoutes;
import dev.spoor.server.http.SettingRoutes;
import dev.spoor.server.http.SpoorVertx;
import dev.spoor.server.http.UserRoutes;
import dev.spoor.server.http.administration.EnrolmentTokenRoutes;
import dev.spoor.server.http.administration.RetentionRoutes;
import dev.spoor.server.http.agent.AgentChannel;
import dev.spoor.server.http.agent.AgentConfig;
import dev.spoor.server.http.agent.AgentServer;
import dev.spoor.server.http.alert.AlertRoutes;
import dev.spoor.server.http.alert.AlertTopic;
import dev.spoor.server.http.alert.DecisionRoutes;
import dev.spoor.server.http.delivery.DeliveryRoutes;
import dev.spoor.server.http.description.DescriptionRoutes;
import dev.spoor.server.http.description.MetricRoutes;
import dev.spoor.server.http.event.CoverageRoutes;
import dev.spoor.server.http.event.EventExportRoutes;
import dev.spoor.server.http.event.EventRoutes;
import dev.spoor.server.http.event.EventTicker;
import dev.spoor.server.http.live.LiveRoute;
import dev.spoor.server.http.monitoring.ArtifactRoutes;
import dev.spoor.server.http.monitoring.MonitoringRoutes;
import dev.spoor.server.http.monitoring.RolloutRoutes;
import dev.spoor.server.http.monitoring.StatusRoutes;
import dev.spoor.server.http.monitoring.WizardRoutes;
import dev.spoor.server.http.notebook.NotebookRoutes;
import dev.spoor.server.http.notebook.QueryRoutes;
import dev.spoor.server.http.notebook.RunRoutes;
import dev.spoor.server.http.notebook.VqlRoutes;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.ingest.Consumers;
import dev.spoor.server.ingest.Coverage;
import dev.spoor.server.ingest.Ingest;
import dev.spoor.server.ingest.Journal;
import dev.spoor.server.ingest.StoreFeed;
import dev.spoor.server.ingest.Streams;
import dev.spoor.server.monitoring.ClientMonitoring;
import dev.spoor.server.monitoring.ClientStates;
import dev.spoor.server.monitoring.MatchReasons;
import dev.spoor.server.monitoring.PastSearch;
import dev.spoor.server.monitoring.RolloutMatrix;
import dev.spoor.server.monitoring.ServerMonitoring;
import dev.spoor.server.monitoring.ServerStatus;
import dev.spoor.server.monitoring.WatchMonitoringPlugin;
import dev.spoor.server.monitoring.coverage.AssignmentHistory;
import dev.spoor.server.monitoring.coverage.FleetCoverage;
import dev.spoor.server.notebook.Notebooks;
import dev.spoor.server.notebook.export.NotebookExports;
import dev.spoor.server.notebook.export.NotebookTemplates;
import dev.spoor.server.notebook.run.CellRuns;
import dev.spoor.server.proof.RetroHunts;
import dev.spoor.server.query.QuerySessions;
import dev.spoor.server.query.explore.EventExplorer;
import dev.spoor.sigma.plugin.SigmaLibrary;
import dev.spoor.vql.catalog.Catalog;
import dev.spoor.vql.catalog.Signature;
import dev.spoor.vql.library.CoreLibrary;
import dev.spoor.web.SpoorWeb;
import dev.spoor.web.host.AdministrationServices;
import dev.spoor.web.host.ShellStatus;
import dev.spoor.web.host.WebServices;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The whole server, put together by plain constructors in the order in which its parts start; they
/// stop in the reverse order.
final class House implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(House.class);
  private static final List<String> EVENT_SOURCES =
      Stream.concat(
              Stream.of("watch_processes", "watch_logons", "watch_evtx"),
              WatchSignatures.ALL.stream().map(Signature::name))
          .toList();

  private final HouseConfig config;
  private final Parts parts = new Parts();
  private volatile int port;

  House(HouseConfig config) {
    this.config = config;
  }

  /// What a person needs to begin.
  ///
  /// @param setupCode empty when there is a user already
  /// @param demo to be started for a server that shows itself
  /// @param fleet for tests that play many clients without as many agents
  record Started(
      int port,
      int agentPort,
      Optional<String> setupCode,
      Supplier<String> enrolmentToken,
      Fleet fleet,
      Demo demo) {}

  record Fleet(
      Database database,
      Clients clients,
      ClientMonitoring monitoring,
      ClientStates states,
      Alerts alerts,
      Streams streams,
      Ingest ingest,
      EventStore store) {}

  Started start() {
    try {
      return build();
    } catch (RuntimeException | IOException e) {
      close();
      if (e instanceof RuntimeException known) {
        throw known;
      }
      throw new UncheckedIOException((IOException) e);
    }
  }

  private <T extends AutoCloseable> T opened(T part) {
    return parts.opened(part);
  }

  private Started build() throws IOException {
    InstantSource clock = Clock.systemUTC();
    DataFolder data = opened(DataFolder.lock(config.data()));

    // state
    // what needs nothing of the rest begins beside it: the first page should come soon
    Beside<CertificateAuthority> certificates =
        Beside.start(
            "certificates",
            () -> {
              CertificateAuthority known =
                  new CertificateAuthority(data.path("ca"), agentHosts(), clock);
              known.start();
              return known;
            });
    Beside.start(
        "pages-prepare",
        () -> {
          SpoorWeb.prepare();
          return 0;
        });
    State state = State.open(data, clock, parts);
    Database database = state.database();
    Audit audit = state.audit();
    Users users = state.users();
    Sessions sessions = state.sessions();
    ApiTokens tokens = state.tokens();
    Settings settings = state.settings();
    Secrets secrets = state.secrets();
    Logins logins = state.logins();

    // clients
    CertificateAuthority authority = certificates.done();
    Clients clients = new Clients(database, audit, clock);
    clients.start();
    Enrolment enrolment =
        new Enrolment(database, audit, authority, new ClientRegistry(clients), clock);
    enrolment.start();

    // events: journal, store, and what reads them
    EventPath events = EventPath.open(state, clients, data, clock, parts);
    EventStore store = events.store();
    Journal journal = events.journal();
    StoreFeed feed = events.feed();
    Streams streams = events.streams();
    Consumers consumers = events.consumers();
    Coverage coverage = events.coverage();
    Retention retention = events.retention();
    Artifacts artifacts = events.artifacts();
    Ingest ingest = events.ingest();

    // messages out
    Vertx vertx = SpoorVertx.create();
    opened(() -> await(vertx));
    EgressHttp egress =
        opened(new EgressHttp(vertx, config.egressAllowed()::contains, Optional.empty()));
    Supplier<Optional<URI>> publicUrl =
        () -> settings.publicUrl().or(() -> Optional.of(URI.create(config.origin() + ":" + port)));
    Deliveries deliveries =
        new Deliveries(database, secrets, audit, new Redactor(), publicUrl, clock);
    DeliveryWorker worker =
        opened(
            new DeliveryWorker(
                database, deliveries, secrets, egress, DeliveryConfig.DEFAULT, clock));
    worker.start();

    // alerts
    Alerts alerts = new Alerts(database, audit, clients, state::people, clock);
    AlertTimer alertTimer = opened(new AlertTimer(alerts));
    alertTimer.start();
    AlertFeed alertFeed = opened(new AlertFeed(alerts));
    AlertEvidence evidence = opened(new AlertEvidence(store));
    Decisions decisions = new Decisions(database, audit, clients, clock);

    // rules, recordings, tests
    Proofs proofs =
        opened(
            Proofs.create(
                database,
                audit,
                store,
                artifacts,
                data.path("blobs").resolve("recordings"),
                clock));
    opened(proofs.engine(consumers, alerts, clients, clock)).start();

    // queries and monitoring
    Catalog core = CoreLibrary.catalog().with(TextParsers.functions(), TextParsers.plugins());
    Function<String, Optional<Artifact>> definitions =
        name -> artifacts.find(name).map(KnownArtifact::artifact);
    QuerySessions queries =
        opened(
            new QuerySessions(
                core.with(
                        ClientFunctions.functions(clients),
                        List.of(new WatchMonitoringPlugin(consumers), new ClientsPlugin(clients)))
                    .with(List.of(), proofs.plugins())
                    .with(SigmaLibrary.functions(), SigmaLibrary.plugins())
                    .withFunctions(
                        DeliverFunction.queueing(deliveries), AlertFunction.raising(alerts)),
                store,
                clients,
                clock,
                Math.max(2, Runtime.getRuntime().availableProcessors()),
                catalog -> ArtifactFunctions.with(catalog, artifacts.definitions(), definitions)));
    queries.start();
    ArtifactCompiler compiler =
        new ArtifactCompiler(
            definitions,
            core.with(MachinePlugins.functions(), MachinePlugins.plugins()),
            queries.catalog(),
            EVENT_SOURCES);
    RetroHunts hunts =
        proofs.hunts(database, audit, artifacts, compiler, store, queries, journal, clock);
    AgentChannel channel = new AgentChannel();
    ClientMonitoring clientMonitoring =
        new ClientMonitoring(
            database, audit, clock, artifacts, compiler, streams, clients, channel);
    clientMonitoring.start();
    ClientStates states = new ClientStates(clientMonitoring, coverage, clients);
    RolloutMatrix rollout = new RolloutMatrix(clientMonitoring, states, clients, artifacts);
    PastSearch past = new PastSearch(artifacts, compiler, queries, clientMonitoring, clock);
    ServerMonitoring serverMonitoring =
        opened(
            new ServerMonitoring(
                database,
                audit,
                clock,
                artifacts,
                compiler,
                streams,
                consumers,
                ingest,
                deliveries,
                alerts,
                queries.catalog()));
    serverMonitoring.start();

    ServerStatus serverStatus =
        new ServerStatus(
            journal,
            ingest,
            store,
            feed,
            consumers,
            coverage,
            deliveries,
            clients,
            queries,
            database,
            audit,
            clock);
    AssignmentHistory assignments =
        opened(new AssignmentHistory(database, clientMonitoring, clients, clock));
    assignments.start();
    EventExplorer explorer = new EventExplorer(queries, store, clients, database, audit, clock);
    FleetCoverage fleetCoverage =
        new FleetCoverage(database, coverage, streams, clients, store, clock);

    // notebooks
    Notebooks notebooks = new Notebooks(database, audit, clock);
    CellRuns runs =
        opened(
            new CellRuns(
                database,
                notebooks,
                audit,
                new CellQueriesOnServer(queries, journal),
                state::rights,
                data.path("blobs").resolve("runs"),
                clock));
    runs.start();
    NotebookTemplates templates = NotebookTemplates.read(config.home().resolve("sample-notebooks"));

    // pages
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    String gate = HexFormat.of().formatHex(random);
    Supplier<ShellStatus> shell =
        () ->
            new ShellStatus(
                clients.connectedCount(),
                clients.ids().size(),
                store.status().rows(),
                feed.behind(),
                ZoneOffset.UTC);
    WebServices services =
        new WebServices(
            state.lookup(),
            clients,
            states,
            notebooks,
            artifacts,
            clientMonitoring,
            states,
            rollout,
            past,
            serverMonitoring,
            proofs.pages(hunts, artifacts),
            deliveries,
            secrets,
            settings,
            enrolment,
            alerts,
            alertFeed,
            evidence,
            decisions,
            new MatchReasons(clientMonitoring),
            shell,
            clock,
            Main.VERSION + " on " + hostname(),
            this::enrolCommand,
            new AdministrationServices(
                users,
                tokens,
                new AuditLog(database, audit),
                retention,
                serverStatus,
                principal -> 0));
    Beside<SpoorWeb> pages =
        Beside.start(
            "pages-start",
            () -> {
              SpoorWeb made = new SpoorWeb(services, gate);
              made.start();
              return made;
            });
    opened(() -> pages.done().close());

    // listeners, last: from here on somebody may ask
    AgentServer agents =
        opened(
            new AgentServer(
                vertx,
                AgentConfig.on(config.agentHost(), config.agentPort()),
                authority,
                enrolment,
                clients,
                ingest,
                new MonitoringForAgents(clientMonitoring, states),
                channel,
                data.epoch(),
                client -> duplicated(database, audit, client),
                clock));
    int agentPort = agents.start();
    agentPortInUse = agentPort;
    EventTicker ticker = opened(new EventTicker(explorer));
    ticker.start();
    List<RouteGroup> groups =
        List.of(
            new SessionRoutes(logins, settings, config.pages().timeZone()),
            new UserRoutes(users, tokens),
            new ClientRoutes(clients, states),
            new EnrolmentRoutes(
                (principal, uses, life) -> {
                  Enrolment.Token token = enrolment.createToken(principal, uses, life);
                  return new EnrolmentRoutes.Issued(
                      token.text(), token.expires(), enrolCommand(token.text()));
                }),
            new EnrolmentTokenRoutes(enrolment),
            new RetentionRoutes(retention),
            new SettingRoutes(settings, secrets),
            new AuditRoutes(database, audit),
            new ArtifactRoutes(artifacts, compiler),
            new MonitoringRoutes(clientMonitoring, states, serverMonitoring),
            new RolloutRoutes(clientMonitoring, serverMonitoring, rollout),
            new WizardRoutes(artifacts, past),
            new DeliveryRoutes(deliveries),
            proofs.routes(hunts),
            new StatusRoutes(serverStatus),
            new MetricRoutes(serverStatus),
            new DescriptionRoutes(Main.VERSION),
            new NotebookRoutes(notebooks, runs, templates, new NotebookExports(runs)),
            new RunRoutes(runs),
            new QueryRoutes(queries, journal),
            new VqlRoutes(queries.catalog()),
            new AlertRoutes(alerts, evidence, decisions, deliveries, notebooks),
            new DecisionRoutes(decisions),
            new LiveRoute(
                notebooks, runs, List.of(new AlertTopic(alerts, alertFeed), ticker), clock),
            new EventRoutes(explorer),
            new EventExportRoutes(explorer),
            new CoverageRoutes(fleetCoverage, explorer),
            new HealthRoutes(
                Map.of(
                    "store",
                    () -> feed.failure() == null,
                    "journal",
                    () -> journal.failure() == null,
                    "pages",
                    () -> true)));
    SpoorWeb web = pages.done();
    sessions.onEnded(web::endSession);
    HttpServer http =
        opened(
            new HttpServer(
                vertx,
                config.pages(),
                groups,
                sessions,
                tokens,
                settings,
                Optional.of(new Pages(web.port(), gate))));
    port = http.start();
    return new Started(
        port,
        agentPort,
        logins.isSetupNeeded() ? Optional.of(state.setupCode().code()) : Optional.empty(),
        () -> enrolment.createToken(new Principal.System(), 1, Enrolment.DEFAULT_LIFE).text(),
        new Fleet(database, clients, clientMonitoring, states, alerts, streams, ingest, store),
        opened(new Demo(users, clientMonitoring, notebooks, templates)));
  }

  private volatile int agentPortInUse;

  /// The token goes into the command's input: a command line would stand in our own records.
  private String enrolCommand(String token) {
    return "./spoor agent enroll --server https://"
        + config.agentHost()
        + ":"
        + agentPortInUse
        + " --token - <<< '"
        + token
        + "'";
  }

  private static void duplicated(Database database, Audit audit, ClientId client) {
    database.write(
        tx -> {
          audit.record(
              tx,
              new Principal.Client(client),
              "client.duplicate",
              client.value(),
              null,
              Map.of("reason", "two machines answered with the same key"));
          return null;
        });
  }

  private List<String> agentHosts() {
    Set<String> hosts = new LinkedHashSet<>(List.of("localhost", "127.0.0.1", "::1"));
    hosts.add(hostname());
    if (!config.agentHost().equals("0.0.0.0")) {
      hosts.add(config.agentHost());
    }
    return List.copyOf(hosts);
  }

  private static String hostname() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  private static void await(Vertx vertx) {
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("network threads did not stop in time: {}", e.toString());
    }
  }

  @Override
  public void close() {
    parts.close();
  }
}
