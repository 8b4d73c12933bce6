package dev.spoor.web.alert;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;

/// The keys of the inbox, below it.
final class KeyBar extends Div {
  KeyBar(boolean mayEdit) {
    addClassName("key-bar");
    hint("move", "J", "K");
    if (mayEdit) {
      hint("acknowledge", "E");
      hint("assign", "A");
      hint("snooze", "S");
      hint("close", "C");
      hint("select", "X");
    }
  }

  private void hint(String what, String... letters) {
    Span hint = new Span();
    for (String letter : letters) {
      Span key = new Span(letter);
      key.addClassName("kbd");
      hint.add(key);
    }
    hint.add(new Span(what));
    add(hint);
  }
}
