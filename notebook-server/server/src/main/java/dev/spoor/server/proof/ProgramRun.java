package dev.spoor.server.proof;

import dev.spoor.host.recording.SandboxClock;
import dev.spoor.vql.Vql;
import dev.spoor.vql.VqlSession;
import dev.spoor.vql.catalog.CancelledException;
import dev.spoor.vql.catalog.HeldRows;
import dev.spoor.vql.catalog.LogLevel;
import dev.spoor.vql.catalog.PermissionCheck;
import dev.spoor.vql.catalog.VqlException;
import dev.spoor.vql.catalog.VqlLimits;
import dev.spoor.vql.syntax.Statement;
import dev.spoor.vql.syntax.SyntaxException;
import dev.spoor.vql.value.Json;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// One query of a replay.
final class ProgramRun {
  private static final int MAX_LOG = 200;

  private final Replay.Program program;
  private final Sandbox sandbox;
  private final SandboxClock clock;
  private final Replay.Deadline deadline;
  private final int most;

  ProgramRun(
      Replay.Program program,
      Sandbox sandbox,
      SandboxClock clock,
      Replay.Deadline deadline,
      int most) {
    this.program = program;
    this.sandbox = sandbox;
    this.clock = clock;
    this.deadline = deadline;
    this.most = most;
  }

  void rows(List<ReplayResult.Found> into, List<String> log) {
    if (!program.precondition().isEmpty() && !holds(log)) {
      return;
    }
    List<ReplayResult.Found> mine = new ArrayList<>();
    boolean inOrder = run(program.vql(), mine, log, most - into.size());
    if (!inOrder) {
      // what several threads gave comes in no order of its own
      mine.sort(Comparator.comparing(found -> Json.write(found.row())));
    }
    into.addAll(mine);
  }

  private boolean holds(List<String> log) {
    List<ReplayResult.Found> rows = new ArrayList<>();
    run(program.precondition(), rows, log, most);
    if (rows.isEmpty()) {
      throw new ReplayException(
          program.from()
              + " does not run on the recording's system \""
              + sandbox.system()
              + "\": its precondition gives no row");
    }
    return true;
  }

  /// True if the rows are in the order of the query.
  private boolean run(String vql, List<ReplayResult.Found> into, List<String> log, int room) {
    deadline.check();
    VqlSession.Builder builder =
        VqlSession.builder(program.catalog(sandbox))
            .principal(Sandbox.principal(), PermissionCheck.ALLOW_ALL)
            .clock(clock)
            .limits(VqlLimits.DEFAULT.withTime(deadline.left()))
            .log((level, message) -> log(log, level, message));
    program.env().forEach(builder::env);
    try (VqlSession session = builder.build()) {
      for (Statement statement : Vql.parse(vql).orThrow()) {
        try (RowStream rows = session.run(statement)) {
          for (Row row = rows.next(); row != null; row = rows.next()) {
            if (into.size() >= room) {
              throw new ReplayException(
                  program.from() + " gave more than " + most + " rows: narrow it");
            }
            // what is kept must not depend on what comes later
            Row kept = Json.readRow(Json.writeBytes(row), Json.ReadOptions.DEFAULT);
            into.add(new ReplayResult.Found(program.from(), kept));
            deadline.check();
          }
        }
      }
      return !HeldRows.of(session.scope().run()).isOutOfStep();
    } catch (CancelledException e) {
      deadline.check();
      if (clock.isOver()) {
        return true;
      }
      throw new ReplayException(program.from() + ": cancelled");
    } catch (SyntaxException e) {
      throw new ReplayException(program.from() + ": " + e.getMessage());
    } catch (VqlException e) {
      deadline.check();
      throw new ReplayException(program.from() + ": " + e.getMessage());
    }
  }

  private static void log(List<String> log, LogLevel level, String message) {
    synchronized (log) {
      if (level != LogLevel.DEBUG && log.size() < MAX_LOG) {
        log.add(level + ": " + message);
      }
    }
  }
}
