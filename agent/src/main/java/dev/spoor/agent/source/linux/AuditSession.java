package dev.spoor.agent.source.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Our use of the kernel's audit system: rules, status and the socket that receives. Opened in the
/// order that loses nothing, closed so that the machine is as before. Not thread-safe but for
/// [#tend].
final class AuditSession implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AuditSession.class);

  private static final String KERNEL_BOOT = readKernelBoot();
  private static final AuditStatus NOBODY = new AuditStatus(0, 0, 0, 0, 0, 0, 0, 0);

  private final AuditConfig config;
  private final AuditControl control;
  private final Leases leases;
  private final List<byte[]> rules;
  private final NetlinkSocket events;
  private final boolean multicast;
  private int lastLost;

  private AuditSession(
      AuditConfig config,
      AuditControl control,
      Leases leases,
      NetlinkSocket events,
      boolean multicast) {
    this.config = config;
    this.control = control;
    this.leases = leases;
    this.rules = AuditRule.processCreation(config.key());
    this.events = events;
    this.multicast = multicast;
  }

  /// Begins to receive process creations; fails with a reason when this machine does not let us.
  static AuditSession open(AuditConfig config) throws IOException {
    AuditControl control = AuditControl.open();
    Leases leases = null;
    NetlinkSocket events = null;
    try {
      AuditStatus before = control.status();
      leases = Leases.take(config, before);
      events = openEvents(config, 0);
      boolean multicast = before.pid() != 0 || !own(control, events, config);
      if (multicast) {
        events.close();
        events = openEvents(config, 1);
        if (before.enabled() == 0) {
          control.set(wanted(before, config), AuditStatus.ENABLED);
        }
      }
      AuditSession session = new AuditSession(config, control, leases, events, multicast);
      session.lastLost = before.lost();
      session.addRules();
      return session;
    } catch (IOException | RuntimeException e) {
      if (events != null) {
        events.close();
      }
      if (leases != null) {
        release(config, control, leases);
      }
      control.close();
      throw e;
    }
  }

  private static NetlinkSocket openEvents(AuditConfig config, int groups) throws IOException {
    NetlinkSocket socket = NetlinkSocket.open(groups);
    socket.receiveBuffer(config.receiveBuffer() / 2); // the kernel doubles the number
    socket.receiveTimeout(500);
    return socket;
  }

  private static AuditStatus wanted(AuditStatus before, AuditConfig config) {
    return new AuditStatus(
        1,
        0,
        (int) ProcessHandle.current().pid(),
        0,
        Math.max(config.backlogLimit(), before.backlogLimit()),
        0,
        0,
        config.backlogWait());
  }

  /// Asks to be the one that the kernel sends to; false when somebody else is.
  private static boolean own(AuditControl control, NetlinkSocket events, AuditConfig config)
      throws IOException {
    AuditStatus wanted = wanted(control.status(), config);
    control.set(
        wanted,
        AuditStatus.ENABLED
            | AuditStatus.FAILURE
            | AuditStatus.RATE
            | AuditStatus.BACKLOG_LIMIT
            | AuditStatus.WAIT_TIME);
    // the kernel sends to the socket that said so; no acknowledgement, it would mix with records
    events.send(AuditControl.SET, 1, 1, wanted.encode(AuditStatus.PID));
    return control.status().pid() == wanted.pid();
  }

  private void addRules() throws IOException {
    for (byte[] rule : rules) {
      if (!control.addRule(rule)) {
        LOG.info("adopted an audit rule with key {} that was there already", config.key());
      }
    }
  }

  /// Names the run of the kernel within which audit serials count; empty when it cannot be read.
  static String kernelBoot() {
    return KERNEL_BOOT;
  }

  private static String readKernelBoot() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    } catch (IOException e) {
      return "";
    }
  }

  NetlinkSocket events() {
    return events;
  }

  boolean isMulticast() {
    return multicast;
  }

  /// Looks whether all is as we left it, mends what another program changed, and says what that may
  /// have cost.
  synchronized Tending tend() throws IOException {
    AuditStatus now = control.status();
    long dropped = Integer.toUnsignedLong(now.lost()) - Integer.toUnsignedLong(lastLost);
    lastLost = now.lost();
    String change = null;
    if (now.enabled() == 0) {
      control.set(wanted(now, config), AuditStatus.ENABLED);
      change = "audit was switched off by another program";
    }
    if (control.rules(config.key()).size() < rules.size()) {
      addRules();
      change = "audit rules were removed by another program";
    }
    if (!multicast && now.pid() != (int) ProcessHandle.current().pid()) {
      if (now.pid() != 0) {
        throw new IOException("another program took over the audit records");
      }
      AuditStatus wanted = wanted(now, config);
      control.set(wanted, AuditStatus.BACKLOG_LIMIT | AuditStatus.WAIT_TIME);
      events.send(AuditControl.SET, 1, 1, wanted.encode(AuditStatus.PID));
      change = "the kernel had stopped sending audit records";
    }
    return new Tending(Math.max(0, dropped), change);
  }

  /// @param dropped records that the kernel dropped since the last time, by its own count
  /// @param change what another program had changed; null when nothing
  record Tending(long dropped, @Nullable String change) {}

  /// No new records from now on; what waits in the socket can still be read.
  synchronized void stop() {
    release(config, control, leases);
    if (multicast) {
      return;
    }
    try {
      if (control.status().pid() == (int) ProcessHandle.current().pid()) {
        control.set(NOBODY, AuditStatus.PID);
      }
    } catch (IOException e) {
      LOG.debug("could not give the audit records back: {}", e.getMessage());
    }
  }

  private static void release(AuditConfig config, AuditControl control, Leases leases) {
    try (leases) {
      leases.rules().release(() -> removeRules(config, control));
      leases.status().release(() -> restore(control, leases.status().original()));
    } catch (IOException e) {
      LOG.warn("audit rules may be left: {}", e.getMessage());
    }
  }

  private static void removeRules(AuditConfig config, AuditControl control) {
    try {
      for (byte[] rule : control.rules(config.key())) {
        control.deleteRule(rule);
      }
      waitForEmptyBacklog(control);
    } catch (IOException e) {
      LOG.warn("audit rules may be left: {}", e.getMessage());
    }
  }

  private static void restore(AuditControl control, AuditStatus original) {
    try {
      int me = (int) ProcessHandle.current().pid();
      int owner = control.status().pid();
      if (owner != 0 && owner != me) {
        return; // its owner's settings, not ours
      }
      if (owner == me) {
        control.set(NOBODY, AuditStatus.PID);
      }
      control.set(
          original,
          AuditStatus.ENABLED
              | AuditStatus.FAILURE
              | AuditStatus.RATE
              | AuditStatus.BACKLOG_LIMIT
              | AuditStatus.WAIT_TIME);
    } catch (IOException e) {
      LOG.warn("could not put the audit system back as it was: {}", e.getMessage());
    }
  }

  /// The uses of our rules (by agents with the same key) and of the status (by all agents).
  private record Leases(AuditLease rules, AuditLease status) implements AutoCloseable {
    static Leases take(AuditConfig config, AuditStatus before) throws IOException {
      AuditLease rules = AuditLease.take(config.leaseFile(), before);
      try {
        return new Leases(rules, AuditLease.take(config.statusLeaseFile(), before));
      } catch (IOException | RuntimeException e) {
        rules.close();
        throw e;
      }
    }

    @Override
    public void close() {
      rules.close();
      status.close();
    }
  }

  /// Rules are gone, so the backlog only shrinks: what is in it still reaches our socket.
  private static void waitForEmptyBacklog(AuditControl control) throws IOException {
    AuditStatus now = control.status();
    for (int i = 0; i < 100 && now.backlog() > 0; i++) {
      LockSupport.parkNanos(5_000_000);
      now = control.status();
    }
  }

  /// Makes the reader of the events come back from waiting.
  synchronized void wake() throws IOException {
    events.send(AuditControl.GET, 1, 2, new byte[0]);
  }

  @Override
  public void close() {
    events.close();
    control.close();
  }
}
