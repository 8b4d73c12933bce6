package dev.spoor.server.event.lucene;

import com.github.luben.zstd.ZstdCompressCtx;
import dev.spoor.server.event.Envelope;
import dev.spoor.server.identity.ClientId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.zip.CRC32C;

/// Cuts a run into blocks. One worker has one; not thread-safe; holds native memory.
final class BlockWriter implements AutoCloseable {
  static final int MAX_ROWS = 1_024;
  static final int MAX_RAW_BYTES = 4 << 20;

  /// The codes of one column in the rows of one block.
  private static final class Gathered {
    final RunColumn column;
    int[] codes = new int[MAX_ROWS];
    int size;

    Gathered(RunColumn column) {
      this.column = column;
    }

    void add(int code) {
      if (size == codes.length) {
        codes = Arrays.copyOf(codes, size * 2);
      }
      codes[size++] = code;
    }
  }

  private final ZstdCompressCtx zstd = new ZstdCompressCtx().setLevel(BlockFormat.ZSTD_LEVEL);
  private final ByteBuilder block = new ByteBuilder();
  private final ByteBuilder directory = new ByteBuilder();
  private final ByteBuilder chunk = new ByteBuilder();
  private byte[] compressed = new byte[4096];
  private int columns;
  // code of the run -> code of the block + 1
  private int[] local = new int[1024];
  private int[] distinct = new int[1024];
  private long[] hashes = new long[16_384];
  private int hashCount;

  /// The blocks of a run in the order in which they are to be written: rows by client, then in
  /// order of arrival.
  List<SealedBlock> cut(OpenRun run, int worker, int blockRows) {
    OpenRun.Rows rows = run.rows;
    Integer[] order = new Integer[run.count];
    Arrays.setAll(order, i -> i);
    ClientId[] clients = run.clients;
    // rows of the run are in order of LSN and the sort is stable
    Arrays.sort(order, (a, b) -> clients[rows.subject[a]].compareTo(clients[rows.subject[b]]));
    List<SealedBlock> blocks = new ArrayList<>();
    int from = 0;
    while (from < order.length) {
      int to = from;
      long raw = 0;
      while (to < order.length
          && to - from < blockRows
          && (to == from || raw + rows.rawLength[order[to]] <= MAX_RAW_BYTES)) {
        raw += rows.rawLength[order[to++]];
      }
      blocks.add(block(run, order, from, to, worker));
      from = to;
    }
    return blocks;
  }

  private SealedBlock block(OpenRun run, Integer[] order, int from, int to, int worker) {
    OpenRun.Rows rows = run.rows;
    int count = to - from;
    block.clear();
    directory.clear();
    columns = 0;
    hashCount = 0;
    block.u32(BlockFormat.MAGIC);
    block.u8(BlockFormat.VERSION);
    int[] templates = pick(order, from, to, rows.template);
    Map<RunColumn, Gathered> gathered = new HashMap<>();
    List<Gathered> inOrder = new ArrayList<>();
    Set<String> paths = new HashSet<>();
    boolean[] seen = new boolean[run.templates.length];
    int rowsWithRest = 0;
    for (int i = 0; i < count; i++) {
      int row = order[from + i];
      OpenRun.RunTemplate template = run.templates[templates[i]];
      if (!seen[templates[i]]) {
        seen[templates[i]] = true;
        OpenRun.addPaths(template.template(), paths);
      }
      if (template.template().hasRest()) {
        rowsWithRest++;
      }
      int start = rows.leafStart[row];
      RunColumn[] leafColumns = template.columns();
      for (int leaf = 0; leaf < leafColumns.length; leaf++) {
        Gathered into = gathered.get(leafColumns[leaf]);
        if (into == null) {
          into = new Gathered(leafColumns[leaf]);
          gathered.put(leafColumns[leaf], into);
          inOrder.add(into);
        }
        into.add(run.codes[start + leaf]);
      }
    }
    dictionary(
        BlockFormat.SHAPE,
        "",
        templates,
        count,
        code -> run.templates[code].shape(),
        code -> Scalar.STRING);
    system(order, from, to, run);
    for (Gathered values : inOrder) {
      values(values, run.rest);
    }
    hostnameHashes(run, pick(order, from, to, rows.hostname));
    finish(count);
    return new SealedBlock(
        block.toBytes(),
        run.key.artifact(),
        count,
        clients(run, pick(order, from, to, rows.subject)),
        paths,
        distinctHashes(),
        rowsWithRest,
        least(order, from, to, rows.eventTime),
        greatest(order, from, to, rows.eventTime),
        least(order, from, to, rows.ingestTime),
        greatest(order, from, to, rows.ingestTime),
        worker * 2 + (run.key.late() ? 1 : 0),
        greatest(order, from, to, rows.lsn) + 1);
  }

