package dev.spoor.web.component;

import com.vaadin.flow.component.Component;

/// A page with something for the lower half of the sidebar: what is in here.
public interface HasContext {
  Component context();
}
