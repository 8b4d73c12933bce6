package dev.spoor.agent;

import dev.spoor.agent.channel.AgentIdentity;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `agent status`: what this machine's agent is, as far as its folder tells.
@Command(
    name = "status",
    description = "Say whether this machine is enrolled, and what waits to be sent.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  ./spoor agent status"})
final class StatusCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "the agent's folder (default: $SPOOR_AGENT_DATA or " + AgentFolder.DEFAULT + ")")
  private @Nullable Path data;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    AgentFolder folder = AgentFolder.of(data);
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    if (!AgentIdentity.isEnrolled(folder.identity())) {
      out.println("not enrolled: " + folder.path() + " has no identity");
      return 1;
    }
    AgentIdentity identity = AgentIdentity.load(folder.identity());
    out.println("server       " + identity.server());
    out.println("certificate  until " + identity.chain().getFirst().getNotAfter().toInstant());
    out.println("spool        " + size(folder.spool()) + " bytes on disk");
    out.println("running      " + (isRunning(folder) ? "yes" : "no"));
    return 0;
  }

  private static boolean isRunning(AgentFolder folder) throws IOException {
    try (FileChannel lock = folder.lock()) {
      return !lock.isOpen();
    } catch (IllegalArgumentException held) {
      return true;
    }
  }

  private static long size(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    long size = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        size += Files.size(file);
      }
    }
    return size;
  }
}