  private void system(Integer[] order, int from, int to, OpenRun run) {
    OpenRun.Rows rows = run.rows;
    numbers(BlockFormat.EVENT_TIME, order, from, to, rows.eventTime);
    numbers(BlockFormat.INGEST_TIME, order, from, to, rows.ingestTime);
    numbers(BlockFormat.LSN, order, from, to, rows.lsn);
    numbers(BlockFormat.BOOT, order, from, to, rows.boot);
    numbers(BlockFormat.SEQ, order, from, to, rows.seq);
    numbers(BlockFormat.STREAM, order, from, to, rows.stream);
    numbers(BlockFormat.ARTIFACT_VERSION, order, from, to, rows.version);
    startChunk();
    long before = 0;
    for (int i = from; i < to; i++) {
      chunk.zigzag(rows.origin[order[i]] - before);
      before = rows.origin[order[i]];
    }
    endChunk(BlockFormat.SYSTEM, BlockFormat.ORIGIN, 0);
    int count = to - from;
    texts(
        BlockFormat.WRITER, pick(order, from, to, rows.writer), code -> run.clients[code].value());
    texts(
        BlockFormat.SUBJECT,
        pick(order, from, to, rows.subject),
        code -> run.clients[code].value());
    texts(BlockFormat.HOSTNAME, pick(order, from, to, rows.hostname), code -> run.hostnames[code]);
    texts(BlockFormat.ARTIFACT, new int[count], code -> run.key.artifact());
  }

  private interface Texts {
    String text(int code);
  }

  private interface ByteSource {
    byte[] bytes(int code);
  }

  private void texts(String name, int[] codes, Texts texts) {
    dictionary(
        BlockFormat.SYSTEM,
        name,
        codes,
        codes.length,
        code -> texts.text(code).getBytes(StandardCharsets.UTF_8),
        code -> Scalar.STRING);
  }

  private void numbers(String name, Integer[] order, int from, int to, long[] values) {
    startChunk();
    long before = 0;
    for (int i = from; i < to; i++) {
      long value = values[order[i]];
      chunk.zigzag(value - before);
      before = value;
    }
    endChunk(BlockFormat.SYSTEM, name, 0);
  }

  private void numbers(String name, Integer[] order, int from, int to, int[] values) {
    startChunk();
    long before = 0;
    for (int i = from; i < to; i++) {
      long value = values[order[i]];
      chunk.zigzag(value - before);
      before = value;
    }
    endChunk(BlockFormat.SYSTEM, name, 0);
  }

  private void values(Gathered values, RunColumn rest) {
    RunColumn column = values.column;
    boolean isRest = column.equals(rest);
    int count = localCodes(values.codes, values.size);
    startChunk();
    chunk.varint(values.size);
    chunk.varint(count);
    for (int i = 0; i < count; i++) {
      chunk.varint(column.end(distinct[i]) - column.start(distinct[i]));
    }
    byte[] bytes = column.bytes();
    for (int i = 0; i < count; i++) {
      int code = distinct[i];
      int start = column.start(code);
      chunk.u8(column.type(code));
      chunk.put(bytes, start, column.end(code) - start);
      if (!isRest) {
        hash(column.hashOf(code));
      }
    }
    putCodes(values.codes, values.size, count);
    endChunk(isRest ? BlockFormat.REST : BlockFormat.VALUE, column.key, count);
  }

  private void dictionary(
      int kind, String name, int[] codes, int size, ByteSource source, IntUnaryOperator types) {
    int count = localCodes(codes, size);
    startChunk();
    chunk.varint(size);
    chunk.varint(count);
    byte[][] bytes = new byte[count][];
    for (int i = 0; i < count; i++) {
      bytes[i] = source.bytes(distinct[i]);
      chunk.varint(bytes[i].length);
    }
    for (int i = 0; i < count; i++) {
      chunk.u8(types.applyAsInt(distinct[i]));
      chunk.put(bytes[i], 0, bytes[i].length);
    }
    putCodes(codes, size, count);
    endChunk(kind, name, count);
  }

