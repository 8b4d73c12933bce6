package dev.spoor.server.ingest;

import dev.spoor.server.database.Database;
import dev.spoor.server.database.Transaction;
import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.event.AcceptedBatch;
import dev.spoor.server.event.Envelope;
import dev.spoor.server.event.Event;
import dev.spoor.server.event.EventAssembler;
import dev.spoor.server.event.EventRows;
import dev.spoor.server.identity.ClientId;
import dev.spoor.vql.value.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Events from the journal, one by one. Pulling the next one says that the last one is done: what
/// was staged for it is then committed in one transaction with the offset, which never passes an
/// event whose derived rows are not durable. At least once: a crash gives some events again.
///
/// While rows are held back by a buffer of the query, the offset stays where they were none: a
/// replay gives them again.
///
/// One thread at a time pulls; another may stage. Any thread may close, which wakes a pull that
/// waits.
public final class EventConsumer implements AutoCloseable {
  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final long SAVE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long DERIVED_SECONDS = 60;
  private static final int MAX_PENDING = 1000;

  private record Pending(long lsn, CompletableFuture<Void> durable) {}

  private final Journal journal;
  private final JournalReader reader;
  private final @Nullable BiConsumer<Transaction, Long> offset;
  private final Database database;
  private final EventAssembler assembler = new EventAssembler(null);
  private final List<Consumer<Transaction>> staged = new ArrayList<>();
  private final List<CompletableFuture<?>> derived = new ArrayList<>();
  private final ArrayDeque<Pending> pending = new ArrayDeque<>();
  private BooleanSupplier holds = () -> false;
  private @Nullable AcceptedBatch batch;
  private int nextRow;
  private long savedLsn;
  private long savedAt = System.nanoTime();
  private volatile long doneLsn;
  private volatile long currentLsn;

  EventConsumer(
      Journal journal,
      JournalReader reader,
      long from,
      @Nullable BiConsumer<Transaction, Long> offset,
      Database database) {
    this.journal = journal;
    this.reader = reader;
    this.offset = offset;
    this.database = database;
    this.savedLsn = from;
    this.doneLsn = from;
  }

  /// Says when rows that were pulled are not done with although the next one is pulled.
  public void holdWhile(BooleanSupplier condition) {
    holds = condition;
  }

  /// The next event whose artifact (full name) is wanted; waits for one. Null once closed.
  public @Nullable Event next(Predicate<String> wanted) {
    complete();
    try {
      while (!reader.isClosed()) {
        AcceptedBatch current = batch;
        if (current == null || nextRow >= current.rows().size()) {
          current = reader.next();
          if (current == null) {
            save(true);
            current = reader.next(IDLE);
          }
          batch = current;
          nextRow = 0;
          if (current == null) {
            continue;
          }
        }
        if (!wanted.test(current.artifact())) {
          nextRow = current.rows().size();
          if (!holds.getAsBoolean()) {
            doneLsn = current.endLsn();
          }
          save(false);
          continue;
        }
        int row = nextRow++;
        currentLsn = current.firstLsn() + row;
        return event(current, row);
      }
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } finally {
      if (reader.isClosed()) {
        release();
      }
    }
  }

  private Event event(AcceptedBatch from, int row) {
    Row own = EventRows.read(from.rows().get(row).json());
    ClientId subject = Envelope.subject(from.writer(), own.get(Envelope.CLIENT_ID));
    return assembler.assemble(Envelope.of(from, row, subject), own.columns(), own::get);
  }

  /// LSN of the event that was pulled last; 0 before the first.
  public long currentLsn() {
    return currentLsn;
  }

  /// Everything before this LSN is done, though perhaps not saved yet.
  public long position() {
    return doneLsn;
  }

  /// Rows in the journal that were not looked at.
  public long behind() {
    return Math.max(0, journal.endLsn() - doneLsn);
  }

  /// Work for the transaction that moves the offset past the current event.
  public synchronized void stage(Consumer<Transaction> work) {
    staged.add(work);
  }

  /// A row derived from the current event; the offset waits until it is durable.
  public synchronized void derived(CompletableFuture<?> durable) {
    derived.add(durable);
  }

  /// The current event is done.
  private void complete() {
    List<Consumer<Transaction>> work;
    List<CompletableFuture<?>> made;
    // before what they are about counts as done
    boolean held = holds.getAsBoolean();
    synchronized (this) {
      work = List.copyOf(staged);
      made = List.copyOf(derived);
      staged.clear();
      derived.clear();
    }
    if (!held && currentLsn >= doneLsn && currentLsn > 0) {
      doneLsn = currentLsn + 1;
    }
    if (!made.isEmpty()) {
      pending.add(
          new Pending(doneLsn, CompletableFuture.allOf(made.toArray(CompletableFuture[]::new))));
    }
    if (!work.isEmpty()) {
      long lsn = safeLsn();
      database.write(
          tx -> {
            work.forEach(step -> step.accept(tx));
            if (offset != null) {
              offset.accept(tx, lsn);
            }
            return null;
          });
      savedLsn = lsn;
      savedAt = System.nanoTime();
    }
  }

  /// Everything before this is done and what was derived from it is durable. A replay from there
  /// changes nothing: derived rows and deliveries are recognised.
  private long safeLsn() {
    long safe = savedLsn;
    while (!pending.isEmpty()) {
      Pending first = pending.peek();
      if (!first.durable().isDone() && pending.size() <= MAX_PENDING) {
        return safe;
      }
      try {
        first.durable().get(DERIVED_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw unavailable("interrupted");
      } catch (ExecutionException e) {
        throw unavailable(String.valueOf(e.getCause()));
      } catch (TimeoutException e) {
        throw unavailable("no answer in " + DERIVED_SECONDS + " s");
      }
      pending.remove();
      safe = first.lsn();
    }
    return doneLsn;
  }

  private void save(boolean idle) {
    if (offset == null || (!idle && System.nanoTime() - savedAt < SAVE_NANOS)) {
      return;
    }
    long lsn = safeLsn();
    if (lsn == savedLsn) {
      return;
    }
    BiConsumer<Transaction, Long> saving = offset;
    database.write(
        tx -> {
          saving.accept(tx, lsn);
          return null;
        });
    savedLsn = lsn;
    savedAt = System.nanoTime();
  }

  private static SpoorException unavailable(String why) {
    return new SpoorException(
        ErrorCode.UNAVAILABLE, "rows derived from an event could not be journalled: " + why);
  }

  private void release() {
    try {
      reader.release();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Wakes a pull; the current event stays undone and comes again after the next opening.
  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
