package dev.spoor.server.event.lucene;

import dev.spoor.server.event.Envelope;
import dev.spoor.server.identity.ClientId;
import org.jspecify.annotations.Nullable;

/// What a reader sees of an open run: the rows that were there when the view was made.
final class OpenRunView implements RowGroup {
  private record Values(RunColumn column) implements Column {
    @Override
    public int distinct() {
      return Integer.MAX_VALUE;
    }

    @Override
    public @Nullable Object value(int code) {
      return column.value(code);
    }
  }

  private final OpenRun run;
  private final int from;
  private final int count;
  private final OpenRun.Rows rows;
  private final int[] codes;
  private final OpenRun.RunTemplate[] templates;

  OpenRunView(OpenRun run) {
    this(run, 0, run.count);
  }

  /// `count` must have been published, or be asked for by the worker itself.
  OpenRunView(OpenRun run, int from, int count) {
    this.run = run;
    this.from = from;
    this.count = count;
    this.rows = run.rows;
    this.codes = run.codes;
    this.templates = run.templates;
  }

  OpenRun run() {
    return run;
  }

  @Override
  public int rows() {
    return count;
  }

  @Override
  public long lsn(int row) {
    return rows.lsn[from + row];
  }

  @Override
  public long eventTime(int row) {
    return rows.eventTime[from + row];
  }

  @Override
  public long ingestTime(int row) {
    return rows.ingestTime[from + row];
  }

  @Override
  public ClientId subject(int row) {
    return run.clients[rows.subject[from + row]];
  }

  @Override
  public Envelope envelope(int row) {
    return OpenRun.envelope(run, rows, from + row);
  }

  @Override
  public int templates() {
    return templates.length;
  }

  @Override
  public int templateCode(int row) {
    return rows.template[from + row];
  }

  @Override
  public RowTemplate template(int code) {
    return templates[code].template();
  }

  @Override
  public Column column(int templateCode, int leaf) {
    return new Values(templates[templateCode].columns()[leaf]);
  }

  @Override
  public int code(int row, int templateCode, int leaf) {
    return codes[rows.leafStart[from + row] + leaf];
  }

  @Override
  public byte[] rest(int row, int templateCode, int leaf) {
    return run.rest.copy(code(row, templateCode, leaf));
  }
}
