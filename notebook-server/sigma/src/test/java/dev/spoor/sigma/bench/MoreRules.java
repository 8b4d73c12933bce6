package dev.spoor.sigma.bench;

import dev.spoor.sigma.document.Detection;
import dev.spoor.sigma.document.DocumentParser;
import dev.spoor.sigma.document.Header;
import dev.spoor.sigma.document.Modifier;
import dev.spoor.sigma.document.SigmaDocument;
import dev.spoor.sigma.document.SigmaException;
import dev.spoor.sigma.document.SigmaValue;
import dev.spoor.sigma.document.YamlNode;
import dev.spoor.sigma.document.YamlReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A set of rules ten times as large: each rule again with other texts. As in rules written by
/// hand, the copies are about the same programs: the fields that name a program stay as they are
/// where the rule has others.
final class MoreRules {
  private static final Set<String> PROGRAMS =
      Set.of("Image", "ParentImage", "OriginalFileName", "NewProcessName", "ParentProcessName");

  private MoreRules() {}

  static List<SigmaDocument> parse(Collection<String> texts) {
    List<SigmaDocument> documents = new ArrayList<>();
    for (String text : texts) {
      for (YamlNode node : YamlReader.read(text)) {
        try {
          documents.add(DocumentParser.parse(node, ""));
        } catch (SigmaException e) {
          continue;
        }
      }
    }
    return documents;
  }

  static List<SigmaDocument> times(List<SigmaDocument> rules, int times) {
    List<SigmaDocument> all = new ArrayList<>(rules);
    for (int copy = 1; copy < times; copy++) {
      for (SigmaDocument document : rules) {
        if (document instanceof SigmaDocument.Rule rule) {
          all.add(copy(rule, copy));
        }
      }
    }
    return all;
  }

  private static SigmaDocument copy(SigmaDocument.Rule rule, int number) {
    boolean others = rule.detections().values().stream().anyMatch(MoreRules::namesMore);
    Map<String, Detection> detections = new LinkedHashMap<>();
    rule.detections().forEach((name, d) -> detections.put(name, change(d, number, others)));
    Header h = rule.header();
    Header header =
        new Header(
            h.id() + "#" + number,
            h.title() + " " + number,
            null,
            h.level(),
            h.status(),
            h.description(),
            h.author(),
            h.tags(),
            h.references(),
            h.falsePositives(),
            h.file(),
            h.place());
    return new SigmaDocument.Rule(
        header, rule.logSource(), detections, rule.condition(), rule.source());
  }

  private static boolean namesMore(Detection detection) {
    return switch (detection) {
      case Detection.AllOf all -> all.items().stream().anyMatch(MoreRules::namesMore);
      case Detection.AnyOf any -> any.items().stream().anyMatch(MoreRules::namesMore);
      case Detection.Test test -> !PROGRAMS.contains(String.valueOf(test.field()));
    };
  }

  private static Detection change(Detection detection, int number, boolean others) {
    return switch (detection) {
      case Detection.AllOf all ->
          new Detection.AllOf(
              all.items().stream().map(d -> change(d, number, others)).toList(), all.place());
      case Detection.AnyOf any ->
          new Detection.AnyOf(
              any.items().stream().map(d -> change(d, number, others)).toList(), any.place());
      case Detection.Test test -> {
        boolean stays =
            (others && PROGRAMS.contains(String.valueOf(test.field())))
                || test.has(Modifier.RE)
                || test.has(Modifier.CIDR)
                || test.has(Modifier.FIELD_REF)
                || test.has(Modifier.EXPAND);
        yield stays
            ? test
            : new Detection.Test(
                test.field(),
                test.modifiers(),
                test.values().stream().map(v -> change(v, number)).toList(),
                test.place());
      }
    };
  }

  private static SigmaValue change(SigmaValue value, int number) {
    if (!(value instanceof SigmaValue.Text text)) {
      return value;
    }
    StringBuilder out = new StringBuilder(text.text());
    for (int i = 0; i < out.length(); i++) {
      char c = out.charAt(i);
      if (c >= 'a' && c <= 'z') {
        out.setCharAt(i, (char) ('a' + (c - 'a' + number + i % 3) % 26));
      }
    }
    return new SigmaValue.Text(out.toString(), text.place());
  }
}
