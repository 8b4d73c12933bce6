package dev.spoor.evtx;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// How a file is read.
///
/// @param recover whether records that lie in the unused part of chunks, which were deleted or
///   overwritten, are given too
/// @param problems takes what is wrong in the file
/// @param cancelled asked once per chunk: true ends the reading
public record EvtxOptions(
    boolean recover, Consumer<EvtxProblem> problems, BooleanSupplier cancelled) {
  public static final EvtxOptions DEFAULT = new EvtxOptions(false, problem -> {}, () -> false);

  public EvtxOptions withRecovery(boolean wanted) {
    return new EvtxOptions(wanted, problems, cancelled);
  }

  public EvtxOptions withProblems(Consumer<EvtxProblem> listener) {
    return new EvtxOptions(recover, listener, cancelled);
  }

  public EvtxOptions withCancelled(BooleanSupplier question) {
    return new EvtxOptions(recover, problems, question);
  }
}
