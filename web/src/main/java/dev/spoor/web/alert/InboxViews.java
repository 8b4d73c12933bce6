package dev.spoor.web.alert;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Span;
import dev.spoor.server.alert.AlertCounts;
import dev.spoor.server.alert.AlertFilter;
import dev.spoor.web.component.Words;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/// The views of the inbox in the sidebar, each with its number.
final class InboxViews extends Div {
  private final transient AlertDesk desk;
  private final transient Runnable changed;
  private transient InboxView chosen = InboxView.OPEN;

  /// @param changed called after another view is chosen
  InboxViews(AlertDesk desk, Runnable changed) {
    this.desk = desk;
    this.changed = changed;
    addClassName("side-context");
  }

  InboxView chosen() {
    return chosen;
  }

  /// The alerts of the chosen view.
  AlertFilter filter() {
    return filter(chosen);
  }

  private AlertFilter filter(InboxView view) {
    return view.filter(
        desk.who().name(),
        desk.now().atZone(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS).toInstant());
  }

  void show(AlertCounts counts) {
    removeAll();
    add(new H2("Views"));
    for (InboxView view : InboxView.values()) {
      add(button(view, counts));
    }
  }

  private NativeButton button(InboxView view, AlertCounts counts) {
    Span name = new Span(view.words());
    name.addClassName("cut");
    NativeButton button = new NativeButton();
    button.add(name, new Span(Words.number(count(view, counts))));
    if (view == chosen) {
      button.getElement().setAttribute("aria-current", "true");
    }
    button.addClickListener(
        event -> {
          chosen = view;
          show(counts);
          changed.run();
        });
    return button;
  }

  private long count(InboxView view, AlertCounts counts) {
    return switch (view) {
      case OPEN -> counts.open();
      case MINE -> counts.mine();
      case SNOOZED -> counts.snoozed();
      case CLOSED_TODAY -> desk.alerts().count(desk.who(), filter(view));
    };
  }
}
