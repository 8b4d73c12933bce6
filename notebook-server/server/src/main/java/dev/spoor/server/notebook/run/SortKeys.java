package dev.spoor.server.notebook.run;

import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The values of one column in a form that sorts: booleans, numbers, times, texts, then the rest as
/// JSON; NULL always last. Of a long text only the beginning is held; two that begin alike are read
/// again, so the order is exact in bounded memory.
final class SortKeys {
  /// How long a sort may take.
  static final Duration LONGEST = Duration.ofSeconds(30);

  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private static final int PAGE = 500;
  private static final int CHARACTERS = 48 << 20;
  private static final int SHORTEST_BEGINNING = 16;
  private static final int LONGEST_BEGINNING = 512;

  private static final byte BOOLEAN = 0;
  private static final byte NUMBER = 1;
  private static final byte TIME = 2;
  private static final byte TEXT = 3;
  private static final byte OTHER = 4;
  private static final byte NULL = 5;

  private final ResultFile file;
  private final String column;
  private final byte[] kinds;
  private final double[] numbers;
  private final long[] exact;
  private final @Nullable String[] beginnings;
  private final int beginning;
  private final long until;

  private SortKeys(ResultFile file, String column, int rows, long until) {
    this.file = file;
    this.column = column;
    this.until = until;
    kinds = new byte[rows];
    numbers = new double[rows];
    exact = new long[rows];
    beginnings = new String[rows];
    beginning = Math.clamp(CHARACTERS / Math.max(1, rows), SHORTEST_BEGINNING, LONGEST_BEGINNING);
  }

  /// Sorts rows by a column; those that are alike keep their order.
  ///
  /// @param rows their numbers, sorted in place of the order that they have
  static int[] sort(ResultFile file, String column, boolean isDescending, int[] rows)
      throws IOException {
    long until = System.nanoTime() + LONGEST.toNanos();
    SortKeys keys = new SortKeys(file, column, (int) file.rows(), until);
    keys.read();
    Integer[] order = new Integer[rows.length];
    for (int i = 0; i < rows.length; i++) {
      order[i] = rows[i];
    }
    try {
      java.util.Arrays.sort(order, (a, b) -> keys.compare(a, b, isDescending));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    int[] sorted = new int[rows.length];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = order[i];
    }
    return sorted;
  }

  private void read() throws IOException {
    int row = 0;
    while (row < kinds.length) {
      for (byte[] json : file.read(row, PAGE)) {
        try (JsonParser parser = JSON.createParser(json)) {
          learn(row++, value(parser));
        }
      }
      check();
    }
  }

  private void check() {
    if (System.nanoTime() - until > 0) {
      throw new SpoorException(
          ErrorCode.LIMIT_REACHED,
          "sorting by "
              + column
              + " takes longer than "
              + LONGEST.toSeconds()
              + " s: use ORDER BY");
    }
  }

  private @Nullable JsonNode value(JsonParser parser) {
    parser.nextToken();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      boolean isIt = parser.currentName().equals(column);
      parser.nextToken();
      if (isIt) {
        return JSON.readTree(parser);
      }
      parser.skipChildren();
    }
    return null;
  }

  private void learn(int row, @Nullable JsonNode value) {
    if (value == null || value.isNull()) {
      kinds[row] = NULL;
    } else if (value.isBoolean()) {
      kinds[row] = BOOLEAN;
      exact[row] = value.asBoolean() ? 1 : 0;
    } else if (value.isNumber()) {
      kinds[row] = NUMBER;
      numbers[row] = value.asDouble();
      exact[row] = value.isIntegralNumber() && value.canConvertToLong() ? value.asLong() : 0;
    } else if (value.has("$int")) {
      learnInteger(row, value.path("$int").asString());
    } else if (value.has("$time")) {
      learnTime(row, value.path("$time").asString());
    } else if (value.isString()) {
      learnText(row, TEXT, value.asString());
    } else {
      learnText(row, OTHER, value.toString());
    }
  }

  private void learnInteger(int row, String text) {
    kinds[row] = NUMBER;
    try {
      numbers[row] = Double.parseDouble(text);
      exact[row] = Long.parseLong(text);
    } catch (NumberFormatException _) {
      exact[row] = 0; // beyond a long: the double says enough
    }
  }

  private void learnTime(int row, String text) {
    try {
      Instant time = Instant.parse(text);
      kinds[row] = TIME;
      numbers[row] = time.getEpochSecond();
      exact[row] = time.getNano();
    } catch (DateTimeParseException _) {
      learnText(row, TEXT, text);
    }
  }

  private void learnText(int row, byte kind, String text) {
    String folded = text.toLowerCase(Locale.ROOT);
    kinds[row] = kind;
    exact[row] = hash(folded);
    beginnings[row] = folded.length() <= beginning ? folded : folded.substring(0, beginning);
  }

  /// FNV-1a over 64 bits: texts that begin alike are nearly always alike.
  private static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }

  private int compare(int a, int b, boolean isDescending) {
    if (kinds[a] == NULL || kinds[b] == NULL) {
      return Boolean.compare(kinds[a] == NULL, kinds[b] == NULL);
    }
    int ascending = kinds[a] == kinds[b] ? within(a, b) : Byte.compare(kinds[a], kinds[b]);
    return isDescending ? -ascending : ascending;
  }

  private int within(int a, int b) {
    int order = Double.compare(numbers[a], numbers[b]);
    String textA = beginnings[a];
    String textB = beginnings[b];
    if (order != 0 || textA == null || textB == null) {
      return order != 0 ? order : Long.compare(exact[a], exact[b]);
    }
    order = textA.compareTo(textB);
    if (order != 0 || exact[a] == exact[b]) {
      return order;
    }
    check();
    return whole(a).compareTo(whole(b));
  }

  private String whole(int row) {
    try (JsonParser parser = JSON.createParser(file.read(row, 1).getFirst())) {
      JsonNode value = value(parser);
      String text = value == null ? "" : value.isString() ? value.asString() : value.toString();
      return text.toLowerCase(Locale.ROOT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
