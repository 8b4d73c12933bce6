package dev.spoor.web.status;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import dev.spoor.server.monitoring.ServerStatus;
import dev.spoor.web.component.Plain;
import dev.spoor.web.component.Words;

/// The counters of the flow, each with what it must be to the one before it.
final class FlowFigures extends Div {
  FlowFigures() {
    addClassName("relations");
  }

  void show(ServerStatus.Reading now) {
    removeAll();
    ServerStatus.Rows rows = now.rows();
    figure(
        "Received",
        Words.number(rows.received()),
        Words.number(rows.accepted())
            + " accepted + "
            + Words.number(rows.duplicates())
            + " there already + "
            + Words.number(rows.refused() + rows.rejected())
            + " refused, since this start");
    figure(
        "Lost on agents",
        Words.number(rows.lost()),
        rows.lost() == 0
            ? "No agent says that it lost a row since this start"
            : "Rows that agents dropped and told of, since this start");
    String journalFailure = now.journal().failure();
    figure(
        "Journal",
        Words.number(now.journal().end()),
        journalFailure == null
            ? "Rows written, of which those from "
                + Words.number(now.journal().oldest())
                + " on are kept until store and consumers have them"
            : "Takes no rows: " + Plain.text(journalFailure));
    long behind = Math.max(0, now.journal().end() - now.store().visibleUpTo());
    String storeFailure = now.feedFailure();
    figure(
        "Index",
        behind == 0 ? "Current" : Words.count(behind, "row behind", "rows behind"),
        storeFailure == null
            ? Words.number(now.store().rows())
                + " rows in "
                + Words.count(now.store().blocks(), "block", "blocks")
                + ", "
                + Words.bytes(now.store().bytes())
                + "; durable up to "
                + Words.number(now.store().durableUpTo())
            : "Takes no rows: " + Plain.text(storeFailure));
    long slowest = now.consumers().values().stream().mapToLong(Long::longValue).min().orElse(-1);
    figure(
        "Server queries",
        Words.number(now.consumers().size()),
        slowest < 0
            ? "None reads the journal"
            : Words.number(Math.max(0, now.journal().end() - slowest))
                + " rows until the slowest has read all");
    long delivered = now.deliveries().getOrDefault("delivered", 0L);
    long folded = now.deliveries().getOrDefault("folded", 0L);
    long dead = now.deliveries().getOrDefault("dead", 0L);
    long waiting =
        now.deliveries().getOrDefault("pending", 0L) + now.deliveries().getOrDefault("sending", 0L);
    figure(
        "Messages",
        Words.number(delivered + folded + dead + waiting),
        Words.number(delivered)
            + " delivered + "
            + Words.number(folded)
            + " in digests + "
            + Words.number(waiting)
            + " waiting + "
            + Words.number(dead)
            + " given up");
    figure(
        "Clients",
        Words.number(now.connected()),
        "connected of " + Words.number(now.clients()) + " enrolled");
    figure("Queries", Words.number(now.running()), "run, " + Words.number(now.waiting()) + " wait");
  }

  private void figure(String name, String value, String relation) {
    Div figure = new Div(value);
    figure.addClassName("figure");
    Div one = new Div(new H2(name), figure, new Paragraph(relation));
    one.addClassName("relation");
    add(one);
  }
}
