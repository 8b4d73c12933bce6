package dev.spoor.web.client;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import dev.spoor.web.component.Plain;
import dev.spoor.web.component.Words;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Three bars above the table: who reports, how monitoring stands, which agents.
final class Overview extends Div {
  Overview() {
    addClassName("overview");
  }

  void show(List<ClientRow> rows, Instant now) {
    removeAll();
    long connected = rows.stream().filter(row -> row.client().isConnected()).count();
    long silent = rows.stream().filter(row -> row.isSilent(now)).count();
    Map<String, Long> reporting = new LinkedHashMap<>();
    reporting.put("now", connected);
    reporting.put("just gone", rows.size() - connected - silent);
    reporting.put("silent over 1 h", silent);
    add(part("Reporting", reporting, List.of("good", "rest", "pale")));

    Map<String, Long> monitoring = new LinkedHashMap<>();
    for (String icon : List.of("ok", "run", "error", "wait", "none")) {
      monitoring.put(
          word(icon), rows.stream().filter(row -> row.state().icon().equals(icon)).count());
    }
    add(part("Monitoring", monitoring, List.of("good", "busy", "bad", "rest", "pale")));

    Map<String, Long> counts = new TreeMap<>();
    rows.forEach(
        row -> counts.merge(Plain.text(row.client().facts().agentVersion()), 1L, Long::sum));
    Map<String, Long> versions = new LinkedHashMap<>();
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .forEach(count -> versions.put(count.getKey(), count.getValue()));
    add(part("Agent version", versions, List.of("c1", "c3", "c5", "c2", "c4", "c6")));
  }

  private static String word(String icon) {
    return switch (icon) {
      case "ok" -> "running";
      case "run" -> "applying";
      case "error" -> "failed";
      case "wait" -> "when they return";
      default -> "watch nothing";
    };
  }

  private static Div part(String title, Map<String, Long> shares, List<String> colours) {
    Div bar = new Div();
    bar.addClassName("bar");
    Div words = new Div();
    words.addClassName("words");
    int index = 0;
    for (Map.Entry<String, Long> share : shares.entrySet()) {
      String colour = colours.get(Math.min(index++, colours.size() - 1));
      if (share.getValue() > 0) {
        Span piece = new Span();
        piece.addClassName(colour);
        piece.getStyle().set("flex-grow", String.valueOf(share.getValue()));
        bar.add(piece);
        Span mark = new Span();
        mark.addClassNames("mark", colour);
        Span count = new Span(Words.number(share.getValue()));
        count.addClassNames("strong", "num");
        words.add(new Span(mark, count, new Span(share.getKey())));
      }
    }
    return new Div(new H2(title), bar, words);
  }
}
