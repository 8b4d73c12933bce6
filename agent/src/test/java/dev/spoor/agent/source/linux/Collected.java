package dev.spoor.agent.source.linux;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Keeps what an assembler puts out.
final class Collected implements ExecAssembler.Output {
  final List<ProcessExecution> executions = new ArrayList<>();
  final List<String> losses = new ArrayList<>();
  long lost;

  @Override
  public void execution(ProcessExecution execution) {
    executions.add(execution);
  }

  @Override
  public void lost(long count, String cause, long fromMillis, long toMillis) {
    lost += count;
    losses.add(count + " " + cause + " " + fromMillis + ".." + toMillis);
  }

  static List<String> argv(ProcessExecution execution) {
    return execution.argv().stream().map(a -> new String(a, StandardCharsets.UTF_8)).toList();
  }
}
