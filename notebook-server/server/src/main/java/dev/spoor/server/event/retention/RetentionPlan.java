package dev.spoor.server.event.retention;

import dev.spoor.server.event.EventDay;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What goes under some rules. `freed` are the bytes of days that go as a whole; `later` those
/// whose rows go now and whose place on the disk is free when the rest of their day goes.
public record RetentionPlan(List<Gone> gone, long rows, long freed, long later) {
  /// Rows of one artifact of one day.
  public record Gone(LocalDate day, String artifact, long rows, long bytes, String why) {}

  public RetentionPlan {
    gone = List.copyOf(gone);
  }

  static RetentionPlan of(List<EventDay> days, List<RetentionRule> rules, LocalDate today) {
    Map<String, Long> newer = new HashMap<>();
    List<Gone> gone = new ArrayList<>();
    long rows = 0;
    long freed = 0;
    long later = 0;
    for (EventDay day : days.reversed()) {
      List<Gone> ofDay = new ArrayList<>();
      for (Map.Entry<String, Long> each : day.rows().entrySet()) {
        String artifact = each.getKey();
        long bytes = day.artifactBytes().getOrDefault(artifact, 0L);
        long withThis = newer.merge(artifact, bytes, Long::sum);
        if (!day.isOpen()) {
          rule(rules, artifact)
              .flatMap(rule -> why(rule, day.day(), today, withThis))
              .ifPresent(
                  why -> ofDay.add(new Gone(day.day(), artifact, each.getValue(), bytes, why)));
        }
      }
      boolean isWhole = !ofDay.isEmpty() && ofDay.size() == day.rows().size();
      for (Gone one : ofDay) {
        rows += one.rows();
        later += isWhole ? 0 : one.bytes();
      }
      freed += isWhole ? day.bytes() : 0;
      ofDay.sort(java.util.Comparator.comparing(Gone::artifact));
      gone.addAll(ofDay);
    }
    return new RetentionPlan(gone, rows, freed, later);
  }

  private static Optional<RetentionRule> rule(List<RetentionRule> rules, String artifact) {
    return rules.stream()
        .filter(rule -> rule.artifact().equals(artifact))
        .findFirst()
        .or(() -> rules.stream().filter(rule -> rule.artifact().isEmpty()).findFirst());
  }

  private static Optional<String> why(
      RetentionRule rule, LocalDate day, LocalDate today, long bytesSince) {
    Integer days = rule.days();
    if (days != null && day.isBefore(today.minusDays(days))) {
      return Optional.of("older than " + days + (days == 1 ? " day" : " days"));
    }
    Long bytes = rule.bytes();
    if (bytes != null && bytesSince > bytes) {
      return Optional.of("beyond " + bytes + " bytes");
    }
    return Optional.empty();
  }
}
