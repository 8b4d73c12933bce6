package dev.spoor.web;

import dev.spoor.server.client.ClientFacts;
import dev.spoor.server.client.Clients;
import dev.spoor.server.database.Database;
import dev.spoor.server.identity.ClientId;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.notebook.Notebooks;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Things to look at.
final class MadeUp {
  private static final List<String> HOSTS =
      List.of(
          "srv-dc01",
          "srv-dc02",
          "srv-fs02",
          "srv-ca01",
          "srv-adfs",
          "srv-bk01",
          "srv-mgmt",
          "srv-pki2",
          "srv-sql01",
          "srv-sql02",
          "srv-vc01",
          "srv-jump1",
          "ws-0142",
          "ws-0419",
          "ws-0733\u202Egpj.exe",
          "<img src=x onerror=alert(1)>");
  private static final List<String> SYSTEMS =
      List.of("Debian 12", "Ubuntu 24.04", "Red Hat 9.4", "VMware Photon 5");

  private MadeUp() {}

  static void clients(Database database, Clients clients, Principal root) {
    int number = 0;
    for (String host : HOSTS) {
      ClientId id = new ClientId(String.format(Locale.ROOT, "C.02bd64f09e4170%02x", number * 7));
      ClientFacts facts =
          new ClientFacts(
              host,
              SYSTEMS.get(number % SYSTEMS.size()),
              number == 5 ? "0.0.9" : "0.1.0",
              Map.of("kernel", "6.1.0-31-amd64", "architecture", "x86_64", "cores", "4"));
      String hash = "hash" + number;
      database.write(
          tx -> {
            clients.register(tx, root, id, hash, facts);
            return null;
          });
      if (number % 4 != 3) {
        clients.connected(id, "10.96.20." + (10 + number), Duration.ofMillis(number * 400L), facts);
      }
      clients.changeLabels(
          root,
          List.of(id),
          number < 6 ? Set.of("tier0", number % 2 == 0 ? "dc" : "file") : Set.of("linux"),
          Set.of());
      number++;
    }
  }

  static void notebooks(Notebooks notebooks, Principal root) {
    for (String title :
        List.of(
            "Alert overview: adm_peter and svc_iis",
            "srv_dc01 intrusion",
            "Scheduled tasks created on another host",
            "Rare hashes, weekly",
            "<b>bold?</b> and \u202Eright to left")) {
      notebooks.create(root, Notebooks.Draft.empty(title), null);
    }
  }
}
