package dev.spoor.web.notebook;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.function.SerializableFunction;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import dev.spoor.server.notebook.Notebooks;
import dev.spoor.web.component.Plain;
import dev.spoor.web.host.Viewer;

/// One notebook; the element draws all of it, the top bar included.
@Route("notebooks/:notebook")
final class NotebookView extends Div implements BeforeEnterObserver, HasDynamicTitle {
  private final transient Viewer viewer;
  private final transient Notebooks notebooks;
  private final transient SerializableFunction<String, Component> decisions;
  private String title = "Notebook";

  /// @param decisions what was decided while a notebook was written
  NotebookView(
      Viewer viewer, Notebooks notebooks, SerializableFunction<String, Component> decisions) {
    this.viewer = viewer;
    this.notebooks = notebooks;
    this.decisions = decisions;
    addClassName("notebook-page");
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    String id = event.getRouteParameters().get("notebook").orElse("");
    title = notebooks.require(viewer.require(), id).title();
    removeAll();
    Div timeline = new Div(decisions.apply(id));
    timeline.addClassName("notebook-decisions");
    add(new NotebookElement(id), timeline);
  }

  @Override
  public String getPageTitle() {
    return Plain.text(title) + " · Spoor";
  }
}
