package dev.spoor.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.page.AppShellConfigurator;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.router.Layout;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouteAlias;
import dev.spoor.web.host.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Nothing is scanned when the pages start, so nothing may be missing from the list.
class ClassListTest {
  @Test
  void theListOfPagesIsWhatAScanFinds() throws Exception {
    Set<String> found = new TreeSet<>();
    for (Class<?> type : ours()) {
      if (type.isAnnotationPresent(Route.class)
          || type.isAnnotationPresent(RouteAlias.class)
          || type.isAnnotationPresent(Layout.class)
          || HasErrorParameter.class.isAssignableFrom(type)) {
        found.add(type.getName());
      }
    }
    try (PageServer server = new PageServer(false)) {
      Set<String> listed =
          server.pages().stream()
              .map(Page::type)
              .map(Class::getName)
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(listed).isEqualTo(found);
    }
  }

  @Test
  void thereIsOneShell() throws Exception {
    assertThat(
            ours().stream()
                .filter(AppShellConfigurator.class::isAssignableFrom)
                .map(Class::getSimpleName))
        .containsExactly("Shell");
  }

  private static Set<Class<?>> ours() throws IOException {
    Path root =
        Path.of(SpoorWeb.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    try (Stream<Path> files = Files.walk(root.resolve("dev/spoor/web"))) {
      return files
          .map(root::relativize)
          .map(Path::toString)
          .filter(name -> name.endsWith(".class") && !name.endsWith("package-info.class"))
          .map(name -> name.substring(0, name.length() - 6).replace('/', '.'))
          .map(ClassListTest::load)
          .collect(Collectors.toSet());
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, ClassListTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
