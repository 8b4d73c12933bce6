package dev.spoor.server.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jspecify.annotations.Nullable;

/// The server's state in one SQLite file: write-ahead log, synchronous FULL, one writer thread and
/// a few reader threads, each with its own connection. Thread-safe; callers wait for their turn, so
/// virtual threads never sit inside SQLite. A transaction must not open another one: the inner one
/// would wait for the outer or see older data, so that is refused.
public final class Database implements AutoCloseable {
  private static final int READERS = 4;

  /// What is done within one transaction; anything thrown rolls it back.
  @FunctionalInterface
  public interface Work<T extends @Nullable Object> {
    T run(Transaction transaction);
  }

  private final Path file;
  private final List<Connection> connections = new ArrayList<>();
  private final ThreadConnections ofThread = new ThreadConnections();
  private final Jdbi jdbi;
  private final ExecutorService writer;
  private final ExecutorService readers;

  private Database(Path file) {
    this.file = file;
    // one for all threads: what it learns of a text or a row is learned once
    this.jdbi = Jdbi.create(ofThread);
    jdbi.getConfig(SqlStatements.class)
        .setTemplateEngine(new ListTemplates())
        .setSqlParser(new PlainSqlParser());
    this.writer = pool("database-writer", 1, false);
    this.readers = pool("database-reader", READERS, true);
  }

  /// Opens the file, creating it and its folder when absent, and migrates it to this release.
  public static Database open(Path file) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    new Migrations(file).run();
    return new Database(file);
  }

  public Path file() {
    return file;
  }

  /// What SQLite finds wrong with the file; empty when it is whole.
  public List<String> problems() {
    List<String> said =
        read(
            tx -> tx.handle().createQuery("pragma integrity_check(20)").mapTo(String.class).list());
    return said.equals(List.of("ok")) ? List.of() : said;
  }

  /// Runs `work` on the writer thread and commits durably before it returns.
  public <T extends @Nullable Object> T write(Work<T> work) {
    return call(writer, work);
  }

  /// Runs `work` on one consistent snapshot; an attempt to write fails.
  public <T extends @Nullable Object> T read(Work<T> work) {
    return call(readers, work);
  }

  private static <T extends @Nullable Object> T call(ExecutorService executor, Work<T> work) {
    if (Thread.currentThread() instanceof DatabaseThread) {
      throw new IllegalStateException(
          "a transaction is open on this thread: pass it on instead of opening another");
    }
    CompletableFuture<T> result = new CompletableFuture<>();
    executor.execute(
        () -> {
          try {
            result.complete(((DatabaseThread) Thread.currentThread()).transact(work));
          } catch (Throwable failure) {
            result.completeExceptionally(failure);
          }
        });
    try {
      return result.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    writer.close();
    readers.close();
    synchronized (connections) {
      for (Connection connection : connections) {
        try {
          connection.close();
        } catch (SQLException e) {
          throw new IllegalStateException("closing " + file + ": " + e.getMessage(), e);
        }
      }
      connections.clear();
    }
  }

  private ExecutorService pool(String name, int size, boolean readOnly) {
    return new ThreadPoolExecutor(
        size,
        size,
        0,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        task -> new DatabaseThread(task, name, readOnly));
  }

  /// A thread with its own connection, opened at its first transaction.
  private final class DatabaseThread extends Thread {
    private final boolean readOnly;

    DatabaseThread(Runnable task, String name, boolean readOnly) {
      super(task, name);
      this.readOnly = readOnly;
      setDaemon(true);
    }

    <T extends @Nullable Object> T transact(Work<T> work) {
      List<Runnable> afterCommit = new ArrayList<>();
      T result = jdbi().inTransaction(handle -> work.run(new Transaction(handle, afterCommit)));
      afterCommit.forEach(Runnable::run);
      return result;
    }

    private Jdbi jdbi() {
      if (!ofThread.isKept()) {
        Connection connection = SqliteConnections.open(file, readOnly);
        synchronized (connections) {
          connections.add(connection);
        }
        ofThread.keep(connection);
      }
      return jdbi;
    }
  }
}
