package dev.spoor.server.event;

/// One row of an accepted batch: its canonical JSON text (an object; the caller must not change it
/// afterwards) and its times in nanoseconds since 1970.
@SuppressWarnings("ArrayRecordComponent")
public record AcceptedRow(byte[] json, long emitTime, long eventTime, TimeOrigin timeOrigin) {}
