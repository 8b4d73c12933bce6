package dev.spoor.host.source;

import dev.spoor.vql.catalog.ArgumentType;
import dev.spoor.vql.catalog.Permissions;
import dev.spoor.vql.catalog.Signature;
import dev.spoor.vql.catalog.VqlFunction;
import dev.spoor.vql.catalog.VqlPlugin;
import java.util.List;
import java.util.Set;

/// How the event sources are called that need something of the machine that not every agent has.
/// Where they are absent they are known by name and refuse; a replay binds them to a recording.
public final class WatchSignatures {
  private static final Permissions NEEDED = Permissions.of("MACHINE_STATE");

  public static final Signature WATCH_ETW =
      Signature.named("watch_etw", "Follows a provider of Event Tracing for Windows.")
          .optional("name", ArgumentType.STRING, "the name of the session")
          .required("guid", ArgumentType.STRING, "the provider, by its GUID or its name")
          .optional("any", ArgumentType.INT, "keywords of which an event has one")
          .optional("all", ArgumentType.INT, "keywords that an event has all of")
          .optional("level", ArgumentType.INT, "the highest level of events")
          .optional("stop", ArgumentType.LAMBDA, "ends the watch when it is true for an event")
          .optional("timeout", ArgumentType.INT, "seconds until the watch ends")
          .optional("capture_state", ArgumentType.BOOL, "ask the provider for its state first")
          .optional("enable_map_info", ArgumentType.BOOL, "give names for numbers")
          .needs(NEEDED)
          .build();

  public static final Signature WATCH_USN =
      Signature.named("watch_usn", "Follows the change journal of an NTFS volume.")
          .required("device", ArgumentType.STRING, "the volume, such as C:/")
          .optional("start_offset", ArgumentType.INT, "where in the journal to begin")
          .needs(NEEDED)
          .build();

  public static final Signature WMI_EVENTS =
      Signature.named("wmi_events", "Follows the events of a WMI query.")
          .required("query", ArgumentType.STRING, "the WQL query")
          .required("namespace", ArgumentType.STRING, "the namespace that it runs in")
          .optional("wait", ArgumentType.INT, "seconds until the watch ends")
          .needs(NEEDED)
          .build();

  public static final Signature AUDIT =
      Signature.named("audit", "Follows the events of the Linux audit system.")
          .optional("rules", ArgumentType.STRINGS, "rules in the manner of auditctl")
          .needs(NEEDED)
          .build();

  public static final Signature WATCH_AUDITD =
      Signature.named("watch_auditd", "Follows the log of the audit daemon.")
          .required("filename", ArgumentType.STRINGS, "the files of the log")
          .optional("accessor", ArgumentType.STRING, "how the files are opened")
          .optional("buffer_size", ArgumentType.INT, "longest line")
          .needs(NEEDED)
          .build();

  public static final Signature WATCH_EBPF =
      Signature.named("watch_ebpf", "Follows events of a Linux kernel by eBPF.")
          .required("events", ArgumentType.STRINGS, "the names of the events")
          .optional("policy", ArgumentType.STRING, "a policy instead of names")
          .optional("include_env", ArgumentType.BOOL, "with the environment of processes")
          .needs(NEEDED)
          .build();

  public static final Signature WATCH_SYSLOG =
      Signature.named("watch_syslog", "Follows text log files: one row for each new line.")
          .required("filename", ArgumentType.STRINGS, "the files")
          .optional("accessor", ArgumentType.STRING, "how the files are opened")
          .optional("buffer_size", ArgumentType.INT, "longest line")
          .needs(NEEDED)
          .build();

  public static final Signature WATCH_JOURNALD =
      Signature.named("watch_journald", "Follows the log of systemd.")
          .optional("filename", ArgumentType.STRINGS, "the files of the log")
          .optional("accessor", ArgumentType.STRING, "how the files are opened")
          .optional("raw", ArgumentType.BOOL, "with all fields")
          .needs(NEEDED)
          .build();

  public static final Signature YARA =
      Signature.named("yara", "Scans files by YARA rules: one row for each hit.")
          .required("rules", ArgumentType.STRING, "the rules")
          .required("files", ArgumentType.STRINGS, "the files to scan")
          .optional("accessor", ArgumentType.STRING, "how the files are opened")
          .optional("context", ArgumentType.INT, "bytes around a hit")
          .optional("start", ArgumentType.INT, "where to begin")
          .optional("end", ArgumentType.INT, "where to end")
          .optional("number", ArgumentType.INT, "most hits of a file")
          .needs(NEEDED)
          .build();

  public static final Signature PROCESS_TRACKER_GET =
      Signature.named(
              "process_tracker_get", "What the process tracker knows of a process, ended or not.")
          .required("id", ArgumentType.STRING, "the id of the process")
          .needs(NEEDED)
          .build();

  /// The plugins.
  public static final List<Signature> ALL =
      List.of(
          WATCH_ETW,
          WATCH_USN,
          WMI_EVENTS,
          AUDIT,
          WATCH_AUDITD,
          WATCH_EBPF,
          WATCH_SYSLOG,
          WATCH_JOURNALD,
          YARA);

  /// The arguments that say which of a plugin's sources is meant.
  public static final Set<String> NAMING =
      Set.of("guid", "device", "query", "namespace", "filename", "events");

  private WatchSignatures() {}

  /// The plugins where nothing of the kind can be watched.
  public static List<VqlPlugin> absent() {
    return ALL.stream().map(signature -> (VqlPlugin) WatchPlugin.absent(signature)).toList();
  }

  /// The tracker where there is none: it knows no process.
  public static List<VqlFunction> absentFunctions() {
    return List.of(VqlFunction.of(PROCESS_TRACKER_GET, call -> null));
  }
}
