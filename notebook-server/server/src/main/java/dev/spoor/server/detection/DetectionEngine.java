package dev.spoor.server.detection;

import dev.spoor.server.alert.AlertEntity;
import dev.spoor.server.alert.AlertRaiser;
import dev.spoor.server.alert.AlertSignal;
import dev.spoor.server.alert.RowSignals;
import dev.spoor.server.alert.Severity;
import dev.spoor.server.client.Clients;
import dev.spoor.server.event.Event;
import dev.spoor.server.event.TimeRange;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.ingest.Consumers;
import dev.spoor.server.ingest.EventConsumer;
import dev.spoor.sigma.Rejection;
import dev.spoor.sigma.SigmaRules;
import dev.spoor.sigma.SigmaSession;
import dev.spoor.sigma.correlation.CorrelationLimits;
import dev.spoor.sigma.correlation.CorrelationMatch;
import dev.spoor.sigma.document.Header;
import dev.spoor.sigma.match.LoadedRule;
import dev.spoor.vql.VqlThreads;
import dev.spoor.vql.value.LazyValue;
import dev.spoor.vql.value.Row;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Matches the rules with every event that arrives, on one thread. The alert, the counted hit and
/// the offset are one transaction; an event that comes again after a crash raises nothing twice.
/// The windows of correlations are in memory: after a restart they begin anew.
public final class DetectionEngine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DetectionEngine.class);
  private static final String CONSUMER = "detection";
  private static final long RETRY_MILLIS = 1_000;
  private static final int MAX_WHY = 400;
  private static final Principal WHO =
      new Principal.Service("detection", Set.of(Permission.READ_RESULTS, Permission.ALERT_EDIT));

  private final Detections detections;
  private final Consumers consumers;
  private final AlertRaiser alerts;
  private final Clients clients;
  private final InstantSource clock;
  private final SigmaRules rules = SigmaRules.builder().build();
  private final Map<String, DetectionRule> inUse = new HashMap<>();
  private volatile Map<String, DetectionRule> states = Map.of();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile boolean closed;
  private volatile @Nullable EventConsumer consumer;
  private volatile @Nullable String failure;
  private @Nullable Thread thread;

  public DetectionEngine(
      Detections detections,
      Consumers consumers,
      AlertRaiser alerts,
      Clients clients,
      InstantSource clock) {
    this.detections = detections;
    this.consumers = consumers;
    this.alerts = alerts;
    this.clients = clients;
    this.clock = clock;
  }

  public void start() {
    detections.onChange(this::refresh);
    refresh();
    Thread fresh = VqlThreads.factory("detection").newThread(this::work);
    thread = fresh;
    fresh.start();
  }

  /// Only what changed is compiled again. A rule that cannot be used any more stops no other.
  private synchronized void refresh() {
    Map<String, DetectionRule> wanted = new HashMap<>();
    for (DetectionRule rule : detections.all()) {
      if (rule.state() != RuleState.OFF) {
        wanted.put(rule.id(), rule);
      }
    }
    for (DetectionRule known : List.copyOf(inUse.values())) {
      DetectionRule now = wanted.get(known.id());
      if (now == null || now.version() != known.version()) {
        rules.remove(known.id());
        inUse.remove(known.id());
      }
    }
    // a correlation goes with a rule that it is about, and comes again with it
    Set<String> loaded = new java.util.HashSet<>();
    rules.documents().forEach(document -> loaded.add(document.header().id()));
    StringBuilder missing = new StringBuilder();
    for (DetectionRule rule : wanted.values()) {
      if (!loaded.contains(rule.id())) {
        missing.append(rule.content()).append("\n---\n");
      }
      inUse.put(rule.id(), rule);
    }
    if (!missing.isEmpty()) {
      for (Rejection rejection : rules.add(missing.toString(), "").rejected()) {
        LOG.warn("a rule is not used: {}: {}", rejection.title(), rejection);
      }
    }
    states = Map.copyOf(wanted);
  }

  /// Why no events are matched; null while they are.
  public @Nullable String failure() {
    return failure;
  }

  /// Events that wait to be matched.
  public long behind() {
    EventConsumer open = consumer;
    return open == null ? 0 : open.behind();
  }

  private void work() {
    while (!closed) {
      try (EventConsumer open = consumers.open(CONSUMER)) {
        consumer = open;
        failure = null;
        match(open);
      } catch (RuntimeException e) {
        if (!closed) {
          failure = String.valueOf(e.getMessage());
          LOG.error("matching rules stopped; it begins again", e);
        }
      }
      if (!closed) {
        pause();
      }
    }
  }

  private void pause() {
    try {
      if (closing.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
        LOG.debug("closed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
    }
  }

  private void match(EventConsumer open) {
    if (closed) {
      return;
    }
    SigmaSession session = new SigmaSession(rules, CorrelationLimits.DEFAULT);
    Hearing hearing = new Hearing(open);
    // what the server derived from events is matched as the events themselves
    for (Event event = open.next(DetectionEngine::isOfClients);
        event != null;
        event = open.next(DetectionEngine::isOfClients)) {
      if (states.isEmpty()) {
        continue;
      }
      hearing.event = event;
      try {
        session.event(
            event,
            EventLogSources.of(event.artifact()),
            TimeRange.instant(event.eventTime()),
            hearing);
      } catch (RuntimeException | StackOverflowError e) {
        LOG.warn("event {} could not be matched", event.id(), e);
      }
    }
  }

  private static boolean isOfClients(String artifact) {
    return !artifact.startsWith("Server.") && !artifact.startsWith("System.");
  }

  /// Raises alerts about the event that was pulled last.
  private final class Hearing implements SigmaSession.Listener {
    private final EventConsumer open;
    private @Nullable Event event;

    Hearing(EventConsumer open) {
      this.open = open;
    }

    @Override
    public void matched(LoadedRule rule, Row row) {
      raise(rule.rule().header(), "");
    }

    @Override
    public void matched(CorrelationMatch match) {
      raise(
          match.correlation().header(),
          "%s: %s within %s to %s"
              .formatted(match.group(), match.value(), match.first(), match.last()));
    }

    private void raise(Header header, String why) {
      Event about = event;
      DetectionRule rule = states.get(header.id());
      if (about == null || rule == null || !isAbout(rule, about.subject())) {
        return;
      }
      long hour = Detections.hour(clock.instant());
      AlertSignal signal = signal(header, about, why);
      boolean raises = rule.state() == RuleState.ON;
      open.stage(
          tx -> {
            SqlDetections.hit(tx, rule.id(), hour);
            if (raises) {
              alerts.raise(tx, WHO, signal);
            }
          });
    }

    private boolean isAbout(DetectionRule rule, ClientId client) {
      return rule.label().isEmpty() || clients.labels(client).contains(rule.label());
    }
  }

  private static AlertSignal signal(Header header, Event event, String why) {
    ClientId subject = event.subject();
    AlertEntity found = RowSignals.entity(event);
    AlertEntity entity =
        new AlertEntity(
            subject.equals(ClientId.SERVER) ? null : subject,
            found.account(),
            found.keyColumn(),
            found.keyValue());
    String level = header.level() == null ? "informational" : header.level();
    Instant time = TimeRange.instant(event.eventTime());
    String sentence = why.isEmpty() ? sentence(event) : why;
    return AlertSignal.of(
            header.id(),
            header.title(),
            Severity.find(level).orElse(Severity.INFO),
            entity,
            event.id().toString(),
            time)
        .withWhy(sentence.length() > MAX_WHY ? sentence.substring(0, MAX_WHY) : sentence);
  }

  private static String sentence(Event event) {
    StringBuilder out = new StringBuilder();
    for (String name : List.of("Image", "CommandLine", "ParentImage", "TargetObject", "Details")) {
      String value = value(event, name);
      if (!value.isEmpty()) {
        out.append(out.isEmpty() ? "" : "; ").append(name).append(' ').append(value);
      }
    }
    return out.toString();
  }

  private static String value(Row row, String name) {
    Object inner = LazyValue.force(row.path(List.of("EventData", name)));
    Object value = inner == null ? LazyValue.force(row.get(name)) : inner;
    return value == null ? "" : value.toString();
  }

  @Override
  public void close() {
    EventConsumer open;
    synchronized (this) {
      closed = true;
      closing.countDown();
      open = consumer;
    }
    if (open != null) {
      open.close();
    }
    Thread started = thread;
    if (started != null) {
      try {
        started.join(10_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
