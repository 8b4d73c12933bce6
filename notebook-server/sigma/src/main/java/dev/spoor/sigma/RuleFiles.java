package dev.spoor.sigma;

import dev.spoor.sigma.document.DocumentParser;
import dev.spoor.sigma.document.Place;
import dev.spoor.sigma.document.SigmaDocument;
import dev.spoor.sigma.document.SigmaException;
import dev.spoor.sigma.document.YamlNode;
import dev.spoor.sigma.document.YamlReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// YAML files and texts to documents. One that cannot be read stops no other.
final class RuleFiles {
  private static final long MAX_BYTES = 16L << 20;

  private final List<SigmaDocument> documents = new ArrayList<>();
  private final List<Rejection> rejected = new ArrayList<>();
  private int files;

  List<SigmaDocument> documents() {
    return documents;
  }

  List<Rejection> rejected() {
    return rejected;
  }

  int files() {
    return files;
  }

  /// Reads a file, or every `.yml` and `.yaml` below a folder in the order of their names.
  void read(Path path) throws IOException {
    if (Files.isRegularFile(path)) {
      file(path, path.getFileName() == null ? path.toString() : path.getFileName().toString());
      return;
    }
    try (Stream<Path> walk = Files.walk(path)) {
      for (Path file : walk.filter(RuleFiles::isRule).sorted().toList()) {
        file(file, path.relativize(file).toString());
      }
    }
  }

  private static boolean isRule(Path path) {
    String name = path.toString().toLowerCase(Locale.ROOT);
    return (name.endsWith(".yml") || name.endsWith(".yaml")) && Files.isRegularFile(path);
  }

  private void file(Path path, String name) {
    files++;
    try {
      if (Files.size(path) > MAX_BYTES) {
        rejected.add(
            new Rejection(name, null, null, "larger than " + MAX_BYTES + " bytes", Place.START));
        return;
      }
      text(Files.readString(path), name);
    } catch (CharacterCodingException e) {
      rejected.add(new Rejection(name, null, null, "not UTF-8 text", Place.START));
    } catch (IOException e) {
      rejected.add(new Rejection(name, null, null, "cannot be read: " + e, Place.START));
    }
  }

  /// Reads all documents of a text.
  void text(String yaml, String name) {
    List<YamlNode> nodes;
    try {
      nodes = YamlReader.read(yaml);
    } catch (SigmaException e) {
      rejected.add(new Rejection(name, null, null, e.reason(), e.place()));
      return;
    }
    for (YamlNode node : nodes) {
      try {
        documents.add(DocumentParser.parse(node, name));
      } catch (SigmaException e) {
        rejected.add(
            new Rejection(name, plain(node, "id"), plain(node, "title"), e.reason(), e.place()));
      }
    }
  }

  private static @Nullable String plain(YamlNode node, String key) {
    return node instanceof YamlNode.Mapping mapping
            && mapping.find(key) instanceof YamlNode.Scalar scalar
        ? scalar.text()
        : null;
  }
}
