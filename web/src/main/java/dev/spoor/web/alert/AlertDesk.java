package dev.spoor.web.alert;

import dev.spoor.server.alert.AlertEvidence;
import dev.spoor.server.alert.AlertFeed;
import dev.spoor.server.alert.Alerts;
import dev.spoor.server.alert.Decisions;
import dev.spoor.server.delivery.Deliveries;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.notebook.Notebooks;
import dev.spoor.web.host.Viewer;
import dev.spoor.web.host.WebServices;
import java.time.Instant;
import java.time.InstantSource;

/// What the parts of this page share: the features, who looks, the time.
record AlertDesk(WebServices services, Viewer viewer) {
  Alerts alerts() {
    return services.alerts();
  }

  AlertFeed feed() {
    return services.alertFeed();
  }

  AlertEvidence evidence() {
    return services.alertEvidence();
  }

  Decisions decisions() {
    return services.decisions();
  }

  Deliveries deliveries() {
    return services.deliveries();
  }

  Notebooks notebooks() {
    return services.notebooks();
  }

  InstantSource clock() {
    return services.clock();
  }

  Instant now() {
    return services.clock().instant();
  }

  Principal.User who() {
    return viewer.require();
  }

  boolean mayEdit() {
    return viewer.may(Permission.ALERT_EDIT);
  }
}