  /// Fills `distinct` with the codes in order of their first use and `local` with their numbers
  /// there; returns how many there are.
  private int localCodes(int[] codes, int size) {
    int count = 0;
    for (int i = 0; i < size; i++) {
      int code = codes[i];
      if (code >= local.length) {
        local = Arrays.copyOf(local, Math.max(local.length * 2, code + 1));
      }
      if (local[code] == 0) {
        if (count == distinct.length) {
          distinct = Arrays.copyOf(distinct, count * 2);
        }
        distinct[count++] = code;
        local[code] = count;
      }
    }
    return count;
  }

  private void putCodes(int[] codes, int size, int count) {
    if (count != 1 && count != size) {
      for (int i = 0; i < size; i++) {
        int code = local[codes[i]] - 1;
        if (count <= 1 << 8) {
          chunk.u8(code);
        } else if (count <= 1 << 16) {
          chunk.u16(code);
        } else {
          chunk.u32(code);
        }
      }
    }
    for (int i = 0; i < count; i++) {
      local[distinct[i]] = 0;
    }
  }

  private void startChunk() {
    chunk.clear();
  }

  private void endChunk(int kind, String name, int count) {
    int offset = block.size;
    int stored = chunk.size;
    if (chunk.size >= BlockFormat.MIN_COMPRESSED) {
      int bound = (int) com.github.luben.zstd.Zstd.compressBound(chunk.size);
      if (compressed.length < bound) {
        compressed = new byte[bound];
      }
      stored = zstd.compressByteArray(compressed, 0, compressed.length, chunk.bytes, 0, chunk.size);
    }
    if (stored < chunk.size) {
      block.put(compressed, 0, stored);
    } else {
      stored = chunk.size;
      block.put(chunk.bytes, 0, chunk.size);
    }
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    directory.u8(kind);
    directory.u16(utf8.length);
    directory.put(utf8, 0, utf8.length);
    directory.u32(offset);
    directory.u32(stored);
    directory.u32(chunk.size);
    directory.u32(count);
    columns++;
  }

  private void finish(int rows) {
    int start = block.size;
    block.u16(rows);
    block.u16(columns);
    block.put(directory.bytes, 0, directory.size);
    block.u32(block.size - start);
    CRC32C sum = new CRC32C();
    sum.update(block.bytes, 0, block.size);
    block.u32((int) sum.getValue());
  }

  private void hash(long value) {
    if (hashCount == hashes.length) {
      hashes = Arrays.copyOf(hashes, hashCount * 2);
    }
    hashes[hashCount++] = value;
  }

  private void hostnameHashes(OpenRun run, int[] codes) {
    long seed = Scalar.pathSeed(Envelope.HOSTNAME);
    int count = localCodes(codes, codes.length);
    for (int i = 0; i < count; i++) {
      byte[] name = run.hostnames[distinct[i]].getBytes(StandardCharsets.UTF_8);
      hash(Scalar.hash(seed, dev.spoor.vql.value.VqlString.ofBytes(name)));
      local[distinct[i]] = 0;
    }
  }

  private long[] distinctHashes() {
    long[] sorted = Arrays.copyOf(hashes, hashCount);
    Arrays.sort(sorted);
    int to = 0;
    for (int i = 0; i < sorted.length; i++) {
      if (i == 0 || sorted[i] != sorted[i - 1]) {
        sorted[to++] = sorted[i];
      }
    }
    return Arrays.copyOf(sorted, to);
  }

  private Set<String> clients(OpenRun run, int[] codes) {
    Set<String> clients = new HashSet<>();
    for (int code : codes) {
      clients.add(run.clients[code].value());
    }
    return clients;
  }

  private static int[] pick(Integer[] order, int from, int to, int[] values) {
    int[] picked = new int[to - from];
    for (int i = from; i < to; i++) {
      picked[i - from] = values[order[i]];
    }
    return picked;
  }

  private static long least(Integer[] order, int from, int to, long[] values) {
    long least = Long.MAX_VALUE;
    for (int i = from; i < to; i++) {
      least = Math.min(least, values[order[i]]);
    }
    return least;
  }

  private static long greatest(Integer[] order, int from, int to, long[] values) {
    long greatest = Long.MIN_VALUE;
    for (int i = from; i < to; i++) {
      greatest = Math.max(greatest, values[order[i]]);
    }
    return greatest;
  }

  @Override
  public void close() {
    zstd.close();
  }
}
