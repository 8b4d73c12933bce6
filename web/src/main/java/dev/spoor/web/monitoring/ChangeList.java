package dev.spoor.web.monitoring;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.dom.Element;
import dev.spoor.server.monitoring.EntryChange;
import dev.spoor.server.monitoring.TableEntry;
import dev.spoor.web.component.Plain;
import dev.spoor.wire.Priority;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// How a table differs from another: a line for each entry, below it each parameter before and
/// after.
final class ChangeList extends UnorderedList {
  private static final int LONGEST = 400;

  /// @param withLabel says of each entry to which group it belongs
  ChangeList(List<EntryChange> changes, boolean withLabel) {
    addClassName("changes");
    changes.forEach(change -> add(item(change, withLabel)));
  }

  private static ListItem item(EntryChange change, boolean withLabel) {
    ListItem item = new ListItem();
    item.addClassName(change.kind().name().toLowerCase(java.util.Locale.ROOT));
    Span sign =
        new Span(
            switch (change.kind()) {
              case ADDED -> "+";
              case REMOVED -> "−";
              case CHANGED -> "~";
            });
    sign.addClassName("sign");
    sign.getElement().setAttribute("aria-hidden", "true");
    Span word =
        new Span(
            switch (change.kind()) {
              case ADDED -> "Added";
              case REMOVED -> "Removed";
              case CHANGED -> "Changed";
            });
    word.addClassName("unseen");
    Span name = new Span(change.artifact());
    name.addClassName("strong");
    Div head = new Div(sign, word, new Span(" "), name);
    if (withLabel) {
      Span label =
          new Span(
              change.label().isEmpty() ? "on all clients" : "on " + Plain.text(change.label()));
      label.addClassName("quiet");
      head.add(label);
    }
    head.addClassName("change-head");
    item.add(head);
    TableEntry before = change.before();
    TableEntry after = change.after();
    item.add(values(before, after));
    return item;
  }

  private static Component values(@Nullable TableEntry before, @Nullable TableEntry after) {
    Map<String, String> old = before == null ? Map.of() : before.parameters();
    Map<String, String> fresh = after == null ? Map.of() : after.parameters();
    TreeSet<String> names = new TreeSet<>(old.keySet());
    names.addAll(fresh.keySet());
    Div list = new Div();
    list.addClassName("change-values");
    for (String name : names) {
      String was = old.get(name);
      String is = fresh.get(name);
      if (was != null && was.equals(is) && before != null && after != null) {
        continue;
      }
      list.add(line(name, was, is, before != null, after != null));
    }
    if (before != null && after != null && before.priority() != after.priority()) {
      list.add(line("Priority", word(before.priority()), word(after.priority()), true, true));
    }
    if (list.getChildren().findAny().isEmpty()) {
      Span all = new Span("Every parameter has its default");
      all.addClassName("quiet");
      list.add(all);
    }
    return list;
  }

  private static String word(Priority priority) {
    return priority.name().toLowerCase(java.util.Locale.ROOT);
  }

  private static Component line(
      String name, @Nullable String was, @Nullable String is, boolean wasThere, boolean isThere) {
    Span key = new Span(name);
    key.addClassName("quiet");
    Div values = new Div();
    values.addClassNames("mono", "versions");
    if (wasThere && !(was == null && !isThere)) {
      values.add(value("del", was));
    }
    if (isThere && !(is == null && !wasThere)) {
      values.add(value("ins", is));
    }
    Div line = new Div(key, values);
    line.addClassName("change-line");
    return line;
  }

  private static Component value(String tag, @Nullable String text) {
    Div holder = new Div();
    Element element = new Element(tag);
    String shown = text == null ? "its default" : Plain.text(text);
    element.setText(shown.length() <= LONGEST ? shown : shown.substring(0, LONGEST) + "…");
    holder.getElement().appendChild(element);
    return holder;
  }
}
