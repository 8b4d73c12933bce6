package dev.spoor.evtx.conformance;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.spoor.evtx.EvtxFile;
import dev.spoor.evtx.EvtxOptions;
import dev.spoor.evtx.EvtxProblem;
import dev.spoor.evtx.EvtxRecord;
import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.Row;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// The recordings beside the project.
final class SharedData {
  /// What a parser made of one record.
  record Reference(long id, String xml) {}

  /// A file read to its end.
  record Log(List<EvtxRecord> records, List<EvtxProblem> problems) {
    long errors() {
      return problems.stream().filter(EvtxProblem::isError).count();
    }
  }

  private SharedData() {}

  static Path folder() {
    String root = System.getProperty("spoor.root", ".");
    String shared = System.getProperty("spoor.shared", Path.of(root, "..", "shared").toString());
    Path folder = Path.of(shared, "conformance", "detection");
    if (!Files.isDirectory(folder)) {
      abort("no recordings at " + folder + ": set -Dspoor.shared");
    }
    return folder;
  }

  static List<Path> files(Path folder, String suffix) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> file.getFileName().toString().contains(suffix))
          .sorted()
          .toList();
    }
  }

  static Log read(Path file) {
    Log log = new Log(new ArrayList<>(), new ArrayList<>());
    EvtxOptions options = EvtxOptions.DEFAULT.withProblems(log.problems::add);
    try (EvtxFile evtx = EvtxFile.open(file, options)) {
      for (EvtxRecord record = evtx.next(); record != null; record = evtx.next()) {
        log.records.add(record);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return log;
  }

  /// Facts about files by the SHA-256 of their content.
  static Map<String, Row> counts() throws IOException {
    Row all = json(folder().resolve("evtx-counts.json"));
    Map<String, Row> byHash = new HashMap<>();
    for (String name : all.columns()) {
      if (all.get(name) instanceof Row facts) {
        byHash.put(String.valueOf(facts.get("sha256")), facts);
      }
    }
    return byHash;
  }

  static Row json(Path file) throws IOException {
    return (Row) java.util.Objects.requireNonNull(Json.read(Files.readString(file)));
  }

  static String hash(Path file) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static long number(Row row, String column) {
    return row.get(column) instanceof Long number ? number : -1;
  }

  /// The records that a parser could read, with their XML.
  static List<Reference> references(Path file) throws IOException {
    List<Reference> all = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
        Row row = (Row) java.util.Objects.requireNonNull(Json.read(line));
        if (row.get("xml") != null) {
          all.add(new Reference(number(row, "id"), String.valueOf(row.get("xml"))));
        }
      }
    }
    return all;
  }
}
