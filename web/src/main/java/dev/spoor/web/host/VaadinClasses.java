package dev.spoor.web.host;

import com.vaadin.flow.di.LookupInitializer;
import java.util.List;

/// The classes of Vaadin itself that a class path scan would have handed to its initializers.
final class VaadinClasses {
  static final List<Class<?>> LOOKUP = List.of(LookupInitializer.class);

  private VaadinClasses() {}
}
