package dev.spoor.evtx;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Reads the records of an event log file one by one, in the order in which they lie in the file.
/// Walks every slot for a chunk to the end of the file, whatever the header counts. Needs the
/// memory of one chunk. One thread uses it.
///
/// ```
/// 0      header            one block of 4 KiB
/// 4096   chunk or zeros    64 KiB each
/// ```
public final class EvtxFile implements Closeable {
  private final EvtxInput input;
  private final EvtxOptions options;
  private final EvtxHeader header;
  private final Chunk chunk;
  private long slot = EvtxHeader.BLOCK;
  private boolean inChunk;

  private EvtxFile(EvtxInput input, EvtxOptions options, EvtxHeader header) {
    this.input = input;
    this.options = options;
    this.header = header;
    this.chunk = new Chunk(options);
  }

  public static EvtxFile open(Path file, EvtxOptions options) throws IOException {
    EvtxInput input = EvtxInput.open(file);
    try {
      return read(input, options);
    } catch (IOException | RuntimeException e) {
      input.close();
      throw e;
    }
  }

  /// Takes the input over: it is closed with the file.
  public static EvtxFile read(EvtxInput input, EvtxOptions options) throws IOException {
    byte[] block = new byte[EvtxHeader.BLOCK];
    int length = input.read(0, block, block.length);
    EvtxHeader header = EvtxHeader.read(block, length);
    if (length == 0) {
      options.problems().accept(EvtxProblem.warning(0, "the file is empty"));
    } else if (!header.isLog()) {
      options
          .problems()
          .accept(
              EvtxProblem.error(
                  0, EvtxProblem.NO_RECORD, "the file does not begin as an event log does"));
    } else if (length < EvtxHeader.BLOCK) {
      options.problems().accept(EvtxProblem.warning(0, "the file ends in its header"));
    } else if (!header.checksumGood()) {
      options
          .problems()
          .accept(EvtxProblem.warning(0, "the checksum of the file's header is wrong"));
    }
    return new EvtxFile(input, options, header);
  }

  public EvtxHeader header() {
    return header;
  }

  /// The next record that can be read, or null after the last. What cannot is told to the listener
  /// for problems.
  public @Nullable EvtxRecord next() throws IOException {
    while (true) {
      if (inChunk) {
        EvtxRecord record = chunk.next();
        if (record != null) {
          return record;
        }
        inChunk = false;
      }
      if (options.cancelled().getAsBoolean()) {
        return null;
      }
      if (slot >= input.size()) {
        if (slot == EvtxHeader.BLOCK && header.chunkCount() > 0) {
          tellOnce("the file ends after its header");
        }
        return null;
      }
      inChunk = chunk.load(input, slot);
      slot += Chunk.SIZE;
    }
  }

  private void tellOnce(String message) {
    options.problems().accept(EvtxProblem.warning(slot, message));
    slot = Long.MAX_VALUE;
  }

  @Override
  public void close() throws IOException {
    input.close();
  }
}
