package dev.spoor.web.component;

/// One entry of the navigation: a word, where it leads (and all below that path), its icon. The
/// first one is also what an empty address shows.
public record Place(String title, String path, String icon, boolean isFirst) {
  public Place(String title, String path, String icon) {
    this(title, path, icon, false);
  }
}
