package dev.spoor.sigma.bench;

import dev.spoor.sigma.LoadSummary;
import dev.spoor.sigma.SharedData;
import dev.spoor.sigma.SigmaRules;
import dev.spoor.sigma.document.SigmaDocument;
import dev.spoor.sigma.match.SigmaMatcher;
import dev.spoor.vql.value.Row;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The open rules over recorded events, on one thread: events per second beside the baseline, which
/// asks every rule about every event; the slowest event in a hundred; loading; ten times the rules.
/// Rates are per second of processor time, so that a busy machine does not change them much.
public final class SigmaBench {
  private static final List<String> DATASETS =
      List.of(
          "empire_psexec_dcerpc_tcp_svcctl.zip",
          "covenant_sharpwmi_create_dcerpc_wmi.zip",
          "schtask_create.zip",
          "purplesharp_pe_injection_createremotethread.zip",
          "empire_persistence_registry_modification_run_keys_elevated_user.zip",
          "cmd_bitsadmin_download_psh_script.zip");

  private SigmaBench() {}

  public static void main(String[] args) throws IOException {
    run(args.length > 0 ? Double.parseDouble(args[0]) : 4, System.out::println);
  }

  /// @param seconds how long each figure is measured
  public static void run(double seconds, Consumer<String> report) throws IOException {
    List<Row> all = new ArrayList<>();
    for (String dataset : DATASETS) {
      all.addAll(SharedData.dataset(dataset));
    }
    Map<String, List<Row>> workloads = new LinkedHashMap<>();
    workloads.put("Sysmon", only(all, row -> channel(row).contains("Sysmon")));
    workloads.put("Windows logs", only(all, row -> !channel(row).contains("Sysmon")));
    workloads.put("file events", only(all, SigmaBench::isFileEvent));
    workloads.put("processes", only(all, SigmaBench::isProcess));
    List<String> texts = List.copyOf(SharedData.mainRules().values());
    SigmaRules rules = load("rules", texts, report);
    Map<String, Double> once = new LinkedHashMap<>();
    for (var workload : workloads.entrySet()) {
      double rate = rate(rules, workload.getValue(), seconds);
      double baseline = baseline(rules, workload.getValue(), seconds, false);
      double routed = baseline(rules, workload.getValue(), seconds, true);
      once.put(workload.getKey(), rate);
      report.accept(
          String.format(
              Locale.ROOT,
              "sigma %-13s %,9.0f events/s   p99 %6.1f us   baseline %,7.0f events/s   %5.0f times"
                  + "   (%4.0f times one that routes by log source)",
              workload.getKey(),
              rate,
              p99(rules, workload.getValue()),
              baseline,
              rate / baseline,
              rate / routed));
    }
    SigmaRules many = SigmaRules.builder().build();
    List<SigmaDocument> documents = MoreRules.times(MoreRules.parse(texts), 10);
    long start = cpu();
    LoadSummary summary = many.addDocuments(documents);
    report.accept(
        String.format(
            Locale.ROOT,
            "sigma %d rules compile in %.2f s",
            summary.rules(),
            (cpu() - start) / 1e9));
    for (var workload : workloads.entrySet()) {
      double rate = rate(many, workload.getValue(), seconds);
      report.accept(
          String.format(
              Locale.ROOT,
              "sigma %-13s %,9.0f events/s with %d rules   cost per event %.2f times",
              workload.getKey(),
              rate,
              summary.rules(),
              once.getOrDefault(workload.getKey(), 0.0) / rate));
    }
  }

  private static SigmaRules load(String what, List<String> texts, Consumer<String> report) {
    SigmaRules rules = SigmaRules.builder().build();
    for (int i = 0; i < 3; i++) {
      rules = SigmaRules.builder().build();
      long start = cpu();
      long wall = System.nanoTime();
      LoadSummary summary = rules.addAll(texts);
      if (i != 1) {
        report.accept(
            String.format(
                Locale.ROOT,
                "sigma %d %s load in %.2f s (%.2f s by the clock)%s",
                summary.rules(),
                what,
                (cpu() - start) / 1e9,
                (System.nanoTime() - wall) / 1e9,
                i == 0 ? ", cold" : ", warm"));
      }
    }
    return rules;
  }

  private static List<Row> only(List<Row> rows, Predicate<Row> wanted) {
    return rows.stream().filter(wanted).toList();
  }

  private static String channel(Row row) {
    return String.valueOf(row.get("Channel"));
  }

  private static boolean isFileEvent(Row row) {
    return channel(row).contains("Sysmon") && List.of(11L, 23L).contains(row.get("EventID"));
  }

  private static boolean isProcess(Row row) {
    return (channel(row).contains("Sysmon") && Long.valueOf(1).equals(row.get("EventID")))
        || Long.valueOf(4688).equals(row.get("EventID"));
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private interface Pass {
    void event(Row row);
  }

  private static double rate(SigmaRules rules, List<Row> rows, double seconds) {
    SigmaMatcher matcher = rules.matcher();
    long[] matches = {0};
    return best(rows, seconds, row -> matcher.match(row, null, rule -> matches[0]++));
  }

  private static double baseline(SigmaRules rules, List<Row> rows, double seconds, boolean routed) {
    SigmaMatcher matcher = rules.matcher();
    long[] matches = {0};
    List<Row> some = rows.subList(0, Math.min(rows.size(), 600));
    return best(
        some, seconds, row -> matcher.matchWithoutIndex(row, null, routed, rule -> matches[0]++));
  }

  /// The best pass of those that the time allows, in events per second.
  private static double best(List<Row> rows, double seconds, Pass pass) {
    long until = cpu() + (long) (seconds * 1e9);
    double best = 0;
    int passes = 0;
    do {
      long start = cpu();
      rows.forEach(pass::event);
      best = Math.max(best, rows.size() * 1e9 / (cpu() - start));
    } while (++passes < 3 || cpu() < until);
    return best;
  }

  private static double p99(SigmaRules rules, List<Row> rows) {
    SigmaMatcher matcher = rules.matcher();
    long[] matches = {0};
    long[] nanos = new long[rows.size()];
    Arrays.fill(nanos, Long.MAX_VALUE);
    for (int pass = 0; pass < 10; pass++) {
      for (int i = 0; i < nanos.length; i++) {
        long start = System.nanoTime();
        matcher.match(rows.get(i), null, rule -> matches[0]++);
        nanos[i] = Math.min(nanos[i], System.nanoTime() - start);
      }
    }
    Arrays.sort(nanos);
    return nanos[nanos.length * 99 / 100] / 1e3;
  }
}
