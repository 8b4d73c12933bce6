package dev.spoor.server.notebook.run;

import java.io.IOException;
import java.util.Arrays;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/// Finds the stored rows that hold a text in one of their values, capital letters or not.
final class RowFinder {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int PAGE = 500;

  private RowFinder() {}

  /// The numbers of those rows, in order.
  static int[] find(ResultFile file, String text) throws IOException {
    int[] found = new int[1024];
    int count = 0;
    int row = 0;
    int rows = (int) file.rows();
    while (row < rows) {
      for (byte[] json : file.read(row, PAGE)) {
        if (holds(json, text)) {
          if (count == found.length) {
            found = Arrays.copyOf(found, count * 2);
          }
          found[count++] = row;
        }
        row++;
      }
    }
    return Arrays.copyOf(found, count);
  }

  private static boolean holds(byte[] json, String text) {
    try (JsonParser parser = JSON.createParser(json)) {
      int depth = 0;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isStructStart()) {
          depth++;
        } else if (token.isStructEnd()) {
          depth--;
        } else if (token == JsonToken.PROPERTY_NAME) {
          // the columns' own names are in every row
          if (depth > 1 && contains(parser.currentName(), text)) {
            return true;
          }
        } else if (token != JsonToken.VALUE_NULL && contains(parser.getString(), text)) {
          return true;
        }
      }
      return false;
    }
  }

  static boolean contains(String value, String text) {
    int last = value.length() - text.length();
    for (int at = 0; at <= last; at++) {
      if (value.regionMatches(true, at, text, 0, text.length())) {
        return true;
      }
    }
    return false;
  }
}
