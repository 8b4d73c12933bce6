package dev.spoor.host.recording;

import dev.spoor.evtx.EvtxFile;
import dev.spoor.evtx.EvtxOptions;
import dev.spoor.evtx.EvtxRecord;
import dev.spoor.evtx.plugin.EventRow;
import dev.spoor.evtx.plugin.ValueStyle;
import dev.spoor.vql.value.LazyValue;
import dev.spoor.vql.value.Row;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/// The rows of a recording, one by one. What cannot be read is told with its place, and its
/// neighbours are rows all the same; an archive that is made to do harm is refused. For one thread.
public final class RecordingReader implements Closeable {
  private static final String PART = "$part";
  private static final String FACTS = "$recording";
  private static final int MANY = 64;
  private static final long SMALL = 1 << 20;

  private static final List<List<String>> TIMES =
      List.of(
          List.of("System", "TimeCreated", "SystemTime"),
          List.of("System", "TimeStamp"),
          List.of("_EventTime"),
          List.of("EventTime"),
          List.of("Timestamp"),
          List.of("EventData", "UtcTime"),
          List.of("Time"));

  /// One file of rows.
  private interface Rows extends Closeable {
    @Nullable RecordedRow next() throws IOException;
  }

  private final Recording recording;
  private final RecordingLimits limits;
  private final ValueStyle style;
  private final Consumer<String> listener;
  private final InputStream raw;
  private @Nullable ZipInputStream zip;
  private @Nullable Rows rows;
  private String member = "";
  private RecordingFacts facts = RecordingFacts.NONE;
  private long unpacked;
  private int files;
  private long count;
  private int told;

  private RecordingReader(
      Recording recording,
      RecordingLimits limits,
      ValueStyle style,
      Consumer<String> listener,
      InputStream raw) {
    this.recording = recording;
    this.limits = limits;
    this.style = style;
    this.listener = listener;
    this.raw = raw;
  }

