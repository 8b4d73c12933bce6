package dev.spoor.web.host;

import dev.spoor.server.access.Secrets;
import dev.spoor.server.access.Settings;
import dev.spoor.server.alert.AlertEvidence;
import dev.spoor.server.alert.AlertFeed;
import dev.spoor.server.alert.Alerts;
import dev.spoor.server.alert.Decisions;
import dev.spoor.server.artifact.Artifacts;
import dev.spoor.server.certificate.Enrolment;
import dev.spoor.server.client.Clients;
import dev.spoor.server.client.MonitoringStates;
import dev.spoor.server.delivery.Deliveries;
import dev.spoor.server.monitoring.ClientMonitoring;
import dev.spoor.server.monitoring.ClientStates;
import dev.spoor.server.monitoring.MatchReasons;
import dev.spoor.server.monitoring.PastSearch;
import dev.spoor.server.monitoring.RolloutMatrix;
import dev.spoor.server.monitoring.ServerMonitoring;
import dev.spoor.server.notebook.Notebooks;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// What the pages need from the house. Pages call the features directly, with the principal of
/// whoever looks.
///
/// @param enrolCommand what to type on an endpoint to enrol with that token; the same as the API's
/// @param serverName how the server calls itself on the login page, e.g. `0.1.0 on hunt01`
public record WebServices(
    SessionLookup sessions,
    Clients clients,
    MonitoringStates monitoringStates,
    Notebooks notebooks,
    Artifacts artifacts,
    ClientMonitoring clientMonitoring,
    ClientStates clientStates,
    RolloutMatrix rollout,
    PastSearch past,
    ServerMonitoring serverMonitoring,
    ProofServices proofs,
    Deliveries deliveries,
    Secrets secrets,
    Settings settings,
    Enrolment enrolment,
    Alerts alerts,
    AlertFeed alertFeed,
    AlertEvidence alertEvidence,
    Decisions decisions,
    MatchReasons matchReasons,
    Supplier<ShellStatus> status,
    InstantSource clock,
    String serverName,
    UnaryOperator<String> enrolCommand,
    AdministrationServices administration) {}
