package dev.spoor.vql.regex;

import dev.spoor.vql.regex.RegexOutline.Group;
import dev.spoor.vql.regex.RegexOutline.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A pattern as a person should read it: which parts are alternatives, and how the pattern would
/// look if each of them were required. Immutable.
public final class RegexReading {
  /// How many alternatives can be required at once: every order of them is written out.
  public static final int MOST_REQUIRED = 4;

  private static final String BETWEEN = ".*";

  private final String pattern;
  private final RegexOutline outline;
  private final @Nullable Group choice;
  private final List<String> required;

  private RegexReading(String pattern) {
    this.pattern = pattern;
    this.outline = RegexOutline.of(pattern);
    this.choice =
        outline.groups().stream()
            .filter(group -> group.alternatives().size() > 1)
            .findFirst()
            .orElse(null);
    this.required = choice == null ? List.of() : requiredIn(pattern, choice);
  }

  /// Reads a pattern; throws [RegexException] for one that is none.
  public static RegexReading of(String pattern) {
    var unused = RegexParser.parse(pattern, true);
    return new RegexReading(pattern);
  }

  public RegexOutline outline() {
    return outline;
  }

  /// Where the alternatives of the outermost choice stand; empty when there is none, or when all of
  /// them are required.
  public List<Span> alternatives() {
    return choice == null || !required.isEmpty() ? List.of() : choice.alternatives();
  }

  /// The parts that must all be found, in any order, as [#requireAll] writes them; mostly none.
  public List<String> required() {
    return required;
  }

  /// What the pattern asks for, in a sentence about its alternatives; empty when it has none.
  public String sentence() {
    if (Regex.matchesEverything(pattern)) {
      return "Matches anything.";
    }
    if (!required.isEmpty()) {
      return "All of " + list(required) + " are required, in any order.";
    }
    if (choice == null) {
      return "";
    }
    List<String> texts = choice.alternatives().stream().map(span -> span.of(pattern)).toList();
    return isOptional(choice)
        ? "Any one of " + list(texts) + " may be there, none has to be."
        : "Any one of " + list(texts) + " is enough.";
  }

  private static String list(List<String> alternatives) {
    StringBuilder text = new StringBuilder();
    int most = 6;
    for (int i = 0; i < Math.min(most, alternatives.size()); i++) {
      text.append(i == 0 ? "" : ", ").append(plain(alternatives.get(i)));
    }
    if (alternatives.size() > most) {
      text.append(" and ").append(alternatives.size() - most).append(" more");
    }
    return text.toString();
  }

  /// An alternative as one would say it: without the parentheses around it and without the
  /// backslashes before what is no letter or digit.
  static String plain(String alternative) {
    RegexOutline inside = RegexOutline.of(alternative);
    String text = alternative;
    if (inside.groups().size() > 1) {
      Group first = inside.groups().get(1);
      if (first.whole().start() == 0 && first.whole().end() == alternative.length()) {
        text = first.body().of(alternative);
      }
    }
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length() && !Character.isLetterOrDigit(text.charAt(i + 1))) {
        plain.append(text.charAt(++i));
      } else {
        plain.append(c);
      }
    }
    String shown = plain.isEmpty() ? "nothing" : plain.toString();
    return shown.length() <= 60 ? shown : shown.substring(0, 59) + "…";
  }

  /// The pattern changed so that every alternative must be found, in any order. Empty when there is
  /// nothing to choose, when there are more than [#MOST_REQUIRED], or when an alternative could not
  /// stand beside another one: it is bound to a place, sets flags or matches nothing.
  public Optional<String> requireAll() {
    if (choice == null || !required.isEmpty() || isOptional(choice)) {
      return Optional.empty();
    }
    List<String> parts = choice.alternatives().stream().map(span -> span.of(pattern)).toList();
    if (parts.size() > MOST_REQUIRED || !parts.stream().allMatch(RegexReading::isMovable)) {
      return Optional.empty();
    }
    List<String> orders = new ArrayList<>();
    orders(parts, new ArrayList<>(), orders);
    String all = String.join("|", orders);
    Span body = choice.body();
    String changed =
        choice.depth() == 0
            ? "(?:" + all + ")"
            : pattern.substring(0, body.start()) + all + pattern.substring(body.end());
    try {
      var unused = Regex.of(changed);
      return Optional.of(changed);
    } catch (RegexException e) {
      // too large when written out
      return Optional.empty();
    }
  }

  /// One pattern for each alternative; a text that all of them match has every alternative.
  public List<String> each() {
    if (choice == null) {
      return List.of(pattern);
    }
    Span body = choice.body();
    return choice.alternatives().stream()
        .map(
            span ->
                choice.depth() == 0
                    ? span.of(pattern)
                    : pattern.substring(0, body.start())
                        + span.of(pattern)
                        + pattern.substring(body.end()))
        .toList();
  }

  private boolean isOptional(Group group) {
    String after = pattern.substring(group.whole().end());
    return group.depth() > 0
        && (after.startsWith("*") || after.startsWith("?") || after.startsWith("{0"));
  }

  private static boolean isMovable(String part) {
    try {
      RegexTree tree = RegexParser.parse(part, true);
      return !part.isEmpty() && !part.contains("(?") && !hasPlace(tree);
    } catch (RegexException e) {
      return false;
    }
  }

  private static boolean hasPlace(RegexTree tree) {
    return switch (tree) {
      case RegexTree.Assertion(RegexTree.Place place) ->
          place != RegexTree.Place.WORD_BOUNDARY && place != RegexTree.Place.NO_WORD_BOUNDARY;
      case RegexTree.Group group -> hasPlace(group.body());
      case RegexTree.Concat concat -> concat.parts().stream().anyMatch(RegexReading::hasPlace);
      case RegexTree.Alternate choices ->
          choices.choices().stream().anyMatch(RegexReading::hasPlace);
      case RegexTree.Repeat repeat -> hasPlace(repeat.body());
      case RegexTree.Empty empty -> false;
      case RegexTree.Literal literal -> false;
      case RegexTree.Any any -> false;
      case RegexTree.CharClass set -> false;
    };
  }

  private static void orders(List<String> left, List<String> taken, List<String> orders) {
    if (left.isEmpty()) {
      orders.add(String.join(BETWEEN, taken));
      return;
    }
    for (int i = 0; i < left.size(); i++) {
      List<String> rest = new ArrayList<>(left);
      taken.add(rest.remove(i));
      orders(rest, taken, orders);
      taken.removeLast();
    }
  }

  /// The parts of a choice that is nothing but every order of the same parts; empty for another.
  private static List<String> requiredIn(String pattern, Group choice) {
    List<String> first = List.of(choice.alternatives().getFirst().of(pattern).split("\\.\\*", -1));
    Set<String> parts = new TreeSet<>(first);
    if (first.size() < 2 || first.size() > MOST_REQUIRED || parts.size() != first.size()) {
      return List.of();
    }
    List<String> orders = new ArrayList<>();
    orders(first, new ArrayList<>(), orders);
    List<String> found = choice.alternatives().stream().map(span -> span.of(pattern)).toList();
    return found.size() == orders.size() && new HashSet<>(found).equals(new HashSet<>(orders))
        ? first
        : List.of();
  }
}
