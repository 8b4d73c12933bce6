package dev.spoor.evtx;

import java.time.Instant;

/// One record of an event log. Keeps its own bytes, so it may outlive the reading of the file. Not
/// safe for several threads at once.
public final class EvtxRecord {
  /// How much a record may show: about the megabyte that a row may have.
  public static final int LIMIT = 1 << 20;

  private final long id;
  private final long filetime;
  private final long offset;
  private final int size;
  private final boolean recovered;
  private final Instance event;

  EvtxRecord(long id, long filetime, long offset, int size, boolean recovered, Instance event) {
    this.id = id;
    this.filetime = filetime;
    this.offset = offset;
    this.size = size;
    this.recovered = recovered;
    this.event = event;
  }

  /// The number in the header of the record, which orders the records of a file. An export counts
  /// anew, so it need not be the `EventRecordID` of the event.
  public long id() {
    return id;
  }

  /// When the record was written.
  public Instant written() {
    return Bytes.time(filetime);
  }

  /// As [#written], in units of 100 ns since 1601.
  public long writtenFileTime() {
    return filetime;
  }

  /// Where the record lies in the file.
  public long offset() {
    return offset;
  }

  /// How many bytes it takes in the file.
  public int size() {
    return size;
  }

  /// Whether it was found in a part of the file that is not in use.
  public boolean isRecovered() {
    return recovered;
  }

  /// Shows the event.
  public void accept(EventVisitor visitor) {
    new TreeWalk(visitor, LIMIT).show(event);
  }

  /// The event as one line of XML.
  public String xml() {
    XmlWriter out = new XmlWriter();
    accept(out);
    return out.toString();
  }
}
