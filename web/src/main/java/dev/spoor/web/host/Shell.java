package dev.spoor.web.host;

import com.vaadin.flow.component.page.AppShellConfigurator;
import com.vaadin.flow.component.page.Push;
import com.vaadin.flow.server.AppShellSettings;
import com.vaadin.flow.shared.ui.Transport;

/// What every page begins with. Pushes go over the WebSocket, clicks over plain requests: each
/// request is checked at the gate.
@Push(transport = Transport.WEBSOCKET_XHR)
public final class Shell implements AppShellConfigurator {
  @Override
  public void configurePage(AppShellSettings settings) {
    settings.addMetaTag("color-scheme", "light dark");
    settings.setPageTitle("Spoor");
    settings.addFavIcon("icon", "/spoor.svg", "any");
  }
}
