package dev.spoor.agent;

import dev.spoor.agent.channel.AgentIdentity;
import dev.spoor.agent.channel.Enrolment;
import dev.spoor.agent.channel.EnrolmentToken;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `agent enroll`: makes a key and has the server sign it.
@Command(
    name = "enroll",
    description = "Enrol this machine with a server.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The token never goes on the command line, where every process can read it: it comes from",
      "a file, from stdin (--token -), or from the variable SPOOR_ENROLMENT_TOKEN.",
      "",
      "Examples:",
      "  ./spoor agent enroll --server https://spoor:8890 --token token.txt",
      "  SPOOR_ENROLMENT_TOKEN=… ./spoor agent enroll --server https://spoor:8890"
    })
final class EnrollCommand implements Callable<Integer> {
  static final String VARIABLE = "SPOOR_ENROLMENT_TOKEN";

  /// No token is longer; more on stdin is a mistake.
  private static final int LONGEST_TOKEN = 4096;

  @Option(
      names = "--server",
      required = true,
      paramLabel = "URL",
      description = "where agents connect, for example https://spoor:8890")
  private URI server = URI.create("https://localhost:8890");

  @Option(
      names = "--token",
      paramLabel = "FILE",
      description = "the file that holds the token; - for stdin (default: $" + VARIABLE + ")")
  private @Nullable String token;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "the agent's folder (default: $SPOOR_AGENT_DATA or " + AgentFolder.DEFAULT + ")")
  private @Nullable Path data;

  @Option(names = "--again", description = "replace the identity that this machine has")
  private boolean again;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    AgentFolder folder = AgentFolder.of(data);
    if (AgentIdentity.isEnrolled(folder.identity()) && !again) {
      throw new IllegalArgumentException(
          folder.identity() + " is enrolled already; say --again to replace that identity");
    }
    String client =
        Enrolment.enrol(
            server, new EnrolmentToken(text().strip()), AgentFacts.now(), folder.identity());
    Objects.requireNonNull(spec).commandLine().getOut().println("enrolled as " + client);
    return 0;
  }

  private String text() throws IOException {
    String from = token;
    if (from == null) {
      String variable = System.getenv(VARIABLE);
      if (variable == null) {
        throw new IllegalArgumentException(
            "no token: give --token FILE, --token - for stdin, or " + VARIABLE);
      }
      return variable;
    }
    if (from.equals("-")) {
      return new String(System.in.readNBytes(LONGEST_TOKEN), StandardCharsets.UTF_8);
    }
    if (from.startsWith("spoor1.")) {
      throw new IllegalArgumentException(
          "that is the token itself, and now every process has seen it: revoke it, and give the"
              + " name of a file");
    }
    return Files.readString(Path.of(from));
  }
}
