package dev.spoor.server.database;

import java.sql.Connection;
import org.jdbi.v3.core.ConnectionFactory;

/// Gives every handle of a database thread that thread's connection and does not close it between
/// them, so that a handle's own settings end with its transaction while the connection lives on.
final class ThreadConnections implements ConnectionFactory {
  private final ThreadLocal<Connection> own = new ThreadLocal<>();

  void keep(Connection connection) {
    own.set(connection);
  }

  boolean isKept() {
    return own.get() != null;
  }

  @Override
  public Connection openConnection() {
    return own.get();
  }

  @Override
  public void closeConnection(Connection toClose) {
    // the database closes it
  }
}
