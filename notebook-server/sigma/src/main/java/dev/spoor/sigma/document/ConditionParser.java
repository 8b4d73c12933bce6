package dev.spoor.sigma.document;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The condition grammar: `or` binds loosest, then `and`, `not`, `N of …`, parentheses.
///
/// ```
/// or     = and { "or" and }
/// and    = not { "and" not }
/// not    = "not" not | of
/// of     = ( "1" | "any" | "all" | number ) "of" ( "them" | pattern ) | "(" or ")" | name
/// ```
final class ConditionParser {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_TOKENS = 10_000;

  private record Token(String text, int offset) {}

  private final YamlNode.Scalar source;
  private final Collection<String> names;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int depth;

  private ConditionParser(YamlNode.Scalar source, Collection<String> names) {
    this.source = source;
    this.names = names;
  }

  /// The condition of a scalar; `names` are the search identifiers that there are.
  static Condition parse(YamlNode.Scalar source, Collection<String> names) {
    ConditionParser parser = new ConditionParser(source, names);
    parser.split();
    if (parser.tokens.isEmpty()) {
      throw new SigmaException("the condition is empty", source.place());
    }
    Condition condition = parser.or();
    Token rest = parser.peek();
    if (rest != null) {
      throw parser.unexpected(rest);
    }
    return condition;
  }

  private void split() {
    String text = source.text();
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (Character.isWhitespace(c)) {
        i++;
        continue;
      }
      if (c == '|') {
        throw new SigmaException(aggregation(text.substring(i + 1).strip()), source.at(i));
      }
      int start = i;
      if (c == '(' || c == ')') {
        i++;
      } else {
        while (i < text.length() && isWord(text.charAt(i))) {
          i++;
        }
        if (i == start) {
          throw new SigmaException("unexpected \"" + c + "\" in the condition", source.at(i));
        }
      }
      tokens.add(new Token(text.substring(start, i), start));
      if (tokens.size() > MAX_TOKENS) {
        throw new SigmaException(
            "a condition of more than " + MAX_TOKENS + " words", source.place());
      }
    }
  }

  private static boolean isWord(char c) {
    return !Character.isWhitespace(c) && c != '(' && c != ')' && c != '|';
  }

  private static String aggregation(String rest) {
    int end = 0;
    while (end < rest.length() && Character.isLetter(rest.charAt(end))) {
      end++;
    }
    String kind = rest.substring(0, end);
    return "the aggregation \"| "
        + (kind.isEmpty() ? "…" : kind)
        + "\" is of Sigma 1: write a correlation rule ("
        + (switch (kind) {
          case "count" -> "event_count or value_count";
          case "sum" -> "value_sum";
          case "avg" -> "value_avg";
          case "near" -> "temporal";
          default -> "type: event_count, value_count, temporal, …";
        })
        + ")";
  }

  private @Nullable Token peek() {
    return at < tokens.size() ? tokens.get(at) : null;
  }

  private boolean accept(String word) {
    Token token = peek();
    if (token != null && token.text.equalsIgnoreCase(word) && !names.contains(token.text)) {
      at++;
      return true;
    }
    return false;
  }

  private SigmaException unexpected(Token token) {
    return new SigmaException(
        "unexpected \"" + token.text + "\" in the condition", source.at(token.offset));
  }

  private Place here() {
    Token token = peek();
    return source.at(token == null ? source.text().length() : token.offset);
  }

  private Condition or() {
    Place place = here();
    List<Condition> parts = new ArrayList<>(2);
    parts.add(and());
    while (accept("or")) {
      parts.add(and());
    }
    return parts.size() == 1 ? parts.getFirst() : new Condition.Or(parts, place);
  }

  private Condition and() {
    Place place = here();
    List<Condition> parts = new ArrayList<>(2);
    parts.add(not());
    while (accept("and")) {
      parts.add(not());
    }
    return parts.size() == 1 ? parts.getFirst() : new Condition.And(parts, place);
  }

  private Condition not() {
    Place place = here();
    if (accept("not")) {
      enter(place);
      Condition part = not();
      depth--;
      return new Condition.Not(part, place);
    }
    return primary();
  }

  private void enter(Place place) {
    if (++depth > MAX_DEPTH) {
      throw new SigmaException("the condition is nested deeper than " + MAX_DEPTH, place);
    }
  }

  private Condition primary() {
    Token token = peek();
    Place place = here();
    if (token == null) {
      throw new SigmaException("the condition ends too early", place);
    }
    if (accept("(")) {
      enter(place);
      Condition inner = or();
      depth--;
      if (!accept(")")) {
        throw new SigmaException("a ) is missing in the condition", here());
      }
      return inner;
    }
    Token next = at + 1 < tokens.size() ? tokens.get(at + 1) : null;
    if (next != null && next.text.equalsIgnoreCase("of")) {
      return of(token, place);
    }
    if (token.text.equals(")") || isOperator(token)) {
      throw unexpected(token);
    }
    at++;
    if (!names.contains(token.text)) {
      throw new SigmaException(
          "the condition names \"" + token.text + "\", which the detection does not define", place);
    }
    return new Condition.Name(token.text, place);
  }

  private boolean isOperator(Token token) {
    return !names.contains(token.text)
        && (token.text.equalsIgnoreCase("and")
            || token.text.equalsIgnoreCase("or")
            || token.text.equalsIgnoreCase("of"));
  }

  private Condition of(Token quantity, Place place) {
    int count = count(quantity);
    at += 2;
    Token target = peek();
    if (target == null || target.text.equals("(") || target.text.equals(")")) {
      throw new SigmaException("after \"of\" stands \"them\" or a pattern of names", here());
    }
    at++;
    List<String> chosen = new ArrayList<>();
    boolean them = target.text.equalsIgnoreCase("them");
    Pattern pattern = them ? Pattern.compile("[^_].*", Pattern.DOTALL) : glob(target.text);
    for (String name : names) {
      if (pattern.matcher(name).matches()) {
        chosen.add(name);
      }
    }
    if (chosen.isEmpty()) {
      throw new SigmaException(
          "\"" + target.text + "\" means no search identifier of the detection",
          source.at(target.offset));
    }
    return new Condition.Of(count, chosen, place);
  }

  private int count(Token quantity) {
    if (quantity.text.equalsIgnoreCase("all")) {
      return 0;
    }
    if (quantity.text.equalsIgnoreCase("any")) {
      return 1;
    }
    if (quantity.text.length() < 6 && quantity.text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      int count = Integer.parseInt(quantity.text);
      if (count > 0) {
        return count;
      }
    }
    throw new SigmaException(
        "before \"of\" stands 1, any, all or a number, not \"" + quantity.text + "\"",
        source.at(quantity.offset));
  }

  private static Pattern glob(String text) {
    StringBuilder regex = new StringBuilder();
    int from = 0;
    for (int i = text.indexOf('*'); i >= 0; i = text.indexOf('*', from)) {
      regex.append(Pattern.quote(text.substring(from, i))).append(".*");
      from = i + 1;
    }
    return Pattern.compile(regex.append(Pattern.quote(text.substring(from))).toString());
  }
}
