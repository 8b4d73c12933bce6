package dev.spoor.host.text;

import dev.spoor.vql.catalog.ArgumentException;
import dev.spoor.vql.catalog.ArgumentType;
import dev.spoor.vql.catalog.Arguments;
import dev.spoor.vql.catalog.FunctionCall;
import dev.spoor.vql.catalog.LogLevel;
import dev.spoor.vql.catalog.Permissions;
import dev.spoor.vql.catalog.PluginCall;
import dev.spoor.vql.catalog.Signature;
import dev.spoor.vql.catalog.VqlFunction;
import dev.spoor.vql.catalog.VqlPlugin;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.JsonException;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import dev.spoor.vql.value.Values;
import dev.spoor.vql.value.VqlString;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Functions and plugins that parse text. Elsewhere they read files too; here the text itself is
/// the argument, which `accessor='data'` says, and every other accessor is refused.
public final class TextParsers {
  private static final String DATA = "data";

  private TextParsers() {}

  public static List<VqlPlugin> plugins() {
    return List.of(
        VqlPlugin.of(
            reading("parse_csv", "The rows of a CSV text; its first line names the columns.")
                .optional("separator", ArgumentType.STRING, "what stands between values, a comma")
                .optional("columns", ArgumentType.STRINGS, "the columns of a text without names")
                .build(),
            TextParsers::csv),
        VqlPlugin.of(
            reading("parse_jsonl", "The values of a text with one JSON value a line.").build(),
            call -> new JsonLines(call, lines(call))),
        VqlPlugin.of(
            reading("parse_lines", "The lines of a text, as `Line`.").build(),
            TextParsers::lineRows));
  }

  public static List<VqlFunction> functions() {
    return List.of(
        VqlFunction.of(
            reading("parse_yaml", "The value of a YAML text.").build(),
            call -> YamlValues.of(text(call, "filename").toString())),
        VqlFunction.of(
            Signature.named("hash", "MD5, SHA1 and SHA256 of bytes, in hex.")
                .required("path", ArgumentType.STRING, "the bytes")
                .optional("accessor", ArgumentType.STRING, "data: path is the bytes themselves")
                .needs(Permissions.none())
                .build(),
            TextParsers::hash),
        VqlFunction.of(
            Signature.named("grok", "The named parts of a text by a pattern; NULL if none match.")
                .required("grok", ArgumentType.STRING, "the pattern: `%{IP:client} %{WORD:verb}`")
                .required("data", ArgumentType.STRING, "the text")
                .optional("patterns", ArgumentType.DICT, "patterns of your own, by name")
                .needs(Permissions.none())
                .pure()
                .build(),
            TextParsers::grok));
  }

  /// The last patterns that a session used.
  private static final class GrokCache {
    private static final int MOST = 100;
    private final Map<List<Object>, Grok> patterns =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<List<Object>, Grok> eldest) {
            return size() > MOST;
          }
        };

    synchronized Grok of(String pattern, Map<String, String> more) {
      return patterns.computeIfAbsent(List.of(pattern, more), key -> Grok.of(pattern, more));
    }
  }

  private static @Nullable Object grok(FunctionCall call) {
    Map<String, String> more = new TreeMap<>();
    Row given = call.dict("patterns");
    if (given != null) {
      given.forEach((name, pattern) -> more.put(name, Values.toText(pattern)));
    }
    GrokCache cache = call.run().shared(GrokCache.class, GrokCache::new);
    return cache.of(call.text("grok"), more).find(call.text("data"));
  }

  private static Signature.Builder reading(String name, String help) {
    return Signature.named(name, help)
        .required("filename", ArgumentType.STRING, "the text")
        .optional("accessor", ArgumentType.STRING, "data: filename is the text itself")
        .needs(Permissions.none());
  }

  private static VqlString text(Arguments call, String argument) {
    String accessor = call.text("accessor");
    if (!accessor.equals(DATA)) {
      throw new ArgumentException(
          "accessor \"" + accessor + "\" is not offered here: only 'data', which takes the text");
    }
    return call.string(argument);
  }

  private static List<String> lines(PluginCall call) {
    return text(call, "filename").toString().lines().toList();
  }

  private static RowStream csv(PluginCall call) {
    String separator = call.text("separator", ",");
    if (separator.length() != 1) {
      throw call.refuse("separator must be one character");
    }
    return new CsvRows(
        text(call, "filename").toString(), separator.charAt(0), call.texts("columns"));
  }

  private static RowStream lineRows(PluginCall call) {
    List<String> lines = lines(call);
    return RowStream.of(lines.stream().map(line -> (Row) Dict.of().with("Line", line)).iterator());
  }

  private static Object hash(FunctionCall call) {
    byte[] bytes = text(call, "path").bytes();
    return Dict.of()
        .with("MD5", digest("MD5", bytes))
        .with("SHA1", digest("SHA-1", bytes))
        .with("SHA256", digest("SHA-256", bytes));
  }

  private static String digest(String algorithm, byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A line that is not JSON is left out and logged.
  private static final class JsonLines implements RowStream {
    private final PluginCall call;
    private final List<String> lines;
    private int at;
    private volatile boolean closed;

    JsonLines(PluginCall call, List<String> lines) {
      this.call = call;
      this.lines = lines;
    }

    @Override
    public @Nullable Row next() {
      while (!closed && at < lines.size()) {
        String line = lines.get(at++);
        if (line.isBlank()) {
          continue;
        }
        try {
          Object value =
              Json.read(VqlString.of(line).bytes(), Json.ReadOptions.DEFAULT.withTimes());
          return value instanceof Row row ? row : Dict.of().with("_value", value);
        } catch (JsonException e) {
          call.log(LogLevel.WARN, "parse_jsonl: line " + at + ": " + e.getMessage());
        }
      }
      return null;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
