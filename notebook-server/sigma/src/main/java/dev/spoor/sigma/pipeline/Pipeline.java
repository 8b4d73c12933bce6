package dev.spoor.sigma.pipeline;

import dev.spoor.sigma.document.LogSource;
import dev.spoor.sigma.document.Place;
import dev.spoor.sigma.document.SigmaException;
import dev.spoor.sigma.document.YamlNode;
import dev.spoor.sigma.document.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Where the events of log sources are found. In YAML:
///
/// ```yaml
/// name: windows
/// sources:
///   - logsource: {product: windows, category: process_creation}
///     when: {Channel: Security, EventID: 4688}
///     fields: {Image: NewProcessName}
/// placeholders:
///   Administrators: [admin, adm_*]
/// ```
///
/// Several entries for one log source are alternatives. A field of `when` has one of the values,
/// which may have wildcards.
public record Pipeline(
    String name, List<Mapping> mappings, Map<String, List<String>> placeholders) {
  private static final Set<String> KEYS = Set.of("name", "sources", "placeholders");
  private static final Set<String> SOURCE_KEYS = Set.of("logsource", "when", "fields");

  /// One entry.
  ///
  /// @param when field → values of which it has one
  /// @param fields a rule's field → the event's field
  public record Mapping(
      LogSource logSource, Map<String, List<String>> when, Map<String, String> fields) {
    public Mapping {
      when = Collections.unmodifiableMap(new LinkedHashMap<>(when));
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
  }

  public Pipeline {
    mappings = List.copyOf(mappings);
    placeholders = Collections.unmodifiableMap(new LinkedHashMap<>(placeholders));
  }

  /// Windows event logs, as SigmaHQ's rules name their log sources.
  public static Pipeline windows() {
    try (InputStream in =
        Objects.requireNonNull(Pipeline.class.getResourceAsStream("windows.yaml"))) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Throws {@link SigmaException} with the place of what is wrong.
  public static Pipeline parse(String yaml) {
    List<YamlNode> documents = YamlReader.read(yaml);
    if (documents.size() != 1 || !(documents.getFirst() instanceof YamlNode.Mapping mapping)) {
      throw new SigmaException("a pipeline is one mapping of keys to values", Place.START);
    }
    checkKeys(mapping, KEYS, "a pipeline");
    List<Mapping> mappings = new ArrayList<>();
    if (mapping.find("sources") instanceof YamlNode.Sequence sources) {
      for (YamlNode item : sources.items()) {
        mappings.add(mapping(mapping(item, "a source")));
      }
    }
    String name = mapping.text("name");
    return new Pipeline(
        name == null ? "" : name, mappings, lists(mapping.find("placeholders"), "placeholders"));
  }

  private static YamlNode.Mapping mapping(YamlNode node, String what) {
    if (node instanceof YamlNode.Mapping mapping) {
      return mapping;
    }
    throw new SigmaException(what + " must be a mapping", node.place());
  }

  private static void checkKeys(YamlNode.Mapping mapping, Set<String> known, String what) {
    for (YamlNode.Entry entry : mapping.entries()) {
      if (!known.contains(entry.key().text())) {
        throw new SigmaException(
            "unknown key \"" + entry.key().text() + "\" of " + what, entry.key().place());
      }
    }
  }

  private static Mapping mapping(YamlNode.Mapping source) {
    checkKeys(source, SOURCE_KEYS, "a source");
    YamlNode at = source.find("logsource");
    if (at == null) {
      throw new SigmaException("a source has no \"logsource\"", source.place());
    }
    YamlNode.Mapping logSource = mapping(at, "\"logsource\"");
    checkKeys(logSource, Set.of("product", "category", "service"), "\"logsource\"");
    Map<String, String> fields = new LinkedHashMap<>();
    YamlNode mapped = source.find("fields");
    if (mapped != null) {
      for (YamlNode.Entry entry : mapping(mapped, "\"fields\"").entries()) {
        String to = mapping(mapped, "\"fields\"").text(entry.key().text());
        fields.put(entry.key().text(), to == null ? entry.key().text() : to);
      }
    }
    return new Mapping(
        new LogSource(
            logSource.text("product"), logSource.text("category"), logSource.text("service")),
        lists(source.find("when"), "when"),
        fields);
  }

  private static Map<String, List<String>> lists(
      @org.jspecify.annotations.Nullable YamlNode node, String what) {
    Map<String, List<String>> lists = new LinkedHashMap<>();
    if (node != null) {
      YamlNode.Mapping mapping = mapping(node, "\"" + what + "\"");
      for (YamlNode.Entry entry : mapping.entries()) {
        String key = entry.key().text();
        List<String> values = mapping.scalars(key).stream().map(YamlNode.Scalar::text).toList();
        if (values.isEmpty()) {
          throw new SigmaException(
              "\"" + key + "\" of \"" + what + "\" has no values", entry.value().place());
        }
        lists.put(key, values);
      }
    }
    return lists;
  }
}
