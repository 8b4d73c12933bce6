package dev.spoor.web.alert;

import com.vaadin.flow.component.Component;
import dev.spoor.server.alert.AlertFeed;
import dev.spoor.server.alert.AlertNews;
import dev.spoor.web.component.Problem;
import java.util.function.Consumer;

/// Listens to the feed while a component is on a page.
final class Following {
  private Following() {}

  static void start(Component component, AlertFeed feed, Consumer<AlertNews> listener) {
    AutoCloseable open =
        feed.listen(
            news -> {
              try {
                listener.accept(news);
              } catch (RuntimeException gone) {
                // the page went away in between; its detaching ends this
                Problem.log(gone);
              }
            });
    component.addDetachListener(
        event -> {
          event.unregisterListener();
          try {
            open.close();
          } catch (Exception e) {
            Problem.log(e);
          }
        });
  }
}
