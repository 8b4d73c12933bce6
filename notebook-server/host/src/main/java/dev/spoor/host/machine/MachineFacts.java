package dev.spoor.host.machine;

import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.VqlString;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What this machine is: the row of `info()`, and what an agent tells when it enrols.
public final class MachineFacts {
  private MachineFacts() {}

  public static Row read(Instant now) {
    String os = operatingSystem();
    Dict row = new Dict();
    row.set("Hostname", VqlString.of(hostname()));
    row.set("Uptime", uptime());
    row.set("BootTime", bootTime(now));
    row.set("OS", VqlString.of(os));
    row.set("Platform", VqlString.of(release("ID", os)));
    row.set("PlatformFamily", VqlString.of(release("ID_LIKE", release("ID", os))));
    row.set("PlatformVersion", VqlString.of(release("VERSION_ID", property("os.version"))));
    row.set("KernelVersion", VqlString.of(property("os.version")));
    row.set("Architecture", VqlString.of(architecture()));
    row.set("Fqdn", VqlString.of(hostname()));
    return row;
  }

  /// `linux`, `windows` or `darwin`, as artifacts compare it.
  public static String operatingSystem() {
    String name = property("os.name").toLowerCase(Locale.ROOT);
    if (name.startsWith("windows")) {
      return "windows";
    }
    return name.startsWith("mac") ? "darwin" : name;
  }

  /// `amd64`, `arm64`, …, as artifacts compare it.
  public static String architecture() {
    return switch (property("os.arch")) {
      case "x86_64", "amd64" -> "amd64";
      case "aarch64" -> "arm64";
      case "x86", "i386" -> "386";
      case String other -> other;
    };
  }

  public static String hostname() {
    String kernel = line(Path.of("/proc/sys/kernel/hostname"));
    if (kernel != null && !kernel.isBlank()) {
      return kernel.strip();
    }
    String windows = System.getenv("COMPUTERNAME");
    if (windows != null && !windows.isBlank()) {
      return windows;
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  private static @Nullable Long uptime() {
    String text = line(Path.of("/proc/uptime"));
    return text == null ? null : (long) Double.parseDouble(text.substring(0, text.indexOf(' ')));
  }

  private static @Nullable Long bootTime(Instant now) {
    Long up = uptime();
    return up == null ? null : now.minus(Duration.ofSeconds(up)).getEpochSecond();
  }

  private static String release(String key, String otherwise) {
    try {
      for (String line : Files.readAllLines(Path.of("/etc/os-release"))) {
        if (line.startsWith(key + "=")) {
          return line.substring(key.length() + 1).replace("\"", "");
        }
      }
    } catch (IOException e) {
      return otherwise;
    }
    return otherwise;
  }

  private static @Nullable String line(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return null;
    }
  }

  private static String property(String name) {
    return System.getProperty(name, "");
  }
}
