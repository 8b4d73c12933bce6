package dev.spoor.server.event.lucene;

import java.util.Set;

/// A block that was cut from a run: its bytes and what the index keeps of it.
///
/// @param hashes of (path, value), five bytes of each are terms
/// @param worker the worker, doubled, plus 1 if the run is one of late rows
/// @param end the LSN after the last row
@SuppressWarnings("ArrayRecordComponent")
record SealedBlock(
    byte[] bytes,
    String artifact,
    int rows,
    Set<String> clients,
    Set<String> paths,
    long[] hashes,
    int rowsWithRest,
    long firstEvent,
    long lastEvent,
    long firstIngest,
    long lastIngest,
    int worker,
    long end) {}
