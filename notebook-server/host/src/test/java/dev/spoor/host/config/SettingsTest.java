package dev.spoor.host.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  private static final Setting PORT = Setting.one("pages.port", "X_PORT", "--port", "80", "port");
  private static final Setting HOST = Setting.one("pages.host", "X_HOST", "--host", "here", "host");
  private static final Setting ALLOW = Setting.list("allow", "X_ALLOW", "", "", "what is allowed");
  private static final List<Setting> ALL = List.of(PORT, HOST, ALLOW);

  @TempDir private Path folder;

  private Settings read(String yaml, Map<String, String> env, Map<String, List<String>> line)
      throws IOException {
    Path file = folder.resolve("x.yaml");
    Files.writeString(file, yaml);
    return Settings.read(ALL, file, env, line);
  }

  /// The problems of a file, without the folder in front.
  private List<String> problems(String yaml) throws IOException {
    Settings settings = read(yaml, Map.of(), Map.of());
    ConfigException wrong = catchThrowableOfType(ConfigException.class, settings::check);
    return wrong.problems().stream()
        .map(problem -> problem.substring(folder.toString().length() + 1))
        .toList();
  }

  @Test
  void withoutAFileTheDefaultsHold() {
    Settings settings = Settings.read(ALL, folder.resolve("none.yaml"), Map.of(), Map.of());
    settings.check();
    assertThat(settings.number(PORT, 1, 100)).isEqualTo(80);
    assertThat(settings.text(HOST)).isEqualTo("here");
    assertThat(settings.texts(ALLOW)).isEmpty();
  }

  @Test
  void theCommandLineWinsOverTheEnvironmentAndThatOverTheFile() throws IOException {
    String yaml = "pages:\n  port: 1\n  host: file\nallow:\n  - a\n  - b\n";
    assertThat(read(yaml, Map.of(), Map.of()).describe())
        .isEqualTo(
            "pages.port: 1   # F:2:9\npages.host: file   # F:3:9\nallow: [a, b]   # F:5:3\n"
                .replace("F", folder.resolve("x.yaml").toString()));
    Settings settings =
        read(
            yaml,
            Map.of("X_PORT", "2", "X_HOST", "env", "X_ALLOW", "c , d"),
            Map.of("pages.port", List.of("3")));
    settings.check();
    assertThat(settings.describe())
        .isEqualTo(
            "pages.port: 3   # --port\npages.host: env   # $X_HOST\nallow: [c, d]   # $X_ALLOW\n");
  }

  @Test
  void everyProblemIsSaidAtOnceWithItsPlace() throws IOException {
    assertThat(
            problems(
                """
                pages:
                  prot: 1
                  port: [1, 2]
                  host: a
                  host: b
                allow: {a: b}
                wholly_else: x
                """))
        .containsExactly(
            "x.yaml:2:3: unknown key \"pages.prot\"; did you mean pages.port?",
            "x.yaml:3:9: \"pages.port\" must be text",
            "x.yaml:5:3: \"pages.host\" occurs twice",
            "x.yaml:6:8: \"allow\" must be text or a list of text",
            "x.yaml:7:1: unknown key \"wholly_else\"");
    Settings settings = read("pages: {port: 7x}\n", Map.of("X_HOST", "?"), Map.of());
    settings.number(PORT, 1, 100);
    settings.texts(HOST, "a"::equals, "a");
    assertThatThrownBy(settings::check)
        .hasMessageContaining("x.yaml:1:15: pages.port: \"7x\" is not a whole number")
        .hasMessageContaining("$X_HOST: pages.host: \"?\" is not a");
  }

  @Test
  void hostileFilesAreRefused() throws IOException {
    assertThat(problems("- a\n"))
        .containsExactly("x.yaml:1:1: must be a mapping of keys to values");
    assertThat(problems("just text\n")).hasSize(1);
    assertThat(problems("zzz: &x [*x]\nallow: *x\n"))
        .containsExactly(
            "x.yaml:1:1: unknown key \"zzz\"", "x.yaml:2:8: an alias is not allowed here");
    assertThat(problems("allow: &x [a]\npages: *x\n"))
        .containsExactly("x.yaml:2:1: unknown key \"pages\"");
    assertThat(problems("zzz: " + "[".repeat(100_000)).getLast()).contains("deep");
    assertThat(problems("pages: " + "{pages: ".repeat(50_000)).getFirst()).contains("unknown key");
    assertThat(problems("a: b: c\n").getLast()).contains("not YAML");
    assertThat(problems("allow: \u0000\n").getLast()).contains("not YAML");
    assertThat(problems("#" + "x".repeat(2 << 20)).getFirst()).contains("larger than");
  }
}
