package dev.spoor.server.access;

import dev.spoor.server.database.Transaction;
import java.util.HashMap;
import java.util.Map;

/// The table of settings.
final class SqlSettings {
  private SqlSettings() {}

  static Map<String, String> all(Transaction tx) {
    Map<String, String> values = new HashMap<>();
    tx.handle()
        .createQuery("SELECT name, value FROM setting")
        .map((r, c) -> Map.entry(r.getString(1), r.getString(2)))
        .forEach(entry -> values.put(entry.getKey(), entry.getValue()));
    return values;
  }

  static void put(Transaction tx, String name, String value) {
    tx.handle()
        .execute(
            "INSERT INTO setting (name, value) VALUES (?, ?)"
                + " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            name,
            value);
  }
}
