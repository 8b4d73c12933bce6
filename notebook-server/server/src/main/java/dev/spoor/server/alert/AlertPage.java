package dev.spoor.server.alert;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// @param next cursor of the page after this one, or null
public record AlertPage(List<Alert> alerts, @Nullable String next) {
  public AlertPage {
    alerts = List.copyOf(alerts);
  }
}
