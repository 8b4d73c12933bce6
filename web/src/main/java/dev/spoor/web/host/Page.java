package dev.spoor.web.host;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.function.SerializableSupplier;

/// One class that Vaadin creates (a view, a layout, an error page) and how it is made: by a plain
/// constructor that gets what it needs.
public record Page<T extends Component>(Class<T> type, SerializableSupplier<T> factory) {
  public static <T extends Component> Page<T> of(Class<T> type, SerializableSupplier<T> factory) {
    return new Page<>(type, factory);
  }
}
