package dev.spoor.vql.regex;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Where the groups of a pattern and their alternatives stand in its text; the tree knows no
/// places. The first group is the whole pattern; the others follow in the order of their beginning.
public record RegexOutline(List<Group> groups) {
  public RegexOutline {
    groups = List.copyOf(groups);
  }

  /// A part of the text, from `start` up to `end`.
  public record Span(int start, int end) {
    public String of(String text) {
      return text.substring(start, end);
    }
  }

  /// One pair of parentheses, or the whole pattern.
  ///
  /// @param whole with its parentheses
  /// @param capture its number, 0 when it does not capture
  /// @param depth 0 for the whole pattern
  public record Group(Span whole, int capture, int depth, List<Span> alternatives) {
    public Group {
      alternatives = List.copyOf(alternatives);
    }

    /// What stands between the parentheses.
    public Span body() {
      return new Span(alternatives.getFirst().start(), alternatives.getLast().end());
    }
  }

  /// Reads a pattern that [RegexParser] accepts.
  public static RegexOutline of(String pattern) {
    return new Reader(pattern).read();
  }

  private static final class Open {
    final int place;
    final int start;
    final int capture;
    final List<Span> alternatives = new ArrayList<>();
    int alternative;

    Open(int place, int start, int capture, int body) {
      this.place = place;
      this.start = start;
      this.capture = capture;
      this.alternative = body;
    }

    void bar(int at) {
      alternatives.add(new Span(alternative, at));
      alternative = at + 1;
    }
  }

  private static final class Reader {
    private final String text;
    private final List<Group> groups = new ArrayList<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private int at;
    private int captures;

    Reader(String text) {
      this.text = text;
    }

    RegexOutline read() {
      open(0, 0, 0);
      while (at < text.length()) {
        switch (text.charAt(at)) {
          case '\\' -> escape();
          case '[' -> charClass();
          case '(' -> group();
          case '|' -> open.getLast().bar(at++);
          case ')' -> {
            at++;
            if (open.size() > 1) {
              close(at - 1, at);
            }
          }
          default -> at++;
        }
      }
      while (!open.isEmpty()) {
        close(text.length(), text.length());
      }
      return new RegexOutline(groups);
    }

    private void open(int start, int capture, int body) {
      open.addLast(new Open(groups.size(), start, capture, body));
      // keeps the place in the order of beginnings
      groups.add(new Group(new Span(start, body), capture, 0, List.of(new Span(body, body))));
    }

    private void close(int body, int end) {
      Open group = open.removeLast();
      group.bar(body);
      groups.set(
          group.place,
          new Group(new Span(group.start, end), group.capture, open.size(), group.alternatives));
    }

    private void escape() {
      if (text.startsWith("\\Q", at)) {
        int end = text.indexOf("\\E", at + 2);
        at = end < 0 ? text.length() : end + 2;
      } else {
        at = Math.min(text.length(), at + 2);
      }
    }

    private void charClass() {
      at++;
      if (text.startsWith("^", at)) {
        at++;
      }
      if (text.startsWith("]", at)) {
        at++;
      }
      while (at < text.length() && text.charAt(at) != ']') {
        int name = text.startsWith("[:", at) ? text.indexOf(":]", at) : -1;
        if (name >= 0) {
          at = name + 2;
        } else {
          at += text.charAt(at) == '\\' ? 2 : 1;
        }
      }
      at = Math.min(text.length(), at + 1);
    }

    private void group() {
      int start = at++;
      if (!text.startsWith("?", at)) {
        open(start, ++captures, at);
        return;
      }
      if (text.startsWith("?P<", at) || text.startsWith("?<", at)) {
        int end = text.indexOf('>', at);
        at = end < 0 ? text.length() : end + 1;
        open(start, ++captures, at);
        return;
      }
      while (at < text.length() && text.charAt(at) != ':' && text.charAt(at) != ')') {
        at++;
      }
      boolean flagsOnly = at < text.length() && text.charAt(at) == ')';
      at = Math.min(text.length(), at + 1);
      if (!flagsOnly) {
        open(start, 0, at);
      }
    }
  }
}
