package dev.spoor.sigma.match;

import dev.spoor.sigma.document.Detection;
import dev.spoor.sigma.document.Modifier;
import dev.spoor.sigma.document.SigmaException;
import java.util.EnumSet;
import java.util.Set;

/// Which modifiers go together.
final class ModifierRules {
  private static final Set<Modifier> ANYWHERE =
      EnumSet.of(Modifier.ALL, Modifier.NEQ, Modifier.EXPAND);
  private static final Set<Modifier> SHAPES =
      EnumSet.of(Modifier.CONTAINS, Modifier.STARTS_WITH, Modifier.ENDS_WITH);
  private static final Set<Modifier> REGEX =
      EnumSet.of(Modifier.RE, Modifier.IGNORE_CASE, Modifier.MULTI_LINE, Modifier.DOT_ALL);

  private ModifierRules() {}

  static void check(Detection.Test test) {
    for (Modifier modifier : test.modifiers()) {
      Set<Modifier> friends = friends(modifier);
      for (Modifier other : test.modifiers()) {
        if (other != modifier && !friends.contains(other)) {
          throw refuse(
              test,
              "the modifiers "
                  + modifier.text()
                  + " and "
                  + other.text()
                  + " do not go"
                  + " together");
        }
      }
    }
    boolean flags =
        test.has(Modifier.IGNORE_CASE)
            || test.has(Modifier.MULTI_LINE)
            || test.has(Modifier.DOT_ALL);
    if (flags && !test.has(Modifier.RE)) {
      throw refuse(test, "the modifiers i, m and s come after re");
    }
    if (test.field() == null
        && (test.has(Modifier.EXISTS)
            || test.has(Modifier.FIELD_REF)
            || test.modifiers().stream().anyMatch(m -> m.isComparison() || m.isTimePart()))) {
      throw refuse(test, "this modifier needs a field");
    }
    int shape = -1;
    for (int i = 0; i < test.modifiers().size(); i++) {
      Modifier modifier = test.modifiers().get(i);
      if (SHAPES.contains(modifier)) {
        shape = i;
      } else if (modifier.isEncoding() && shape >= 0) {
        throw refuse(
            test, modifier.text() + " must come before " + test.modifiers().get(shape).text());
      }
    }
  }

  private static SigmaException refuse(Detection.Test test, String reason) {
    return new SigmaException(reason, test.place());
  }

  private static Set<Modifier> friends(Modifier modifier) {
    Set<Modifier> friends = EnumSet.copyOf(ANYWHERE);
    switch (modifier) {
      case ALL, NEQ, EXPAND -> friends.addAll(EnumSet.allOf(Modifier.class));
      case CONTAINS, STARTS_WITH, ENDS_WITH -> {
        friends.addAll(EnumSet.range(Modifier.BASE64, Modifier.UTF16));
        friends.addAll(EnumSet.of(Modifier.CASED, Modifier.WINDASH, Modifier.FIELD_REF));
      }
      case BASE64, BASE64_OFFSET, WIDE, UTF16LE, UTF16BE, UTF16 -> {
        friends.addAll(EnumSet.range(Modifier.BASE64, Modifier.UTF16));
        friends.addAll(SHAPES);
        friends.addAll(EnumSet.of(Modifier.CASED, Modifier.WINDASH));
      }
      case CASED -> {
        friends.addAll(SHAPES);
        friends.addAll(EnumSet.range(Modifier.BASE64, Modifier.UTF16));
        friends.addAll(EnumSet.of(Modifier.FIELD_REF, Modifier.WINDASH));
      }
      case WINDASH -> {
        friends.addAll(SHAPES);
        friends.addAll(EnumSet.range(Modifier.BASE64, Modifier.UTF16));
        friends.add(Modifier.CASED);
      }
      case RE, IGNORE_CASE, MULTI_LINE, DOT_ALL -> {
        friends.addAll(REGEX);
        friends.remove(Modifier.EXPAND);
      }
      case FIELD_REF -> {
        friends.addAll(SHAPES);
        friends.add(Modifier.CASED);
      }
      case LT, LTE, GT, GTE -> friends.addAll(EnumSet.range(Modifier.MINUTE, Modifier.YEAR));
      case MINUTE, HOUR, DAY, WEEK, MONTH, YEAR ->
          friends.addAll(EnumSet.range(Modifier.LT, Modifier.GTE));
      case EXISTS, CIDR, VQL -> friends.remove(Modifier.EXPAND);
    }
    return friends;
  }
}
