package dev.spoor.server.database;

import java.sql.Connection;
import org.jdbi.v3.core.ConnectionFactory;

/// Gives every handle of a thread the same connection and does not close it between them, so that a
/// handle's own settings end with its transaction while the connection lives on.
record KeptConnection(Connection connection) implements ConnectionFactory {
  @Override
  public Connection openConnection() {
    return connection;
  }

  @Override
  public void closeConnection(Connection toClose) {
    // the database closes it
  }
}
