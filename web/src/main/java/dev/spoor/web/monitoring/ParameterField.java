package dev.spoor.web.monitoring;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Focusable;
import dev.spoor.server.artifact.ArtifactParameter;

/// One parameter on the page: where its value is typed, and where its problems are told.
interface ParameterField {
  ArtifactParameter parameter();

  Component component();

  String value();

  Focusable<?> focus();

  /// Tells what is wrong; empty when nothing is.
  void problem(String sentence);
}