  static RecordingReader open(
      Recording recording, RecordingLimits limits, ValueStyle style, Consumer<String> problems)
      throws IOException {
    BufferedInputStream in = new BufferedInputStream(recording.open(), 1 << 16);
    RecordingReader reader = new RecordingReader(recording, limits, style, problems, in);
    try {
      if (begins(in, 'P', 'K', 3, 4) || begins(in, 'P', 'K', 5, 6)) {
        reader.zip = new ZipInputStream(in);
      } else {
        reader.rows = reader.rowsOf(in, false);
      }
      return reader;
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /// What the recording said about itself up to here.
  public RecordingFacts facts() {
    return facts;
  }

  /// The next row; null after the last.
  public @Nullable RecordedRow next() throws IOException {
    while (true) {
      Rows current = rows;
      if (current == null) {
        if (!nextMember()) {
          return null;
        }
        continue;
      }
      RecordedRow row = read(current);
      if (row != null) {
        if (++count > limits.rows()) {
          throw new RecordingException(
              recording.name() + ": more than " + limits.rows() + " rows are not read");
        }
        return row;
      }
      rows = null;
      if (zip == null) {
        return null;
      }
    }
  }

  /// A file that breaks in the middle ends there.
  private @Nullable RecordedRow read(Rows current) throws IOException {
    try {
      return current.next();
    } catch (IOException e) {
      problem("breaks off: " + e.getMessage());
      return null;
    }
  }

  private boolean nextMember() throws IOException {
    ZipInputStream in = zip;
    if (in == null) {
      return false;
    }
    ZipEntry entry;
    try {
      entry = in.getNextEntry();
    } catch (IOException | IllegalArgumentException e) {
      member = "";
      problem("the zip breaks off: " + e.getMessage());
      zip = null;
      return false;
    }
    if (entry == null) {
      zip = null;
      return false;
    }
    member = entry.getName();
    if (isOutside(member)) {
      throw new RecordingException(
          recording.name() + ": \"" + member + "\" would lie outside of the zip");
    }
    if (++files > limits.files()) {
      throw new RecordingException(
          recording.name() + ": a zip of more than " + limits.files() + " files is not read");
    }
    if (!entry.isDirectory()) {
      try {
        rows = rowsOf(new BufferedInputStream(new Counted(in), 1 << 16), true);
      } catch (IOException e) {
        problem("breaks off: " + e.getMessage());
        zip = null;
        return false;
      }
    }
    return true;
  }

  private static boolean isOutside(String name) {
    String slashes = name.replace('\\', '/');
    return slashes.startsWith("/")
        || slashes.matches("[A-Za-z]:.*")
        || slashes.chars().anyMatch(c -> c < ' ')
        || List.of(slashes.split("/")).contains("..");
  }

  private Rows rowsOf(BufferedInputStream in, boolean inside) throws IOException {
    if (begins(in, 'E', 'l', 'f', 'F')) {
      return logRows(in);
    }
    if (begins(in, 0x1f, 0x8b)) {
      return rowsOf(new BufferedInputStream(new Counted(new GZIPInputStream(in)), 1 << 16), true);
    }
    if (inside && begins(in, 'P', 'K', 3, 4)) {
      throw new RecordingException(place() + "a zip inside of a zip is not read");
    }
    return jsonRows(in);
  }

  private static boolean begins(BufferedInputStream in, int... magic) throws IOException {
    in.mark(magic.length);
    try {
      for (int wanted : magic) {
        if (in.read() != wanted) {
          return false;
        }
      }
      return true;
    } finally {
      in.reset();
    }
  }

  private Rows logRows(InputStream in) throws IOException {
    EventRow shape = new EventRow(style);
    EvtxFile log =
        EvtxFile.read(
            new StreamInput(in),
            EvtxOptions.DEFAULT.withProblems(problem -> problem(problem.toString())));
    return new Rows() {
      @Override
      public @Nullable RecordedRow next() throws IOException {
        EvtxRecord record = log.next();
        return record == null ? null : event(shape.row(record));
      }

      @Override
      public void close() throws IOException {
        log.close();
      }
    };
  }

  private static RecordedRow event(Row row) {
    return new RecordedRow(
        new RecordingPart(RecordedSources.WATCH_EVTX, WindowsShape.channel(row)),
        row,
        WindowsShape.time(row));
  }

  private Rows jsonRows(InputStream in) {
    JsonObjects objects = new JsonObjects(in, this::problem);
    return new Rows() {
      private @Nullable RecordingPart part;

      @Override
      public @Nullable RecordedRow next() throws IOException {
        for (Row row = objects.next(); row != null; row = objects.next()) {
          if (row.get(PART) instanceof Row given) {
            part = part(given);
          } else if (row.get(FACTS) instanceof Row given) {
            facts =
                facts.and(
                    new RecordingFacts(
                        text(given, "host"), text(given, "os"), text(given, "licence")));
          } else {
            RecordedRow recorded = recorded(row);
            if (recorded != null) {
              return recorded;
            }
            problem(
                "line "
                    + objects.line()
                    + ": the row says no source: begin the file with a line {\""
                    + PART
                    + "\": {\"source\": \"watch_…\"}}");
          }
        }
        return null;
      }

      private @Nullable RecordedRow recorded(Row row) {
        RecordingPart known = part;
        if (known == null || known.source().equals(RecordedSources.WATCH_EVTX)) {
          Row shaped = WindowsShape.of(row, style);
          return shaped == null ? null : event(shaped);
        }
        return new RecordedRow(known, row, time(row));
      }

      @Override
      public void close() throws IOException {
        in.close();
      }
    };
  }

  private static RecordingPart part(Row given) {
    String source = text(given, "source");
    for (String key : List.of("key", "channel", "provider", "device", "file", "artifact")) {
      if (!text(given, key).isEmpty()) {
        return new RecordingPart(source, text(given, key));
      }
    }
    return new RecordingPart(source, "");
  }

  private static String text(Row row, String name) {
    Object value = row.get(name);
    return value == null ? "" : value.toString();
  }

  private static java.time.@Nullable Instant time(Row row) {
    for (List<String> path : TIMES) {
      java.time.Instant time = WindowsShape.instant(LazyValue.force(row.path(path)));
      if (time != null) {
        return time;
      }
    }
    return null;
  }

  private String place() {
    return recording.name() + ": " + (member.isEmpty() ? "" : member + ": ");
  }

  private void problem(String what) {
    if (++told <= MANY) {
      listener.accept(place() + what + (told == MANY ? " (no more of this is told)" : ""));
    }
  }

  @Override
  public void close() throws IOException {
    Rows open = rows;
    if (open != null) {
      open.close();
    }
    raw.close();
  }

  /// Unpacked bytes, all of which count.
  private final class Counted extends FilterInputStream {
    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      count(one < 0 ? 0 : 1);
      return one;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = super.read(bytes, offset, length);
      count(Math.max(0, read));
      return read;
    }

    private void count(int more) {
      unpacked += more;
      if (unpacked > limits.bytes()) {
        throw new RecordingException(place() + "unpacks to more than " + limits.bytes() + " bytes");
      }
      if (unpacked > SMALL && unpacked / limits.ratio() > recording.size()) {
        throw new RecordingException(
            place() + "unpacks to more than " + limits.ratio() + " times its size");
      }
    }

    @Override
    public void close() {
      // the next file of the zip comes from the same stream
    }
  }
}
