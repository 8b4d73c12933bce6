package dev.spoor.server.delivery;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Hides passwords in what leaves the server. A value that stands after a known option is hidden
/// there and, when it is long enough to be one, wherever else it occurs in the same message.
/// Immutable, linear in its input.
public final class Redactor {
  public static final String HIDDEN = "[hidden]";

  /// A shorter value is hidden only behind its option: it may be an ordinary word elsewhere.
  private static final int REPEATED = 6;

  private static final String VALUE = "(\"[^\"]*\"|'[^']*'|[^\\s\"']+)";
  private static final Pattern AFTER_OPTION =
      Pattern.compile(
          "(?i)((?:^|[\\s\"'])(?:/p|-p|/rp|/pass|/password|-pass|--pass|-password|--password|--token)"
              + "(?:\\s+|[=:]\\s*))"
              + VALUE);
  private static final Pattern AFTER_NAME =
      Pattern.compile(
          "(?i)((?:password|passwd|passphrase|pass|pwd|token|secret|api_?key)\\s*[=:]\\s*)"
              + VALUE);
  private static final Pattern OPTION =
      Pattern.compile(
          "(?i)(?:/p|-p|/rp|/pass|/password|-pass|--pass|-password|--password|--token)");

  private final List<Pattern> more;

  public Redactor() {
    this(List.of());
  }

  private Redactor(List<Pattern> more) {
    this.more = List.copyOf(more);
  }

  /// Also hides the first group (or, without one, the whole match) of these RE2 patterns.
  public Redactor with(List<String> patterns) {
    List<Pattern> all = new ArrayList<>(more);
    patterns.forEach(p -> all.add(Pattern.compile(p)));
    return new Redactor(all);
  }

  public String redact(String text) {
    TreeSet<String> found = new TreeSet<>();
    String redacted = redact(text, found);
    return hideRepeats(redacted, found);
  }

  /// A message of several texts and a row: what is hidden in one is hidden in all.
  public ObjectNode redact(ObjectNode message) {
    TreeSet<String> found = new TreeSet<>();
    JsonNode redacted = redact(message, found);
    return (ObjectNode) hideRepeats(redacted, found);
  }

  private JsonNode redact(JsonNode node, TreeSet<String> found) {
    if (node.isString()) {
      return JsonNodeFactory.instance.stringNode(redact(node.asString(), found));
    }
    if (node instanceof ArrayNode array) {
      ArrayNode result = JsonNodeFactory.instance.arrayNode();
      boolean isValue = false;
      for (JsonNode item : array) {
        if (isValue && item.isString()) {
          remember(item.asString(), found);
          result.add(HIDDEN);
        } else {
          result.add(redact(item, found));
        }
        isValue = item.isString() && OPTION.matcher(item.asString()).matches();
      }
      return result;
    }
    if (node instanceof ObjectNode object) {
      ObjectNode result = JsonNodeFactory.instance.objectNode();
      for (Map.Entry<String, JsonNode> entry : object.properties()) {
        // the exact bytes of a command line would carry the password past every pattern
        if (entry.getKey().endsWith("_b64")) {
          result.put(entry.getKey(), HIDDEN);
        } else {
          result.set(entry.getKey(), redact(entry.getValue(), found));
        }
      }
      return result;
    }
    return node;
  }

  private String redact(String text, TreeSet<String> found) {
    String result = hide(AFTER_OPTION, 2, text, found);
    result = hide(AFTER_NAME, 2, result, found);
    for (Pattern pattern : more) {
      result = hide(pattern, pattern.groupCount() > 0 ? 1 : 0, result, found);
    }
    return result;
  }

  private static String hide(Pattern pattern, int group, String text, TreeSet<String> found) {
    Matcher matcher = pattern.matcher(text);
    StringBuilder result = null;
    int from = 0;
    while (matcher.find()) {
      if (matcher.group(group) == null || matcher.start(group) < from) {
        continue;
      }
      if (result == null) {
        result = new StringBuilder();
      }
      if (!matcher.group(group).equals(HIDDEN)) {
        remember(matcher.group(group), found);
      }
      result.append(text, from, matcher.start(group)).append(HIDDEN);
      from = matcher.end(group);
    }
    return result == null ? text : result.append(text, from, text.length()).toString();
  }

  private static void remember(String value, TreeSet<String> found) {
    String bare =
        value.length() >= 2 && (value.startsWith("\"") || value.startsWith("'"))
            ? value.substring(1, value.length() - 1)
            : value;
    if (bare.length() >= REPEATED) {
      found.add(bare);
    }
  }

  private static JsonNode hideRepeats(JsonNode node, TreeSet<String> found) {
    if (found.isEmpty()) {
      return node;
    }
    if (node.isString()) {
      return JsonNodeFactory.instance.stringNode(hideRepeats(node.asString(), found));
    }
    if (node instanceof ArrayNode array) {
      ArrayNode result = JsonNodeFactory.instance.arrayNode();
      array.forEach(item -> result.add(hideRepeats(item, found)));
      return result;
    }
    if (node instanceof ObjectNode object) {
      ObjectNode result = JsonNodeFactory.instance.objectNode();
      object.properties().forEach(e -> result.set(e.getKey(), hideRepeats(e.getValue(), found)));
      return result;
    }
    return node;
  }

  /// Longest first, so that one that contains another is hidden whole.
  private static String hideRepeats(String text, TreeSet<String> found) {
    String result = text;
    for (String value :
        found.stream().sorted((a, b) -> Integer.compare(b.length(), a.length())).toList()) {
      result = result.replace(value, HIDDEN);
    }
    return result;
  }
}
