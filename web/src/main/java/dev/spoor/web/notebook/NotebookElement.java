package dev.spoor.web.notebook;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;

/// The notebook itself. It speaks to the public API alone: no key and no row comes by here.
@Tag("spoor-notebook")
@JsModule("./spoor-notebook/spoor-notebook.ts")
final class NotebookElement extends Component {
  NotebookElement(String id) {
    getElement().setAttribute("notebook-id", id);
  }
}
