package dev.spoor.sigma.match;

import dev.spoor.sigma.document.Detection;
import dev.spoor.sigma.document.Modifier;
import dev.spoor.sigma.document.SigmaException;
import dev.spoor.sigma.document.SigmaValue;
import dev.spoor.sigma.pattern.Encodings;
import dev.spoor.sigma.pattern.TextPattern;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A value through the modifiers that change it: placeholders, encodings, and dashes that an
/// encoding hides.
final class ValueChain {
  private static final Pattern PLACEHOLDER = Pattern.compile("%([^%\\s]+)%");
  private static final char[] DASHES = {'-', '/', '\u2013', '\u2014', '\u2015'};
  private static final int MAX_VALUES = 100_000;

  private ValueChain() {}

  static List<TextPattern> patterns(
      Detection.Test test, SigmaValue.Text value, Map<String, List<String>> placeholders) {
    List<String> texts =
        test.has(Modifier.EXPAND) ? expand(value, placeholders) : List.of(value.text());
    List<Modifier> encodings = test.modifiers().stream().filter(Modifier::isEncoding).toList();
    List<TextPattern> patterns = new ArrayList<>(texts.size());
    for (String text : texts) {
      TextPattern pattern = TextPattern.parse(text);
      if (encodings.isEmpty()) {
        patterns.add(pattern);
      } else {
        String plain = pattern.text();
        if (plain == null) {
          throw new SigmaException("a value that is encoded has no wildcards", value.place());
        }
        for (String one : dashed(test, plain, value)) {
          encode(one.getBytes(StandardCharsets.UTF_8), encodings).forEach(patterns::add);
        }
      }
    }
    return patterns;
  }

  private static List<TextPattern> encode(byte[] bytes, List<Modifier> encodings) {
    List<byte[]> values = List.of(bytes);
    for (Modifier encoding : encodings) {
      List<byte[]> next = new ArrayList<>();
      for (byte[] value : values) {
        switch (encoding) {
          case WIDE, UTF16LE -> next.add(Encodings.utf16le(value));
          case UTF16BE -> next.add(Encodings.utf16be(value));
          case UTF16 -> next.add(Encodings.utf16(value));
          case BASE64 -> next.add(Encodings.base64(value));
          case BASE64_OFFSET -> next.addAll(Encodings.base64Offsets(value));
          default -> next.add(value);
        }
      }
      values = next;
    }
    return values.stream().map(v -> TextPattern.literal(Encodings.asText(v))).toList();
  }

  /// The dashes are compared as one, unless they disappear in an encoding.
  private static Set<String> dashed(Detection.Test test, String text, SigmaValue value) {
    if (!test.has(Modifier.WINDASH)) {
      return Set.of(text);
    }
    Set<String> all = new LinkedHashSet<>();
    permute(text.toCharArray(), 0, all, value);
    return all;
  }

  private static void permute(char[] text, int from, Set<String> all, SigmaValue value) {
    int at = from;
    while (at < text.length && new String(DASHES).indexOf(text[at]) < 0) {
      at++;
    }
    if (at == text.length) {
      if (all.size() >= MAX_VALUES) {
        throw new SigmaException("more than " + MAX_VALUES + " values", value.place());
      }
      all.add(new String(text));
      return;
    }
    char was = text[at];
    for (char dash : DASHES) {
      text[at] = dash;
      permute(text, at + 1, all, value);
    }
    text[at] = was;
  }

  private static List<String> expand(
      SigmaValue.Text value, Map<String, List<String>> placeholders) {
    List<String> texts = List.of(value.text());
    Matcher matcher = PLACEHOLDER.matcher(value.text());
    while (matcher.find()) {
      List<String> values = placeholders.get(matcher.group(1));
      if (values == null || values.isEmpty()) {
        throw new SigmaException(
            "the placeholder " + matcher.group() + " has no values", value.place());
      }
      List<String> next = new ArrayList<>();
      for (String text : texts) {
        for (String one : values) {
          if (next.size() >= MAX_VALUES) {
            throw new SigmaException("more than " + MAX_VALUES + " values", value.place());
          }
          next.add(text.replace(matcher.group(), one));
        }
      }
      texts = next;
    }
    return texts;
  }
}
