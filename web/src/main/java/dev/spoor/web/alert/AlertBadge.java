package dev.spoor.web.alert;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Span;
import dev.spoor.server.alert.AlertCounts;
import dev.spoor.server.alert.AlertFeed;
import dev.spoor.server.alert.Alerts;
import dev.spoor.web.component.Words;
import dev.spoor.web.host.Viewer;

/// The number of open alerts in the navigation; loud while some are new.
final class AlertBadge extends Span {
  private final transient Alerts alerts;
  private final transient AlertFeed feed;
  private final transient Viewer viewer;

  AlertBadge(Alerts alerts, AlertFeed feed, Viewer viewer) {
    this.alerts = alerts;
    this.feed = feed;
    this.viewer = viewer;
    addClassName("num");
  }

  @Override
  protected void onAttach(AttachEvent event) {
    viewer.find().ifPresent(user -> show(alerts.counts(user)));
    UI ui = event.getUI();
    Following.start(
        this,
        feed,
        news -> {
          var unused = ui.access(() -> show(news.counts()));
        });
  }

  private void show(AlertCounts counts) {
    setText(counts.open() == 0 ? "" : Words.number(counts.open()));
    setClassName("hot", counts.fresh() > 0);
    getElement()
        .setAttribute(
            "title",
            Words.count(counts.open(), "open alert", "open alerts")
                + ", "
                + Words.number(counts.fresh())
                + " of them new");
  }
}
