package dev.spoor.server.http.notebook;

import dev.spoor.server.notebook.run.MatchMark;
import dev.spoor.vql.regex.Regex;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Pages of rows with the places that made them match, found here, where patterns cannot run wild.
/// A value that is cut comes with a window around its first match, so the match is never cut off.
///
/// Marks of a row are `[column, from, to]` in UTF-16 units of the whole value, texts only.
public final class RowMarks {
  /// Characters of a value that are searched.
  private static final int SEARCHED = 64 * 1024;

  private static final int MOST = 32;
  private static final int BEFORE = 64;
  private static final int WINDOW = 320;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final List<String> columns;
  private final List<List<Regex>> patterns;
  private final @Nullable Pattern find;

  public RowMarks(List<String> columns, List<MatchMark> marks, String find) {
    this.columns = columns;
    patterns =
        columns.stream()
            .map(
                column ->
                    marks.stream()
                        .filter(mark -> mark.column().equals(column))
                        .map(mark -> Regex.of(mark.regex()))
                        .toList())
            .toList();
    this.find =
        find.isEmpty()
            ? null
            : Pattern.compile(Pattern.quote(find), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  /// Adds `rows` to a page and, where something matched, `marks` beside them.
  void addTo(ObjectNode page, List<byte[]> rows) {
    ArrayNode values = page.putArray("rows");
    ArrayNode marks = JsonNodeFactory.instance.arrayNode();
    boolean isMarked = false;
    for (byte[] row : rows) {
      isMarked |= addRow(row, values.addArray(), marks.addArray());
    }
    if (isMarked) {
      page.set("marks", marks);
    }
  }

  /// Adds the values of one row and what is marked in them; true if something is.
  public boolean addRow(byte[] row, ArrayNode line, ArrayNode marks) {
    JsonNode json = JSON.readTree(row);
    for (int i = 0; i < columns.size(); i++) {
      JsonNode value = json.get(columns.get(i));
      List<int[]> places =
          value != null && value.isString() ? places(i, value.asString()) : List.of();
      line.add(cut(value, places));
      for (int[] place : places) {
        marks.addArray().add(i).add(place[0]).add(place[1]);
      }
    }
    return !marks.isEmpty();
  }

  private List<int[]> places(int column, String text) {
    if (patterns.get(column).isEmpty() && find == null) {
      return List.of();
    }
    String searched = text.length() <= SEARCHED ? text : text.substring(0, SEARCHED);
    List<int[]> places = new ArrayList<>();
    for (Regex regex : patterns.get(column)) {
      var matcher = regex.pattern().matcher(searched);
      while (places.size() < MOST && matcher.find()) {
        add(places, matcher.start(), matcher.end());
      }
    }
    if (find != null) {
      var matcher = find.matcher(searched);
      while (places.size() < 2 * MOST && matcher.find()) {
        add(places, matcher.start(), matcher.end());
      }
    }
    places.sort((a, b) -> Integer.compare(a[0], b[0]));
    return places;
  }

  private static void add(List<int[]> places, int from, int to) {
    if (to > from) {
      places.add(new int[] {from, to});
    }
  }

  private static JsonNode cut(@Nullable JsonNode value, List<int[]> places) {
    JsonNode cut = RowPage.cut(value, RowPage.PAGE_VALUE);
    if (value == null || places.isEmpty() || places.getFirst()[1] <= RowPage.PAGE_VALUE) {
      return cut;
    }
    String text = RowPage.text(value);
    int first = places.getFirst()[0];
    if (cut.get("$cut") instanceof ObjectNode of) {
      int from = RowPage.safeEnd(text, Math.max(0, first - BEFORE));
      int to = RowPage.safeEnd(text, Math.min(text.length(), from + WINDOW));
      of.putObject("match").put("offset", from).put("text", text.substring(from, to));
    }
    return cut;
  }
}
