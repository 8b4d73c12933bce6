package dev.spoor.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CommandLineTest {
  // these are the script's own, or the agent's
  private static final Set<String> ELSEWHERE = Set.of("agent", "test", "bench");

  @Test
  void everyCommandThatHelpNamesExplainsItself() throws IOException {
    List<String> named =
        Pattern.compile("(?m)^#:   \\./spoor ([a-z]+)")
            .matcher(Files.readString(Path.of(System.getProperty("spoor.root"), "spoor")))
            .results()
            .map(found -> found.group(1))
            .filter(name -> !ELSEWHERE.contains(name))
            .distinct()
            .toList();
    assertThat(named).contains("up", "serve", "vql", "evtx", "sigma");
    for (String name : named) {
      StringWriter said = new StringWriter();
      int code =
          Main.commandLine(name, "--help")
              .setOut(new PrintWriter(said, true))
              .execute(name, "--help");
      assertThat(code).as(name).isZero();
      assertThat(said.toString()).contains("Usage: spoor " + name);
    }
  }

  @Test
  void helpListsEveryCommand() {
    StringWriter said = new StringWriter();
    Main.commandLine("--help").setOut(new PrintWriter(said, true)).execute("--help");
    Matcher hidden = Pattern.compile("rehearse").matcher(said.toString());
    assertThat(hidden.find()).isFalse();
    assertThat(said.toString()).contains("up", "serve", "config", "vql", "evtx", "sigma");
  }
}
