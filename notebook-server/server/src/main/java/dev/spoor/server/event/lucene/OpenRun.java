package dev.spoor.server.event.lucene;

import dev.spoor.server.event.AcceptedBatch;
import dev.spoor.server.event.AcceptedRow;
import dev.spoor.server.event.Envelope;
import dev.spoor.server.event.EventId;
import dev.spoor.server.event.TimeOrigin;
import dev.spoor.server.identity.ClientId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Rows of one (worker, artifact, late or not) on one day that are not yet in a block: taken apart
/// and searchable. One worker appends; a reader takes the row count first and then sees, without a
/// lock, everything up to it.
final class OpenRun {
  static final int MAX_COLUMNS = 2_048;
  static final int MAX_NEW_COLUMNS = 256;

  /// What a run is for.
  record Key(String artifact, boolean late) {}

  /// A shape that occurs in the run, with the column of each leaf.
  record RunTemplate(RowTemplate template, byte[] shape, RunColumn[] columns) {}

  /// The rows' fixed parts; replaced by larger ones.
  static final class Rows {
    final long[] lsn;
    final long[] eventTime;
    final long[] ingestTime;
    final long[] boot;
    final long[] seq;
    final int[] stream;
    final int[] version;
    final byte[] origin;
    final int[] writer;
    final int[] subject;
    final int[] hostname;
    final int[] template;
    final int[] leafStart;
    final int[] rawLength;

    Rows(int capacity) {
      lsn = new long[capacity];
      eventTime = new long[capacity];
      ingestTime = new long[capacity];
      boot = new long[capacity];
      seq = new long[capacity];
      stream = new int[capacity];
      version = new int[capacity];
      origin = new byte[capacity];
      writer = new int[capacity];
      subject = new int[capacity];
      hostname = new int[capacity];
      template = new int[capacity];
      leafStart = new int[capacity];
      rawLength = new int[capacity];
    }

    private Rows(Rows from, int capacity) {
      lsn = Arrays.copyOf(from.lsn, capacity);
      eventTime = Arrays.copyOf(from.eventTime, capacity);
      ingestTime = Arrays.copyOf(from.ingestTime, capacity);
      boot = Arrays.copyOf(from.boot, capacity);
      seq = Arrays.copyOf(from.seq, capacity);
      stream = Arrays.copyOf(from.stream, capacity);
      version = Arrays.copyOf(from.version, capacity);
      origin = Arrays.copyOf(from.origin, capacity);
      writer = Arrays.copyOf(from.writer, capacity);
      subject = Arrays.copyOf(from.subject, capacity);
      hostname = Arrays.copyOf(from.hostname, capacity);
      template = Arrays.copyOf(from.template, capacity);
      leafStart = Arrays.copyOf(from.leafStart, capacity);
      rawLength = Arrays.copyOf(from.rawLength, capacity);
    }

    Rows grown() {
      return new Rows(this, lsn.length * 2);
    }
  }

  final Key key;
  final long day;
  final long firstLsn;
  final long openedAt;

  volatile Rows rows = new Rows(64);
  volatile int[] codes = new int[1024];
  volatile RunTemplate[] templates = new RunTemplate[4];
  volatile ClientId[] clients = new ClientId[4];
  volatile String[] hostnames = new String[4];
  volatile int count;

  // from here on for the worker only
  private int templateCount;
  private int clientCount;
  private int hostnameCount;
  private int codeCount;
  private final Map<ShapeKey, Integer> templateCodes = new HashMap<>();
  private final Map<ClientId, Integer> clientCodes = new HashMap<>();
  private final Map<String, Integer> hostnameCodes = new HashMap<>();
  private final Map<String, RunColumn> columns = new HashMap<>();
  private final List<RunColumn> columnList = new ArrayList<>();
  final RunColumn rest = new RunColumn("", false);
  private long rawBytes;
  private int rowsWithRest;

  OpenRun(Key key, long day, long firstLsn, long openedAt) {
    this.key = key;
    this.day = day;
    this.firstLsn = firstLsn;
    this.openedAt = openedAt;
  }

  /// Takes a row that the shredder holds. False if the run is full of columns: it must be sealed
  /// first.
  boolean append(AcceptedBatch batch, int index, RowShredder shredder) {
    int template = template(shredder);
    if (template < 0) {
      return false;
    }
    AcceptedRow row = batch.rows().get(index);
    int at = count;
    Rows r = rows;
    if (at == r.lsn.length) {
      r = r.grown();
      rows = r;
    }
    r.leafStart[at] = codeCount;
    RunTemplate shape = templates[template];
    addCodes(shape, row.json(), shredder);
    r.template[at] = template;
    r.lsn[at] = batch.firstLsn() + index;
    r.eventTime[at] = row.eventTime();
    r.ingestTime[at] = batch.ingestTime();
    r.boot[at] = batch.boot();
    r.seq[at] = batch.firstSeq() + index;
    r.stream[at] = batch.stream();
    r.version[at] = batch.artifactVersion();
    r.origin[at] = (byte) row.timeOrigin().code();
    r.rawLength[at] = row.json().length;
    r.writer[at] = client(batch.writer());
    r.hostname[at] = hostname(batch.hostname());
    r.subject[at] = r.writer[at];
    if (batch.writer().equals(ClientId.SERVER)) {
      RowReader own = new RowReader(new OpenRunView(this, at, 1));
      own.moveTo(0);
      r.subject[at] = client(Envelope.subject(batch.writer(), own.get(Envelope.CLIENT_ID)));
    }
    rawBytes += row.json().length;
    if (shredder.hasRest) {
      rowsWithRest++;
    }
    count = at + 1;
    return true;
  }

