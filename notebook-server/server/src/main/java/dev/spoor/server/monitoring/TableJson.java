package dev.spoor.server.monitoring;

import dev.spoor.server.artifact.CompiledArtifact;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/// Tables and what they were compiled to, as JSON text in the database.
final class TableJson {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private TableJson() {}

  /// A compiled entry of the client table.
  record CompiledEntry(String label, TableEntry entry, CompiledArtifact artifact) {}

  record CompiledEntries(List<CompiledEntry> entries) {
    CompiledEntries {
      entries = List.copyOf(entries);
    }
  }

  static String write(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  static <T> T read(String json, Class<T> type) {
    return MAPPER.readValue(json, type);
  }
}
