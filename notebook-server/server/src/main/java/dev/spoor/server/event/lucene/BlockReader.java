package dev.spoor.server.event.lucene;

import com.github.luben.zstd.ZstdDecompressCtx;
import dev.spoor.server.event.Envelope;
import dev.spoor.server.event.EventId;
import dev.spoor.server.event.TimeOrigin;
import dev.spoor.server.identity.ClientId;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// A block read back: decodes a column when it is first asked for. Not thread-safe; the
/// decompressor belongs to the caller.
final class BlockReader implements RowGroup {
  /// A block that is not what was written.
  static final class CorruptBlock extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CorruptBlock(String message) {
      super(message);
    }
  }

  private record Entry(int kind, int offset, int stored, int plain) {}

  private final byte[] block;
  private final ZstdDecompressCtx zstd;
  private final int rows;
  private final Map<String, Entry> values = new HashMap<>();
  private final Map<String, Entry> systems = new HashMap<>();
  private final Map<String, BlockColumn> columns = new HashMap<>();
  private final BlockColumn shapes;
  private final RowTemplate[] templates;
  private final BlockColumn[][] leafColumns;
  private @Nullable Entry restEntry;
  private @Nullable BlockColumn rest;
  private long @Nullable [] lsn;
  private long @Nullable [] eventTime;
  private long @Nullable [] ingestTime;
  private long @Nullable [] boot;
  private long @Nullable [] stream;
  private long @Nullable [] seq;
  private long @Nullable [] version;
  private long @Nullable [] origin;
  private final Map<String, ClientId> ids = new HashMap<>();

  BlockReader(byte[] block, TemplateCache cache, ZstdDecompressCtx zstd) {
    this.block = block;
    this.zstd = zstd;
    ByteBuffer in = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
    check(block.length >= BlockFormat.HEADER + BlockFormat.TRAILER, "too short");
    check(in.getInt(0) == BlockFormat.MAGIC, "not a block");
    CRC32C sum = new CRC32C();
    sum.update(block, 0, block.length - 4);
    check(in.getInt(block.length - 4) == (int) sum.getValue(), "wrong checksum");
    check(block[4] == BlockFormat.VERSION, "written by a newer version");
    int directory = block.length - BlockFormat.TRAILER - in.getInt(block.length - 8);
    check(directory >= BlockFormat.HEADER && directory < block.length, "wrong directory");
    in.position(directory);
    this.rows = in.getShort() & 0xFFFF;
    int count = in.getShort() & 0xFFFF;
    Entry shapeEntry = null;
    for (int i = 0; i < count; i++) {
      int kind = in.get();
      byte[] name = new byte[in.getShort() & 0xFFFF];
      in.get(name);
      Entry entry = new Entry(kind, in.getInt(), in.getInt(), in.getInt());
      in.getInt();
      String text = new String(name, StandardCharsets.UTF_8);
      switch (kind) {
        case BlockFormat.SHAPE -> shapeEntry = entry;
        case BlockFormat.VALUE -> values.put(text, entry);
        case BlockFormat.SYSTEM -> systems.put(text, entry);
        case BlockFormat.REST -> restEntry = entry;
        default -> throw new CorruptBlock("unknown kind of column: " + kind);
      }
    }
    if (shapeEntry == null) {
      throw new CorruptBlock("a block without shapes");
    }
    this.shapes = new BlockColumn(plain(shapeEntry), rows, null);
    this.templates = new RowTemplate[shapes.distinct()];
    for (int i = 0; i < templates.length; i++) {
      templates[i] = cache.template(shapes.bytes(), shapes.start(i), shapes.length(i));
    }
    this.leafColumns = new BlockColumn[templates.length][];
  }

  private static void check(boolean fine, String problem) {
    if (!fine) {
      throw new CorruptBlock("block: " + problem);
    }
  }

  private byte[] plain(Entry entry) {
    if (entry.stored == entry.plain) {
      return Arrays.copyOfRange(block, entry.offset, entry.offset + entry.stored);
    }
    byte[] plain = new byte[entry.plain];
    int size = zstd.decompressByteArray(plain, 0, plain.length, block, entry.offset, entry.stored);
    check(size == entry.plain, "a chunk of another length");
    return plain;
  }

  private long[] numbers(String name) {
    Entry entry = systems.get(name);
    if (entry == null) {
      throw new CorruptBlock("block: no column " + name);
    }
    byte[] plain = plain(entry);
    long[] numbers = new long[rows];
    int at = 0;
    long before = 0;
    for (int i = 0; i < rows; i++) {
      long raw = 0;
      int shift = 0;
      while (plain[at] < 0) {
        raw |= (plain[at++] & 0x7FL) << shift;
        shift += 7;
      }
      raw |= (plain[at++] & 0x7FL) << shift;
      before += (raw >>> 1) ^ -(raw & 1);
      numbers[i] = before;
    }
    return numbers;
  }

  private BlockColumn texts(String name) {
    BlockColumn known = columns.get("\0" + name);
    if (known == null) {
      Entry entry = systems.get(name);
      if (entry == null) {
        throw new CorruptBlock("block: no column " + name);
      }
      known = new BlockColumn(plain(entry), rows, null);
      columns.put("\0" + name, known);
    }
    return known;
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public long lsn(int row) {
    long[] known = lsn;
    if (known == null) {
      known = numbers(BlockFormat.LSN);
      lsn = known;
    }
    return known[row];
  }

  @Override
  public long eventTime(int row) {
    long[] known = eventTime;
    if (known == null) {
      known = numbers(BlockFormat.EVENT_TIME);
      eventTime = known;
    }
    return known[row];
  }

  @Override
  public long ingestTime(int row) {
    long[] known = ingestTime;
    if (known == null) {
      known = numbers(BlockFormat.INGEST_TIME);
      ingestTime = known;
    }
    return known[row];
  }

  @Override
  public ClientId subject(int row) {
    return client(texts(BlockFormat.SUBJECT), row);
  }

  private ClientId client(BlockColumn column, int row) {
    return ids.computeIfAbsent(column.text(column.code(row)), ClientId::new);
  }

  @Override
  public Envelope envelope(int row) {
    long[] b = boot;
    long[] st = stream;
    long[] sq = seq;
    long[] v = version;
    long[] o = origin;
    if (b == null || st == null || sq == null || v == null || o == null) {
      b = numbers(BlockFormat.BOOT);
      st = numbers(BlockFormat.STREAM);
      sq = numbers(BlockFormat.SEQ);
      v = numbers(BlockFormat.ARTIFACT_VERSION);
      o = numbers(BlockFormat.ORIGIN);
      boot = b;
      stream = st;
      seq = sq;
      version = v;
      origin = o;
    }
    BlockColumn hostname = texts(BlockFormat.HOSTNAME);
    BlockColumn artifact = texts(BlockFormat.ARTIFACT);
    return new Envelope(
        new EventId(client(texts(BlockFormat.WRITER), row), b[row], (int) st[row], sq[row]),
        lsn(row),
        eventTime(row),
        TimeOrigin.ofCode((int) o[row]),
        ingestTime(row),
        hostname.text(hostname.code(row)),
        artifact.text(artifact.code(row)),
        (int) v[row],
        subject(row));
  }

  @Override
  public int templates() {
    return templates.length;
  }

  @Override
  public int templateCode(int row) {
    return shapes.code(row);
  }

  @Override
  public RowTemplate template(int code) {
    return templates[code];
  }

  @Override
  public Column column(int templateCode, int leaf) {
    return leafColumn(templateCode, leaf);
  }

  private BlockColumn leafColumn(int templateCode, int leaf) {
    BlockColumn[] ofTemplate = leafColumns[templateCode];
    if (ofTemplate == null) {
      ofTemplate = new BlockColumn[templates[templateCode].leaves()];
      leafColumns[templateCode] = ofTemplate;
    }
    BlockColumn known = ofTemplate[leaf];
    if (known == null) {
      String key = templates[templateCode].key(leaf);
      known = key == null ? restColumn() : valueColumn(key);
      ofTemplate[leaf] = known;
    }
    return known;
  }

  private BlockColumn valueColumn(String key) {
    BlockColumn known = columns.get(key);
    if (known == null) {
      Entry entry = values.get(key);
      if (entry == null) {
        throw new CorruptBlock("block: no column for a path of its shapes");
      }
      known = counted(entry, key);
      columns.put(key, known);
    }
    return known;
  }

  private BlockColumn restColumn() {
    BlockColumn known = rest;
    if (known == null) {
      if (restEntry == null) {
        throw new CorruptBlock("block: no column for what was not shredded");
      }
      known = counted(restEntry, "");
      rest = known;
    }
    return known;
  }

  /// A column with the number of its first value in each row.
  private BlockColumn counted(Entry entry, String key) {
    int[] perTemplate = new int[templates.length];
    for (int i = 0; i < templates.length; i++) {
      perTemplate[i] = templates[i].count(key);
    }
    int[] first = new int[rows];
    int total = 0;
    for (int i = 0; i < rows; i++) {
      first[i] = total;
      total += perTemplate[shapes.code(i)];
    }
    return new BlockColumn(plain(entry), total, first);
  }

  @Override
  public int code(int row, int templateCode, int leaf) {
    BlockColumn column = leafColumn(templateCode, leaf);
    return column.code(column.first(row) + templates[templateCode].ordinal(leaf));
  }

  @Override
  public byte[] rest(int row, int templateCode, int leaf) {
    BlockColumn column = restColumn();
    int code = column.code(column.first(row) + templates[templateCode].ordinal(leaf));
    return column.copy(code);
  }

  /// The row's JSON text, byte for byte as it came.
  byte[] json(int row) {
    int templateCode = templateCode(row);
    ByteBuilder out = new ByteBuilder();
    byte[] bytes = shapes.bytes();
    int start = shapes.start(templateCode);
    int leaf = 0;
    for (int i = start; i < start + shapes.length(templateCode); i++) {
      if (bytes[i] == RowShredder.LEAF || bytes[i] == RowShredder.REST) {
        leafColumn(templateCode, leaf).appendJson(code(row, templateCode, leaf), out);
        leaf++;
      } else {
        out.u8(bytes[i]);
      }
    }
    return out.toBytes();
  }
}
