package dev.spoor.evtx;

import java.nio.charset.StandardCharsets;

/// The name of an element or attribute, as the file has it.
public final class EventName {
  private final String text;
  private final byte[] xml;

  EventName(String text) {
    this.text = text;
    this.xml = xmlName(text).getBytes(StandardCharsets.UTF_8);
  }

  public String text() {
    return text;
  }

  /// True for a declaration of a namespace, which says nothing about the event.
  public boolean isNamespace() {
    return text.equals("xmlns") || text.startsWith("xmlns:");
  }

  /// As it stands in XML; what no name may hold is replaced by `_`.
  byte[] xml() {
    return xml;
  }

  private static String xmlName(String text) {
    StringBuilder name = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean good =
          Character.isLetter(c)
              || c == '_'
              || (c == ':' && i > 0 && i < text.length() - 1)
              || (i > 0 && (Character.isDigit(c) || c == '-' || c == '.'));
      if (!good || Character.isSurrogate(c)) {
        if (name == null) {
          name = new StringBuilder(text);
        }
        name.setCharAt(i, '_');
      }
    }
    return name == null ? text : name.toString();
  }

  @Override
  public String toString() {
    return text;
  }
}
