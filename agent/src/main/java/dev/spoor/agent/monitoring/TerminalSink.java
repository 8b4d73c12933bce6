package dev.spoor.agent.monitoring;

import dev.spoor.host.source.EventLoss;
import dev.spoor.wire.Priority;
import dev.spoor.wire.QueryLog;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// Rows as JSON lines on one stream, states, losses and log lines as text on another. What could
/// steer a terminal is escaped. Thread-safe.
public final class TerminalSink implements RowSink, QueryLogSink {
  private final OutputStream rows;
  private final PrintWriter notes;

  public TerminalSink(OutputStream rows, PrintWriter notes) {
    this.rows = rows;
    this.notes = notes;
  }

  @Override
  public synchronized void append(StreamKey stream, Priority priority, Instant made, byte[] row) {
    try {
      rows.write(
          harmless(new String(row, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
      rows.write('\n');
      rows.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a closed pipe ends the query
    }
  }

  @Override
  public void lost(StreamKey stream, EventLoss loss) {
    note(
        stream
            + ": "
            + (loss.exact() ? "" : "about ")
            + loss.count()
            + " events lost: "
            + loss.cause());
  }

  @Override
  public void report(StreamKey stream, StreamReport report) {
    note(
        stream
            + ": "
            + report.state()
            + (report.sensor().isEmpty() ? "" : " by " + report.sensor())
            + (report.error() == null ? "" : ": " + report.error())
            + ", "
            + report.captured()
            + " rows, "
            + report.lost()
            + " lost");
  }

  @Override
  public void log(QueryLog line) {
    note(line.level() + ": " + line.text());
  }

  private synchronized void note(String text) {
    notes.println(harmless(text));
    notes.flush();
  }

  /// The text with control and direction characters as JSON escapes.
  static String harmless(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int type = Character.getType(c);
      if (type == Character.CONTROL
          || type == Character.FORMAT
          || type == Character.LINE_SEPARATOR
          || type == Character.PARAGRAPH_SEPARATOR) {
        out.append("\\" + String.format("u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
