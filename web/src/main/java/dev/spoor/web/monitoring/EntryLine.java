package dev.spoor.web.monitoring;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.spoor.server.monitoring.TableEntry;
import dev.spoor.web.component.Plain;
import dev.spoor.wire.Priority;
import java.util.TreeMap;

/// One entry as the table shows it: the artifact, the parameters that are not the default, a place
/// for its state.
final class EntryLine extends Div {
  EntryLine(TableEntry entry, Component state) {
    addClassName("entry");
    int dot = entry.artifact().lastIndexOf('.');
    Span name = new Span(entry.artifact().substring(dot + 1));
    name.addClassName("strong");
    Span family = new Span(dot < 0 ? "" : entry.artifact().substring(0, dot));
    family.addClassName("quiet");
    Div artifact = new Div(name, family);
    artifact.addClassName("artifact");
    artifact.getElement().setAttribute("title", entry.artifact());
    Div parameters = new Div();
    parameters.addClassName("parameters");
    new TreeMap<>(entry.parameters())
        .forEach(
            (key, value) -> {
              Span of = new Span(key);
              of.addClassName("quiet");
              Span text = new Span(Plain.text(value));
              text.addClassNames("mono", "value");
              text.getElement().setAttribute("title", Plain.text(value));
              Div parameter = new Div(of, text);
              parameter.addClassName("parameter");
              parameters.add(parameter);
            });
    if (entry.parameters().isEmpty()) {
      Span defaults = new Span("Defaults: matches everything");
      defaults.addClassName("quiet");
      parameters.add(defaults);
    }
    if (entry.priority() != Priority.NORMAL) {
      Span order = new Span(entry.priority() == Priority.HIGH ? "high priority" : "bulk");
      order.addClassName("label");
      parameters.add(order);
    }
    add(artifact, parameters, state);
  }
}
