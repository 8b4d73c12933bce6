package dev.spoor.sigma.plugin;

import dev.spoor.sigma.document.Header;
import dev.spoor.sigma.document.LogSource;
import dev.spoor.sigma.document.SigmaDocument;
import dev.spoor.sigma.document.YamlNode;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rules as rows of the language: what `_Rule` holds and what `rule_filter` sees.
final class RuleRow {
  private RuleRow() {}

  static Row of(Header header, @Nullable LogSource logSource) {
    Dict row =
        new Dict()
            .with("Title", header.title())
            .with("ID", header.id())
            .with("Level", header.level())
            .with("Status", header.status())
            .with("Description", header.description())
            .with("Author", header.author())
            .with("Tags", header.tags())
            .with("References", header.references())
            .with("FalsePositives", header.falsePositives());
    if (logSource != null) {
      row.set(
          "Logsource",
          new Dict()
              .with("Category", logSource.category())
              .with("Product", logSource.product())
              .with("Service", logSource.service()));
    }
    return row;
  }

  static Row of(SigmaDocument.Rule rule) {
    Dict row = Dict.copyOf(of(rule.header(), rule.logSource()));
    for (YamlNode.Entry entry : rule.source().entries()) {
      String key = entry.key().text();
      if (!row.has(key)) {
        row.set(key, value(entry.value()));
      }
    }
    return row;
  }

  private static @Nullable Object value(YamlNode node) {
    return switch (node) {
      case YamlNode.Scalar scalar ->
          scalar.isNull()
              ? null
              : scalar.isTrue() || scalar.isFalse()
                  ? (Object) scalar.isTrue()
                  : Values.of(scalar.text());
      case YamlNode.Sequence sequence -> {
        List<@Nullable Object> items = new java.util.ArrayList<>();
        sequence.items().forEach(item -> items.add(value(item)));
        yield items;
      }
      case YamlNode.Mapping mapping -> {
        Dict dict = new Dict();
        mapping.entries().forEach(e -> dict.set(e.key().text(), value(e.value())));
        yield dict;
      }
    };
  }

  /// A text of the rule beyond the standard; null if it has none.
  static @Nullable String text(SigmaDocument.Rule rule, String key) {
    return rule.source().find(key) instanceof YamlNode.Scalar scalar && !scalar.isNull()
        ? scalar.text()
        : null;
  }
}