  private void addCodes(RunTemplate shape, byte[] json, RowShredder shredder) {
    int leaves = shredder.leaves;
    if (codeCount + leaves > codes.length) {
      codes = Arrays.copyOf(codes, Math.max(codes.length * 2, codeCount + leaves));
    }
    int[] c = codes;
    for (int i = 0; i < leaves; i++) {
      c[codeCount++] =
          shape.columns[i].add(shredder.types[i], json, shredder.offsets[i], shredder.lengths[i]);
    }
  }

  private int template(RowShredder shredder) {
    long hash = Hashes.of(shredder.shape, 0, shredder.shapeLength, 0);
    byte[] shape = Arrays.copyOf(shredder.shape, shredder.shapeLength);
    Integer known = templateCodes.get(new ShapeKey(hash, shape));
    if (known != null) {
      return known;
    }
    RowTemplate template = RowTemplate.parse(shape, shape.length);
    Set<String> fresh = new HashSet<>();
    for (int i = 0; i < template.leaves(); i++) {
      String leafKey = template.key(i);
      if (leafKey != null && !columns.containsKey(leafKey)) {
        fresh.add(leafKey);
      }
    }
    if (fresh.size() > MAX_NEW_COLUMNS) {
      shredder.keepWhole();
      return template(shredder);
    }
    if (columns.size() + fresh.size() > MAX_COLUMNS) {
      return -1;
    }
    RunColumn[] leafColumns = new RunColumn[template.leaves()];
    for (int i = 0; i < leafColumns.length; i++) {
      String leafKey = template.key(i);
      leafColumns[i] = leafKey == null ? rest : column(leafKey);
    }
    if (templateCount == templates.length) {
      templates = Arrays.copyOf(templates, templateCount * 2);
    }
    templates[templateCount] = new RunTemplate(template, shape, leafColumns);
    templateCodes.put(new ShapeKey(hash, shape), templateCount);
    return templateCount++;
  }

  private RunColumn column(String leafKey) {
    RunColumn known = columns.get(leafKey);
    if (known == null) {
      known = new RunColumn(leafKey, true);
      columns.put(leafKey, known);
      columnList.add(known);
    }
    return known;
  }

  private int client(ClientId id) {
    Integer known = clientCodes.get(id);
    if (known != null) {
      return known;
    }
    if (clientCount == clients.length) {
      clients = Arrays.copyOf(clients, clientCount * 2);
    }
    clients[clientCount] = id;
    clientCodes.put(id, clientCount);
    return clientCount++;
  }

  private int hostname(String name) {
    Integer known = hostnameCodes.get(name);
    if (known != null) {
      return known;
    }
    if (hostnameCount == hostnames.length) {
      hostnames = Arrays.copyOf(hostnames, hostnameCount * 2);
    }
    hostnames[hostnameCount] = name;
    hostnameCodes.put(name, hostnameCount);
    return hostnameCount++;
  }

  /// An estimate of the memory held, for the worker.
  long memory() {
    long memory = 100L * rows.lsn.length + 4L * codes.length + rest.memory();
    for (RunColumn column : columnList) {
      memory += column.memory();
    }
    return memory;
  }

  long rawBytes() {
    return rawBytes;
  }

  int rowsWithRest() {
    return rowsWithRest;
  }

  List<RunColumn> columnList() {
    return columnList;
  }

  /// The keys of all paths in the run, for the worker.
  Set<String> paths() {
    Set<String> paths = new HashSet<>();
    for (int i = 0; i < templateCount; i++) {
      addPaths(templates[i].template(), paths);
    }
    return paths;
  }

  static void addPaths(RowTemplate template, Set<String> paths) {
    paths.addAll(template.innerKeys());
    for (int i = 0; i < template.leaves(); i++) {
      String leafKey = template.key(i);
      if (leafKey != null) {
        paths.add(leafKey);
      }
    }
  }

  static Envelope envelope(OpenRun run, Rows r, int row) {
    ClientId[] ids = run.clients;
    return new Envelope(
        new EventId(ids[r.writer[row]], r.boot[row], r.stream[row], r.seq[row]),
        r.lsn[row],
        r.eventTime[row],
        TimeOrigin.ofCode(r.origin[row]),
        r.ingestTime[row],
        run.hostnames[r.hostname[row]],
        run.key.artifact,
        r.version[row],
        ids[r.subject[row]]);
  }
}
