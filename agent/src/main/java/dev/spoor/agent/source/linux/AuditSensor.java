package dev.spoor.agent.source.linux;

import dev.spoor.agent.jna.linux.LibC;
import dev.spoor.agent.source.SensorThreads;
import dev.spoor.host.source.EventLoss;
import dev.spoor.host.source.EventPosition;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Process creations and logons from the kernel's audit system. One thread only drains the socket,
/// another parses and hands on. Thread-safe; a sensor is started and closed once.
final class AuditSensor implements ProcessSensor {
  static final String UNICAST = "audit";
  static final String MULTICAST = "audit-multicast";
  private static final Logger LOG = LoggerFactory.getLogger(AuditSensor.class);
  private static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long TEND_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final int MAX_FAILURES = 8;

  /// An event is stamped when the system call begins and told when it ends: one from so long before
  /// the newest may still come.
  private static final Duration LONGEST_CALL = Duration.ofSeconds(1);

  private final AuditSession session;
  private final ByteQueue queue;
  private final InstantSource clock;
  private final Output output;
  private final ExecAssembler assembler;
  private final LogonAssembler logons;
  private final AtomicLong overruns = new AtomicLong();
  private final Thread drain;
  private final Thread parse;
  private volatile boolean closing;
  private volatile @Nullable String failure;
  private volatile Instant completeUpTo = Instant.EPOCH;
  private volatile long firstSerial = -1;

  private AuditSensor(
      AuditSession session,
      AuditConfig config,
      InstantSource clock,
      Function<String, Output> output) {
    this.session = session;
    this.queue = new ByteQueue(config.queue());
    this.clock = clock;
    this.output = output.apply(name());
    this.assembler = new ExecAssembler(new Assembled());
    this.logons = new LogonAssembler(this.output::logon);
    this.drain = SensorThreads.start("spoor-audit-drain", this::drain);
    this.parse = SensorThreads.start("spoor-audit-parse", this::parse);
  }

  /// Begins to watch; fails with the reason when this machine does not let us.
  ///
  /// @param output made for the name of the sensor, before anything is handed to it
  static AuditSensor start(AuditConfig config, InstantSource clock, Function<String, Output> output)
      throws IOException {
    return new AuditSensor(AuditSession.open(config), config, clock, output);
  }

  @Override
  public String name() {
    return session.isMulticast() ? MULTICAST : UNICAST;
  }

  @Override
  public Instant completeUpTo() {
    return completeUpTo;
  }

  @Override
  public @Nullable String failure() {
    return failure;
  }

  /// How often the kernel said that the receive buffer had overrun.
  long overruns() {
    return overruns.get();
  }

  @Override
  public long firstSerial() {
    return firstSerial;
  }

  private void drain() {
    ReceiveBlock block = new ReceiveBlock();
    int failures = 0;
    try {
      while (true) {
        int received = block.receive(session.events());
        byte[] records = received > 0 ? block.records(received) : null;
        if (records != null) {
          failures = 0;
          queue.put(records);
        } else if (closing) {
          return;
        } else if (received == -LibC.ENOBUFS) {
          overruns.incrementAndGet();
        } else if (received < 0 && received != -LibC.EAGAIN && received != -LibC.EINTR) {
          if (++failures > MAX_FAILURES) {
            fail("receiving audit records: " + Errno.text(-received));
            return;
          }
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1L << failures));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("audit reader failed", e);
      fail("receiving audit records: " + e);
    } finally {
      queue.end();
    }
  }

  private void fail(String reason) {
    if (failure == null) {
      failure = reason;
    }
  }

  private void parse() {
    long lastTick = System.nanoTime();
    long lastTend = lastTick;
    Instant tickTime = clock.instant();
    try {
      while (!queue.isDone()) {
        byte[] chunk = queue.poll(logons.isWaiting() ? 50 : 250);
        if (chunk != null) {
          AuditRecords.forEach(chunk, this::record);
          firstSerial = assembler.firstSerial();
        }
        long now = System.nanoTime();
        logons.tick(now);
        if (now - lastTick >= TICK_NANOS) {
          lastTick = now;
          assembler.tick();
          reached(chunk == null, tickTime);
          tickTime = clock.instant();
        }
        if (now - lastTend >= TEND_NANOS && !closing) {
          lastTend = now;
          tend();
        }
      }
      assembler.finish();
      logons.finish();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Tells how far we are: up to the last look at the clock when nothing waits to be read; while
  /// records keep coming, as far as they themselves say.
  private void reached(boolean isIdle, Instant tickTime) {
    Instant whole = Instant.ofEpochMilli(assembler.wholeMillis()).minus(LONGEST_CALL);
    Instant upTo = isIdle && assembler.isWhole() ? tickTime : whole;
    UserRecord waiting = logons.oldest();
    Instant limit = waiting == null ? tickTime : Instant.ofEpochMilli(waiting.millis());
    if (upTo.isAfter(limit)) {
      upTo = limit;
    }
    if (upTo.isAfter(completeUpTo)) {
      completeUpTo = upTo;
    }
    if (!completeUpTo.equals(Instant.EPOCH)) {
      long done = assembler.doneSerial();
      output.reached(
          new EventPosition(
              completeUpTo,
              AuditSession.kernelBoot(),
              waiting == null ? done : Math.min(done, waiting.serial() - 1)));
    }
  }

  private void record(int type, byte[] bytes, int from, int end) {
    try {
      assembler.record(type, bytes, from, end);
      AuditText head = UserRecord.isOne(type) ? AuditText.parse(bytes, from, end) : null;
      if (head != null) {
        logons.record(UserRecord.parse(type, head, bytes, end), System.nanoTime());
      }
    } catch (RuntimeException e) {
      LOG.error("audit record of type {} not understood", type, e);
      Instant now = clock.instant();
      output.lost(new EventLoss(1, false, "audit record not understood", now, now));
    }
  }

  private void tend() {
    try {
      AuditSession.Tending tending = session.tend();
      Instant now = clock.instant();
      Instant from = now.minusNanos(2 * TEND_NANOS);
      if (tending.dropped() > 0) {
        output.lost(
            new EventLoss(
                tending.dropped(), false, "records dropped by the kernel's audit", from, now));
      }
      if (tending.change() != null) {
        LOG.warn("{}; mended", tending.change());
        output.lost(new EventLoss(0, false, tending.change(), from, now));
      }
    } catch (IOException e) {
      if (!closing) {
        fail(String.valueOf(e.getMessage()));
      }
    }
  }

  /// Removes the rules, hands on what was already recorded, ends the threads.
  @Override
  public void close() {
    if (closing) {
      return;
    }
    session.stop();
    closing = true;
    try {
      session.wake();
    } catch (IOException e) {
      LOG.debug("the reader will end by its timeout: {}", e.getMessage());
    }
    try {
      drain.join(TimeUnit.SECONDS.toMillis(5));
      parse.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!drain.isAlive()) {
      session.close(); // else the number could name another file by now
    }
  }

  private final class Assembled implements ExecAssembler.Output {
    @Override
    public void execution(ProcessExecution execution) {
      output.execution(execution);
    }

    @Override
    public void lost(long count, String cause, long fromMillis, long toMillis) {
      output.lost(
          new EventLoss(
              count,
              false,
              cause,
              Instant.ofEpochMilli(fromMillis),
              Instant.ofEpochMilli(toMillis)));
    }
  }
}
