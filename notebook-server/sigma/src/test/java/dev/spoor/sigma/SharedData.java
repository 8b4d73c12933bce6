package dev.spoor.sigma;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.Row;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/// Rules and recordings that lie beside the project; a test that needs them is skipped where they
/// are not.
public final class SharedData {
  private static @Nullable Map<String, String> corpus;

  private SharedData() {}

  public static Path detection() {
    String given = System.getProperty("spoor.shared");
    Path shared =
        given != null
            ? Path.of(given)
            : Path.of(System.getProperty("spoor.root", "../..")).resolve("../shared");
    Path folder = shared.resolve("conformance/detection").normalize();
    assumeTrue(Files.isDirectory(folder), "no test data at " + folder);
    return folder;
  }

  /// Every rule file of the archive, path → text.
  public static synchronized Map<String, String> corpus() {
    Map<String, String> known = corpus;
    if (known == null) {
      known = untar(detection().resolve("sigma-rules/sigmahq-8eaafff-rules.tar.gz"));
      corpus = known;
    }
    return known;
  }

  /// The rules that are meant for use.
  public static Map<String, String> mainRules() {
    Map<String, String> main = new TreeMap<>();
    corpus()
        .forEach(
            (path, text) -> {
              if (path.startsWith("rules")) {
                main.put(path, text);
              }
            });
    return main;
  }

  private static Map<String, String> untar(Path archive) {
    Map<String, String> files = new TreeMap<>();
    try (DataInputStream in =
        new DataInputStream(new GZIPInputStream(Files.newInputStream(archive), 1 << 16))) {
      byte[] header = new byte[512];
      String longName = null;
      while (true) {
        in.readFully(header);
        String name = text(header, 0, 100);
        if (name.isEmpty()) {
          return files;
        }
        String prefix = text(header, 345, 155);
        int size = Integer.parseInt(text(header, 124, 12).strip(), 8);
        byte[] body = new byte[size];
        in.readFully(body);
        in.skipNBytes((512 - size % 512) % 512);
        String path = prefix.isEmpty() ? name : prefix + "/" + name;
        if (header[156] == 'L') {
          longName = text(body, 0, size);
          continue;
        }
        if (longName != null) {
          path = longName;
          longName = null;
        }
        if (header[156] == '0' && path.endsWith(".yml")) {
          files.put(
              path.startsWith("./") ? path.substring(2) : path,
              new String(body, StandardCharsets.UTF_8));
        }
      }
    } catch (EOFException e) {
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(byte[] header, int from, int length) {
    int end = from;
    while (end < from + length && header[end] != 0) {
      end++;
    }
    return new String(header, from, end - from, StandardCharsets.UTF_8);
  }

  /// The recordings of the regression suite, one folder each.
  public static List<Path> regressions() throws IOException {
    try (Stream<Path> folders = Files.list(detection().resolve("sigma-regression"))) {
      return folders.filter(Files::isDirectory).sorted().toList();
    }
  }

  /// Objects that stand one after another.
  public static List<Row> concatenated(Path file) throws IOException {
    String text = Files.readString(file);
    List<Row> rows = new ArrayList<>();
    int depth = 0;
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          quoted = false;
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == '{') {
        if (depth++ == 0) {
          start = i;
        }
      } else if (c == '}' && --depth == 0) {
        rows.add((Row) Json.read(text.substring(start, i + 1)));
      }
    }
    return rows;
  }

  /// The rows of a zip of JSON lines; lines that are no JSON are left out.
  public static List<Row> dataset(String zip) throws IOException {
    List<Row> rows = new ArrayList<>();
    Path file = detection().resolve("security-datasets").resolve(zip);
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(file))) {
      while (in.getNextEntry() != null) {
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.startsWith("{")) {
            try {
              rows.add((Row) Json.read(line));
            } catch (dev.spoor.vql.value.JsonException e) {
              continue;
            }
          }
        }
      }
    }
    return rows;
  }
}
