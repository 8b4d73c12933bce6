package dev.spoor.web;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.html.Footer;
import com.vaadin.flow.component.html.Span;
import dev.spoor.web.component.Words;
import dev.spoor.web.host.Pulse;
import dev.spoor.web.host.ShellStatus;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The line at the foot: connection, clients, events, what the index lacks, the zone.
final class StatusLine extends Footer {
  private final transient Supplier<ShellStatus> status;
  private final Span clients = new Span();
  private final Span events = new Span();
  private final Span lag = new Span();
  private final Span zone = new Span();
  private transient @Nullable ShellStatus shown;

  StatusLine(Supplier<ShellStatus> status, Pulse pulse) {
    this.status = status;
    addClassName("status");
    getElement().setAttribute("aria-label", "Server status");
    Span gap = new Span();
    gap.addClassName("grow");
    events.addClassName("optional");
    lag.addClassName("optional");
    zone.addClassName("optional");
    add(new Connection(), clients, events, lag, gap, zone);
    refresh();
    pulse.watch(this, this::refresh);
  }

  private void refresh() {
    ShellStatus now = status.get();
    if (now.equals(shown)) {
      return;
    }
    shown = now;
    clients.removeAll();
    clients.add(
        bold(Words.number(now.clientsConnected())),
        new Span(" of " + Words.count(now.clients(), "client", "clients") + " connected"));
    events.removeAll();
    events.add(bold(Words.number(now.events())), new Span(" events"));
    lag.removeAll();
    if (now.behind() > 0) {
      lag.add(
          new Span("index "),
          bold(Words.number(now.behind())),
          new Span((now.behind() == 1 ? " row" : " rows") + " behind"));
    } else {
      lag.add(new Span("index current"));
    }
    zone.setText("All times " + zoneName(now.zone()));
  }

  private static String zoneName(ZoneId zone) {
    return zone.normalized().equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
  }

  /// Whether the server answers: only the browser knows.
  @Tag("spoor-connection")
  @JsModule("./shell/spoor-connection.ts")
  private static final class Connection extends Component {}

  private static Span bold(String text) {
    Span span = new Span(text);
    span.getElement().setAttribute("class", "strong");
    return span;
  }
}
