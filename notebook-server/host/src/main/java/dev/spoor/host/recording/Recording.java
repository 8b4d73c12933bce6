package dev.spoor.host.recording;

import dev.spoor.evtx.plugin.ValueStyle;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/// Bytes that hold recorded events, read from the beginning as often as wanted: an event log, JSON
/// lines, either of them in gzip, or a zip of these.
public interface Recording {

  /// What messages call it.
  String name();

  /// How many bytes it has.
  long size();

  InputStream open() throws IOException;

  /// Its rows, in the order in which they stand there.
  ///
  /// @param style how the values of event logs are given
  /// @param problems is told of what cannot be read, with its place
  default RecordingReader rows(RecordingLimits limits, ValueStyle style, Consumer<String> problems)
      throws IOException {
    return RecordingReader.open(this, limits, style, problems);
  }

  static Recording of(String name, byte[] bytes) {
    return new Recording() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes);
      }
    };
  }

  static Recording of(String name, String lines) {
    return of(name, lines.getBytes(StandardCharsets.UTF_8));
  }

  static Recording of(Path file) throws IOException {
    return of(file.getFileName().toString(), file);
  }

  static Recording of(String name, Path file) throws IOException {
    long size = Files.size(file);
    return new Recording() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public long size() {
        return size;
      }

      @Override
      public InputStream open() throws IOException {
        return Files.newInputStream(file);
      }
    };
  }
}
