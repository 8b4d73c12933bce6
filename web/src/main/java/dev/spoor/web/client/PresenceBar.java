package dev.spoor.web.client;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.spoor.server.client.ClientHistory.Presence;
import dev.spoor.web.component.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/// When a client was connected in the last day: green where it was, pale where not; the same in
/// words.
final class PresenceBar extends Div {
  static final Duration SHOWN = Duration.ofHours(24);

  /// @param enrolled before that it could not be there
  PresenceBar(List<Presence> presence, Instant enrolled, Instant now) {
    boolean isNew = enrolled.isAfter(now.minus(SHOWN));
    Instant from = isNew ? enrolled : now.minus(SHOWN);
    String when = isNew ? "the time since it enrolled" : "the last 24 hours";
    Div bar = new Div();
    bar.addClassNames("bar", "presence-bar");
    Instant at = from;
    long there = 0;
    long gaps = 0;
    for (Presence one : presence.stream().sorted(Comparator.comparing(Presence::from)).toList()) {
      Instant begin = one.from().isBefore(at) ? at : one.from();
      Instant end = one.to().orElse(now);
      if (!end.isAfter(begin)) {
        continue;
      }
      if (begin.isAfter(at)) {
        piece(bar, "pale", Duration.between(at, begin));
        gaps++;
      }
      piece(bar, "good", Duration.between(begin, end));
      there += Duration.between(begin, end).toMillis();
      at = end;
    }
    if (now.isAfter(at)) {
      piece(bar, "pale", Duration.between(at, now));
      gaps++;
    }
    long share = Math.round(100.0 * there / Math.max(1, Duration.between(from, now).toMillis()));
    Span words =
        new Span(
            gaps == 0
                ? "Connected all of " + when
                : "Connected "
                    + share
                    + " % of "
                    + when
                    + ", away "
                    + Words.count(gaps, "time", "times"));
    words.addClassName("quiet");
    bar.getElement().setAttribute("aria-hidden", "true");
    add(bar, words);
  }

  private static void piece(Div bar, String look, Duration length) {
    Span piece = new Span();
    piece.addClassName(look);
    piece.getStyle().set("flex-grow", String.valueOf(Math.max(1, length.toSeconds())));
    bar.add(piece);
  }
}
