package dev.spoor.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The page of advisories names tests that exist.
class AdvisoriesTest {
  private static final Pattern TEST =
      Pattern.compile("`([A-Z][A-Za-z0-9]*Test)\\.([a-z][A-Za-z0-9]*)`");
  private static final Path ROOT = Path.of(System.getProperty("spoor.root", "."));

  @Test
  void everyTestThatIsNamedExists() throws IOException {
    Map<String, String> sources = new TreeMap<>();
    for (String folder : List.of("notebook-server", "agent", "web")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(folder), 14)) {
        for (Path file : files.filter(f -> f.toString().contains("/src/test/java/")).toList()) {
          String name = file.getFileName().toString();
          if (name.endsWith("Test.java")) {
            sources.merge(
                name.substring(0, name.length() - 5), Files.readString(file), String::concat);
          }
        }
      }
    }
    String page = Files.readString(ROOT.resolve("notebook-server/docs/advisories.md"));
    List<String> missing = new ArrayList<>();
    int named = 0;
    for (String line : page.lines().filter(l -> l.startsWith("| ") && l.contains("`")).toList()) {
      Matcher test = TEST.matcher(line);
      boolean any = false;
      while (test.find()) {
        any = true;
        named++;
        String source = sources.getOrDefault(test.group(1), "");
        if (!source.contains("void " + test.group(2) + "(")) {
          missing.add(test.group());
        }
      }
      if (!any) {
        missing.add("no test in: " + line);
      }
    }
    assertThat(missing).isEmpty();
    assertThat(named).isGreaterThan(30);
  }
}
