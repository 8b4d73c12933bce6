package dev.spoor.agent.source.linux;

import java.nio.file.Files;
import java.nio.file.Path;

/// Settings of the audit sensor.
///
/// @param key mark on the rules, by which leftovers are recognised
/// @param receiveBuffer bytes that the kernel may hold while the agent lags
/// @param queue bytes between the draining and the parsing thread
/// @param backlogLimit records the kernel keeps before they reach the socket
/// @param backlogWait how long the kernel may hold up other programs when that is full, in jiffies
/// @param leaseFolder where agents of this machine note that they use the rules
public record AuditConfig(
    String key, int receiveBuffer, int queue, int backlogLimit, int backlogWait, Path leaseFolder) {

  public static AuditConfig standard() {
    Path run = Path.of("/run");
    return new AuditConfig(
        "spoor-exec",
        192 << 20,
        4 << 20,
        8192,
        15,
        Files.isWritable(run) ? run : Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
  }

  public AuditConfig withKey(String other) {
    return new AuditConfig(other, receiveBuffer, queue, backlogLimit, backlogWait, leaseFolder);
  }

  public AuditConfig withReceiveBuffer(int bytes) {
    return new AuditConfig(key, bytes, queue, backlogLimit, backlogWait, leaseFolder);
  }

  Path leaseFile() {
    return leaseFolder.resolve("spoor-audit-rules-" + key + ".lease");
  }

  Path statusLeaseFile() {
    return leaseFolder.resolve("spoor-audit-status.lease");
  }
}
