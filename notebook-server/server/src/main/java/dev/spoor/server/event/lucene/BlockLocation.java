package dev.spoor.server.event.lucene;

/// Where a block lies and which times are in it; enough to decide whether and when to read it.
record BlockLocation(
    Partition partition,
    int file,
    long offset,
    int length,
    int rows,
    long firstEvent,
    long lastEvent) {}
