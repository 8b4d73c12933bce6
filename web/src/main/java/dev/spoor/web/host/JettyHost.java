package dev.spoor.web.host;

import com.vaadin.flow.server.communication.JSR356WebsocketInitializer;
import com.vaadin.flow.server.startup.LookupServletContainerInitializer;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.annotation.HandlesTypes;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.ee11.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.resource.Resource;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// Vaadin on an embedded Jetty: one loopback port that the kernel picks, nothing scanned, every
/// class named. Only requests that carry the secret of this start get in.
public final class JettyHost implements AutoCloseable {
  private final Server server;
  private final ServerConnector connector;
  private final OpenSessions open = new OpenSessions();

  public JettyHost(String secret, List<Page<?>> pages, Viewer viewer) {
    QueuedThreadPool threads = new QueuedThreadPool(64, 4);
    threads.setName("pages");
    threads.setDaemon(true);
    server = new Server(threads);
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setSendXPoweredBy(false);
    configuration.addCustomizer(new ForwardedRequestCustomizer());
    connector = new ServerConnector(server, new HttpConnectionFactory(configuration));
    connector.setHost("127.0.0.1");
    connector.setPort(0);
    server.addConnector(connector);
    server.setHandler(context(secret, pages, viewer));
  }

  /// Loads Jetty's classes.
  public static void prepare() {
    new ServerConnector(new Server(new QueuedThreadPool()), new HttpConnectionFactory());
    new ServletContextHandler(ServletContextHandler.SESSIONS);
  }

  private ServletContextHandler context(String secret, List<Page<?>> pages, Viewer viewer) {
    ServletContextHandler context = new ServletContextHandler(ServletContextHandler.SESSIONS);
    context.setContextPath("/");
    context.setClassLoader(JettyHost.class.getClassLoader());
    context.setBaseResource(resources(context));
    context.getSessionHandler().setHttpOnly(true);
    context.getSessionHandler().setSameSite(HttpCookie.SameSite.STRICT);
    context.getSessionHandler().setSecureRequestOnly(true);
    context.getSessionHandler().setMaxInactiveInterval(1800);
    context.addEventListener(open);
    context.addEventListener(new JSR356WebsocketInitializer());
    context.addFilter(
        new FilterHolder(new Gate(secret, open)), "/*", EnumSet.of(DispatcherType.REQUEST));
    JakartaWebSocketServletContainerInitializer.configure(context, null);
    context.setInitParameter("productionMode", "true");
    // as in the build: otherwise a navigation from the server does not change the address
    context.setInitParameter("react.enable", "false");
    context.setInitParameter("heartbeatInterval", "300");
    context.setInitParameter("closeIdleSessions", "false");
    for (ServletContainerInitializer initializer :
        ServiceLoader.load(ServletContainerInitializer.class)) {
      if (initializer.getClass().getName().startsWith("com.vaadin.")) {
        context.addServletContainerInitializer(
            initializer, handled(initializer.getClass(), pages).toArray(Class<?>[]::new));
      }
    }
    ServletHolder holder = new ServletHolder((HttpServlet) new SpoorServlet(pages, viewer));
    holder.setAsyncSupported(true);
    holder.setInitOrder(1);
    context.addServlet(holder, "/*");
    return context;
  }

  /// The classes of ours that an initializer asks for.
  static Set<Class<?>> handled(Class<?> initializer, List<Page<?>> pages) {
    Set<Class<?>> handled = new LinkedHashSet<>();
    HandlesTypes asked = initializer.getAnnotation(HandlesTypes.class);
    if (asked == null) {
      return handled;
    }
    List<Class<?>> ours = new ArrayList<>();
    ours.add(Shell.class);
    pages.forEach(page -> ours.add(page.type()));
    for (Class<?> candidate : ours) {
      if (Arrays.stream(asked.value()).anyMatch(type -> matches(candidate, type))) {
        handled.add(candidate);
      }
    }
    if (initializer == LookupServletContainerInitializer.class) {
      handled.addAll(VaadinClasses.LOOKUP);
    }
    return handled;
  }

  static boolean matches(Class<?> candidate, Class<?> type) {
    return type.isAnnotation()
        ? candidate.isAnnotationPresent(type.asSubclass(Annotation.class))
        : type.isAssignableFrom(candidate);
  }

  private static Resource resources(ServletContextHandler context) {
    try {
      List<URL> roots =
          Collections.list(JettyHost.class.getClassLoader().getResources("META-INF/resources"));
      ResourceFactory factory = ResourceFactory.of(context);
      return ResourceFactory.combine(
          roots.stream().map(root -> factory.newResource(uri(root))).toList());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list the static resources of the pages", e);
    }
  }

  private static java.net.URI uri(URL url) {
    return java.net.URI.create(url.toExternalForm());
  }

  /// Starts; the port on the loopback interface.
  public int start() {
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException("the pages do not start: " + e.getMessage(), e);
    }
    return connector.getLocalPort();
  }

  /// Ends what the container holds for a session of the public server: its pages close at once.
  public void endSession(String sessionHash) {
    open.end(sessionHash);
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the pages do not stop: " + e.getMessage(), e);
    }
  }
}
