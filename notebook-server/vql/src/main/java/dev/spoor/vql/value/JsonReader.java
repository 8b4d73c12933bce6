package dev.spoor.vql.value;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/// Reads JSON text into values, within bounds of depth and length.
final class JsonReader {
  private static final int HARD_DEPTH = 200;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(HARD_DEPTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNumberLength(400)
                  .maxNameLength(64 << 10)
                  .build())
          .build();
  private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

  private JsonReader() {}

  static @Nullable Object read(byte[] json, int offset, int length, Json.ReadOptions options) {
    if (length > options.maxLength()) {
      throw new JsonException(
          "JSON text of " + length + " bytes: more than " + options.maxLength());
    }
    try (JsonParser parser =
        FACTORY.createParser(ObjectReadContext.empty(), json, offset, length)) {
      JsonToken token = parser.nextToken();
      if (token == null) {
        throw new JsonException("empty JSON text");
      }
      Object value = value(parser, token, options, 0);
      if (parser.nextToken() != null) {
        throw new JsonException("text after the JSON value");
      }
      return value;
    } catch (JacksonException e) {
      // a text beyond a bound has no place
      TokenStreamLocation at = e.getLocation();
      String place =
          at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
      throw new JsonException("not JSON" + place + ": " + e.getOriginalMessage());
    }
  }

  private static @Nullable Object value(
      JsonParser parser, JsonToken token, Json.ReadOptions options, int depth) {
    return switch (token) {
      case START_OBJECT -> {
        checkDepth(options, depth);
        Dict dict = new Dict(8);
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
          dict.set(name, value(parser, parser.nextToken(), options, depth + 1));
        }
        yield dict;
      }
      case START_ARRAY -> {
        checkDepth(options, depth);
        List<@Nullable Object> list = new ArrayList<>();
        for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
          list.add(value(parser, t, options, depth + 1));
        }
        yield list;
      }
      case VALUE_STRING -> string(parser.getString(), options);
      case VALUE_NUMBER_INT -> integer(parser);
      case VALUE_NUMBER_FLOAT -> (Object) parser.getDoubleValue();
      case VALUE_TRUE -> (Object) true;
      case VALUE_FALSE -> (Object) false;
      case VALUE_NULL -> null;
      default -> throw new JsonException("unexpected " + token + " in JSON text");
    };
  }

  private static void checkDepth(Json.ReadOptions options, int depth) {
    if (depth >= Math.min(options.maxDepth(), HARD_DEPTH)) {
      throw new JsonException("JSON nested deeper than " + options.maxDepth());
    }
  }

  private static Object string(String text, Json.ReadOptions options) {
    if (options.times() && text.length() >= 20) {
      Instant time = TimeText.parse(text);
      if (time != null) {
        return time;
      }
    }
    return VqlString.of(text);
  }

  private static Object integer(JsonParser parser) {
    return switch (parser.getNumberType()) {
      case INT, LONG -> parser.getLongValue();
      default -> {
        BigInteger big = parser.getBigIntegerValue();
        yield big.compareTo(LONG_MIN) >= 0 && big.compareTo(LONG_MAX) <= 0
            ? (Object) big.longValue()
            : (Object) big.doubleValue();
      }
    };
  }
}
