package dev.spoor.launcher;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// axe-core's rules, run on what a page shows now.
final class Axe {
  private static final String SCRIPT = read();

  private Axe() {}

  /// One line for each element that breaks a rule.
  @SuppressWarnings("unchecked")
  static List<String> violations(Page page) {
    page.evaluate(SCRIPT);
    return (List<String>)
        page.evaluate(
            """
            async () => {
              const found = await axe.run(document, {
                resultTypes: ['violations'],
                runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
              });
              return found.violations.flatMap((rule) => rule.nodes.map((node) =>
                `${rule.id}: ${node.target.flat().join(' ')}: ${node.failureSummary.replace(/\\s+/g, ' ')}`));
            }
            """);
  }

  private static String read() {
    Path script =
        Path.of(System.getProperty("spoor.root", "."), "web/node_modules/axe-core/axe.min.js");
    try {
      return Files.readString(script);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read " + script + ": it is there once the pages are built", e);
    }
  }
}
