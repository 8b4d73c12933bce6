package dev.spoor.web.host;

import com.vaadin.flow.function.DeploymentConfiguration;
import com.vaadin.flow.server.ServiceException;
import com.vaadin.flow.server.VaadinServlet;
import com.vaadin.flow.server.VaadinServletService;
import java.util.List;

/// Vaadin's servlet, with the pages it may create and the listeners every page gets.
final class SpoorServlet extends VaadinServlet {
  private final transient List<Page<?>> pages;
  private final transient Viewer viewer;

  SpoorServlet(List<Page<?>> pages, Viewer viewer) {
    this.pages = pages;
    this.viewer = viewer;
  }

  @Override
  protected VaadinServletService createServletService(DeploymentConfiguration configuration)
      throws ServiceException {
    SpoorService service = new SpoorService(this, configuration, pages);
    service.init();
    service.addUIInitListener(event -> event.getUI().addBeforeEnterListener(viewer::guard));
    return service;
  }
}
