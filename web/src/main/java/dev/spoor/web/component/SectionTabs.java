package dev.spoor.web.component;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Nav;
import java.util.List;

/// From one part of a section to the others: links, the one that is shown is marked.
public final class SectionTabs extends Nav {
  /// @param path of the page, without a slash before it
  public record Tab(String title, String path) {}

  public SectionTabs(String name, String shown, List<Tab> tabs) {
    addClassName("page-tabs");
    getElement().setAttribute("aria-label", name);
    for (Tab tab : tabs) {
      Anchor link = new Anchor(tab.path(), tab.title());
      if (tab.path().equals(shown)) {
        link.getElement().setAttribute("aria-current", "page");
      }
      add(link);
    }
  }
}
