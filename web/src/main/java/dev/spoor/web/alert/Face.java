package dev.spoor.web.alert;

import com.vaadin.flow.component.html.Span;
import dev.spoor.web.component.Plain;
import java.util.Locale;

/// A person as two letters.
final class Face {
  private Face() {}

  static Span of(String name) {
    Span face = new Span(initials(name));
    face.addClassName("face");
    face.getElement().setAttribute("title", Plain.text(name));
    return face;
  }

  /// The first letters of the first and last word; the first two of a single one.
  static String initials(String name) {
    String[] words = Plain.text(name.strip()).split("[\\s._-]+", -1);
    String first = words[0];
    String last = words[words.length - 1];
    String letters =
        words.length > 1 && !last.isEmpty() && !first.isEmpty()
            ? start(first, 1) + start(last, 1)
            : start(first, 2);
    return letters.toUpperCase(Locale.ROOT);
  }

  private static String start(String word, int points) {
    int most = Math.min(points, word.codePointCount(0, word.length()));
    return word.substring(0, word.offsetByCodePoints(0, most));
  }
}
