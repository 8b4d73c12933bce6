package dev.spoor.web.component;

/// One entry of the navigation: a word, where it leads (and all below that path), its icon.
public record Place(String title, String path, String icon) {}
