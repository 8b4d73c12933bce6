package dev.spoor.launcher;

import com.microsoft.playwright.Page;
import java.util.function.Consumer;

/// One page in one state, as somebody would bring it about.
///
/// @param name of its picture
/// @param play goes there; ends when everything that belongs to it can be seen
/// @param refusal part of a console message that belongs to the scene, as the browser reports a
///   request that the server refuses; empty for none
record Scene(String name, Consumer<Page> play, String refusal) {
  static Scene of(String name, Consumer<Page> play) {
    return new Scene(name, play, "");
  }

  static Scene refused(String name, int status, Consumer<Page> play) {
    return new Scene(name, play, "status of " + status);
  }
}
