package dev.spoor.web.host;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasElement;
import com.vaadin.flow.di.DefaultInstantiator;
import com.vaadin.flow.di.Instantiator;
import com.vaadin.flow.function.DeploymentConfiguration;
import com.vaadin.flow.router.NavigationEvent;
import com.vaadin.flow.server.ServiceException;
import com.vaadin.flow.server.VaadinServiceInitListener;
import com.vaadin.flow.server.VaadinServlet;
import com.vaadin.flow.server.VaadinServletService;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Vaadin's service with our way of making views: by the suppliers of [Page], no reflection.
final class SpoorService extends VaadinServletService {
  private final transient Map<Class<?>, Page<?>> pages = new HashMap<>();

  SpoorService(VaadinServlet servlet, DeploymentConfiguration configuration, List<Page<?>> pages) {
    super(servlet, configuration);
    pages.forEach(page -> this.pages.put(page.type(), page));
  }

  @Override
  protected Optional<Instantiator> loadInstantiators() throws ServiceException {
    return Optional.of(new Plain());
  }

  private final class Plain extends DefaultInstantiator {
    Plain() {
      super(SpoorService.this);
    }

    @Override
    public Stream<VaadinServiceInitListener> getServiceInitListeners() {
      return Stream.concat(
          super.getServiceInitListeners(),
          Stream.of(event -> event.addIndexHtmlRequestListener(ContentPolicy::apply)));
    }

    @Override
    public <T extends HasElement> T createRouteTarget(Class<T> type, NavigationEvent event) {
      return make(type).orElseGet(() -> super.createRouteTarget(type, event));
    }

    @Override
    public <T> T getOrCreate(Class<T> type) {
      return make(type).orElseGet(() -> super.getOrCreate(type));
    }

    @Override
    public <T extends Component> T createComponent(Class<T> type) {
      return make(type).orElseGet(() -> super.createComponent(type));
    }

    private <T> Optional<T> make(Class<T> type) {
      return Optional.ofNullable(pages.get(type)).map(page -> type.cast(page.factory().get()));
    }
  }
}
