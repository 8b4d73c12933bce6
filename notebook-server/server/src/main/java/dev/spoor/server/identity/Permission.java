package dev.spoor.server.identity;

import java.util.Optional;

/// What may be done, finest grain; roles are sets of these. The names are those that VQL signatures
/// declare.
public enum Permission {
  /// read events, clients, notebooks and results
  READ_RESULTS,
  NOTEBOOK_EDIT,
  /// set free labels
  LABEL_CLIENT,
  /// run VQL over stored results
  QUERY,
  /// raise alerts and work through them: acknowledge, assign, snooze, close, notes, decisions
  ALERT_EDIT,
  COLLECT_CLIENT,
  /// change the client monitoring table
  CLIENT_MONITORING,
  /// change the server monitoring table
  SERVER_MONITORING,
  ARTIFACT_WRITE,
  /// queue a message to a delivery target
  DELIVER,
  /// open an outbound connection
  NETWORK,
  FILESYSTEM_READ,
  FILESYSTEM_WRITE,
  /// processes, environment, host facts of the machine that runs the query
  MACHINE_STATE,
  EXECVE,
  IMPERSONATE,
  /// create and replace secrets and delivery targets; never reads one back
  SECRET_WRITE,
  /// enrolment tokens, approval, revocation
  ENROL_CLIENT,
  USER_ADMIN,
  AUDIT_READ,
  SERVER_ADMIN;

  /// The permission of that name.
  public static Optional<Permission> find(String name) {
    try {
      return Optional.of(valueOf(name));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
