package dev.spoor.agent.source.linux;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Audit records as a kernel sent them, one per line: type, text.
record Captured(int type, byte[] text) {
  static List<Captured> read(String name) {
    try (InputStream in = Captured.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + name);
      }
      List<Captured> records = new ArrayList<>();
      for (String line :
          new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).split("\n", -1)) {
        if (!line.isEmpty()) {
          records.add(of(Integer.parseInt(line.substring(0, 4)), line.substring(5)));
        }
      }
      return records;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Captured of(int type, String text) {
    return new Captured(type, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  UserRecord userRecord() {
    AuditText head = Objects.requireNonNull(AuditText.parse(text, 0, text.length));
    return UserRecord.parse(type, head, text, text.length);
  }

  void to(ExecAssembler assembler) {
    assembler.record(type, text, 0, text.length);
  }
}
