package dev.spoor.web.component;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;

/// One of the shell's small pictures, by name; it takes the colour of the text around it.
@Tag("spoor-icon")
@JsModule("./shell/spoor-icon.ts")
public final class Icon extends Component {
  public Icon(String name) {
    getElement().setAttribute("name", name);
  }

  public Icon with(String className) {
    addClassName(className);
    return this;
  }

  public void show(String name) {
    getElement().setAttribute("name", name);
  }
}
