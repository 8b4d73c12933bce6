package dev.spoor.sigma.match;

import dev.spoor.sigma.match.FieldCheck.Anchor;
import dev.spoor.sigma.match.FieldCheck.Literal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All literals that one field is compared with in one variant of its text. Immutable.
final class TextIndex {
  private final String[] equalTexts;
  private final int[] equalLiterals;
  private final int[] equalSlots;
  private final @Nullable AffixTrie prefixes;
  private final @Nullable AffixTrie suffixes;
  private final @Nullable GramTable grams;
  // literals that every text has
  private final int[] empty;

  /// @param commonness of a window of four characters: how many literals have it
  TextIndex(Map<Literal, Integer> literals, Commonness commonness) {
    List<String> equals = new ArrayList<>();
    List<Integer> equalIds = new ArrayList<>();
    AffixTrie begin = new AffixTrie(false);
    AffixTrie end = new AffixTrie(true);
    Map<String, Integer> inside = new LinkedHashMap<>();
    List<Integer> always = new ArrayList<>();
    literals.forEach(
        (literal, id) -> {
          String text = literal.text();
          if (literal.anchor() == Anchor.EQUALS) {
            equals.add(text);
            equalIds.add(id);
          } else if (text.isEmpty()) {
            always.add(id);
          } else if (literal.anchor() == Anchor.PREFIX) {
            begin.add(text, id);
          } else if (literal.anchor() == Anchor.SUFFIX) {
            end.add(text, id);
          } else {
            inside.put(text, id);
          }
        });
    prefixes = begin.isEmpty() ? null : begin;
    suffixes = end.isEmpty() ? null : end;
    grams = inside.isEmpty() ? null : new GramTable(inside, commonness);
    empty = always.stream().mapToInt(Integer::intValue).toArray();
    equalTexts = equals.toArray(new String[0]);
    equalLiterals = equalIds.stream().mapToInt(Integer::intValue).toArray();
    equalSlots = new int[equalTexts.length == 0 ? 0 : Integer.highestOneBit(equalTexts.length) * 4];
    for (int i = 0; i < equalTexts.length; i++) {
      int slot = spread(equalTexts[i].hashCode()) & (equalSlots.length - 1);
      while (equalSlots[slot] != 0) {
        slot = (slot + 1) & (equalSlots.length - 1);
      }
      equalSlots[slot] = i + 1;
    }
  }

  private static int spread(int hash) {
    return hash ^ (hash >>> 15);
  }

  void scan(char[] text, int from, int length, LiteralSink sink) {
    if (equalSlots.length > 0) {
      scanEqual(text, from, length, sink);
    }
    if (prefixes != null) {
      prefixes.scan(text, from, length, sink);
    }
    if (suffixes != null) {
      suffixes.scan(text, from, length, sink);
    }
    if (grams != null) {
      grams.scan(text, from, length, sink);
    }
    for (int literal : empty) {
      sink.found(literal);
    }
  }

  private void scanEqual(char[] text, int from, int length, LiteralSink sink) {
    int hash = 0;
    for (int i = from; i < from + length; i++) {
      hash = 31 * hash + text[i];
    }
    int mask = equalSlots.length - 1;
    int slot = spread(hash) & mask;
    while (equalSlots[slot] != 0) {
      int at = equalSlots[slot] - 1;
      if (isEqual(equalTexts[at], text, from, length)) {
        sink.found(equalLiterals[at]);
        return;
      }
      slot = (slot + 1) & mask;
    }
  }

  private static boolean isEqual(String wanted, char[] text, int from, int length) {
    if (wanted.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (wanted.charAt(i) != text[from + i]) {
        return false;
      }
    }
    return true;
  }
}
