package dev.spoor.launcher;

import dev.spoor.host.config.ConfigException;
import dev.spoor.host.config.Settings;
import dev.spoor.host.storage.StorageFiles;
import dev.spoor.server.access.Secrets;
import dev.spoor.server.audit.Audit;
import dev.spoor.server.audit.AuditVerification;
import dev.spoor.server.certificate.CertificateAuthority;
import dev.spoor.server.database.Database;
import dev.spoor.server.delivery.Deliveries;
import dev.spoor.server.delivery.Redactor;
import dev.spoor.server.event.lucene.LuceneEventStore;
import dev.spoor.server.event.lucene.LuceneStoreConfig;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.ingest.Journal;
import dev.spoor.server.ingest.JournalConfig;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Looks at a data folder, part by part. A part that cannot be looked at does not keep the others
/// from being.
final class Doctor {
  private static final long LITTLE_SPACE = 2L << 30;
  private static final Clock CLOCK = Clock.systemUTC();

  enum State {
    FINE,
    NOTE,
    WRONG
  }

  /// @param advice what to do; empty when there is nothing
  record Finding(State state, String what, String advice) {}

  private final Path data;
  private final List<Finding> findings = new ArrayList<>();

  Doctor(Path data) {
    this.data = data;
  }

  List<Finding> examine() {
    if (!Files.isDirectory(data)) {
      wrong(data + " is not there", "start the server once, or name the folder with --data");
      return findings;
    }
    part("settings", this::settings);
    part("disk", this::disk);
    part("rights", this::rights);
    part("logs and results", this::results);
    DataFolder locked;
    try {
      locked = DataFolder.lock(data);
    } catch (UsageException e) {
      note(
          "a server runs on this folder: database, certificates, journal and events were not"
              + " opened",
          "its state is on the page Status; for the whole check stop it first");
      return findings;
    }
    try (locked) {
      part("certificates", this::certificates);
      part("database", this::database);
      part("events and journal", this::events);
    }
    return findings;
  }

  private interface Part {
    void look() throws Exception;
  }

  private void part(String name, Part part) {
    try {
      part.look();
    } catch (Exception e) {
      String said = e.getMessage() == null ? e.toString() : e.getMessage();
      wrong(name + ": " + said, "restore it from a backup, or ask with the log at hand");
    }
  }

  private void fine(String what) {
    findings.add(new Finding(State.FINE, what, ""));
  }

  private void note(String what, String advice) {
    findings.add(new Finding(State.NOTE, what, advice));
  }

  private void wrong(String what, String advice) {
    findings.add(new Finding(State.WRONG, what, advice));
  }

  private void settings() {
    try {
      ServerSettings.config(
          data, ServerSettings.read(data, Settings.environment(), java.util.Map.of()));
      fine(
          Files.exists(data.resolve(ServerSettings.FILE))
              ? "settings: " + ServerSettings.FILE + " is good"
              : "settings: all at their defaults");
    } catch (ConfigException e) {
      e.problems()
          .forEach(
              problem ->
                  wrong("settings: " + problem, "./spoor config shows where each comes from"));
    }
  }

  private void disk() throws IOException {
    FileStore disk = Files.getFileStore(data);
    long free = disk.getUsableSpace();
    String told = "disk: " + size(free) + " free of " + size(disk.getTotalSpace());
    if (free < LITTLE_SPACE) {
      wrong(
          told,
          "make room, or set a retention (Administration, Retention): without room no row is taken");
    } else {
      fine(told);
    }
  }

  private void rights() throws IOException {
    boolean good = true;
    for (String name : List.of("ca", "secret.key")) {
      Path path = data.resolve(name);
      if (!Files.exists(path)) {
        continue;
      }
      Set<PosixFilePermission> open = new java.util.HashSet<>(Files.getPosixFilePermissions(path));
      open.removeAll(
          Set.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));
      if (!open.isEmpty()) {
        good = false;
        wrong("rights: others may open " + path, "chmod go= " + path);
      }
    }
    if (good) {
      fine("rights: keys are for their owner alone");
    }
  }

  private void results() throws IOException {
    Path runs = data.resolve("blobs").resolve("runs");
    if (!Files.isDirectory(runs)) {
      fine("results: none yet");
      return;
    }
    long bytes = 0;
    long files = 0;
    try (Stream<Path> all = Files.walk(runs)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
        files++;
      }
    }
    fine("results: " + files + " files, " + size(bytes));
  }

  private void certificates() {
    Path ca = data.resolve("ca");
    if (!Files.isDirectory(ca)) {
      note("certificates: none yet", "the first start makes them");
      return;
    }
    CertificateAuthority authority = new CertificateAuthority(ca, List.of("localhost"), CLOCK);
    authority.start();
    Duration left =
        Duration.between(CLOCK.instant(), authority.certificate().getNotAfter().toInstant());
    if (left.toDays() < 180) {
      wrong(
          "certificates: the CA ends in " + left.toDays() + " days",
          "agents trust its fingerprint: plan to enrol them anew");
    } else {
      fine("certificates: the CA is good for " + left.toDays() + " days");
    }
  }

  private void database() throws IOException {
    Path file = data.resolve("db").resolve("spoor.db");
    if (!Files.exists(file)) {
      note("database: none yet", "the first start makes it");
      return;
    }
    try (Database database = Database.open(file)) {
      List<String> said = database.problems();
      if (said.isEmpty()) {
        fine("database: whole, " + size(Files.size(file)));
      } else {
        wrong("database: " + String.join("; ", said), "restore it from a backup");
      }
      Audit audit = new Audit(CLOCK);
      switch (database.read(audit::verify)) {
        case AuditVerification.Intact(var rows, var head) ->
            fine("audit: " + rows + " rows, head " + head.substring(0, 16));
        case AuditVerification.Broken(var row, var reason) ->
            wrong(
                "audit: " + reason,
                "somebody changed the database by hand at row " + row + ": compare with a backup");
      }
      secrets(database, audit);
      long dead =
          new Deliveries(
                  database,
                  new Secrets(database, audit, CLOCK, data.resolve("secret.key")),
                  audit,
                  new Redactor(),
                  Optional::empty,
                  CLOCK)
              .counts(new Principal.System())
              .getOrDefault("dead", 0L);
      if (dead > 0) {
        note(
            "deliveries: " + dead + " given up",
            "Administration, Delivery: mend the target, then replay");
      }
    }
  }

  private void secrets(Database database, Audit audit) {
    Secrets secrets = new Secrets(database, audit, CLOCK, data.resolve("secret.key"));
    List<Secrets.Listed> all = secrets.list(new Principal.System());
    for (Secrets.Listed secret : all) {
      try {
        var unused = database.read(tx -> secrets.open(tx, secret.name()));
      } catch (RuntimeException e) {
        wrong(
            "secrets: \"" + secret.name() + "\" cannot be opened with " + data + "/secret.key",
            "restore that file, or replace the secret");
        return;
      }
    }
    fine("secrets: " + all.size() + ", each can be opened");
  }

  private void events() throws Exception {
    long durable = 0;
    if (Files.isDirectory(data.resolve("events"))) {
      try (LuceneEventStore store =
          LuceneEventStore.open(LuceneStoreConfig.in(data.resolve("events")))) {
        durable = store.durableUpTo();
        var status = store.status();
        fine(
            "events: "
                + status.rows()
                + " rows in "
                + store.days().size()
                + " days, "
                + size(status.bytes()));
      }
    } else {
      note("events: none yet", "");
    }
    if (!Files.isDirectory(data.resolve("journal"))) {
      note("journal: none yet", "");
      return;
    }
    try (Journal journal =
        new Journal(JournalConfig.in(data.resolve("journal")), StorageFiles.ofDisk(), CLOCK)) {
      journal.start(durable);
      long waiting = Math.max(0, journal.endLsn() - Math.max(durable, journal.oldestLsn()));
      fine(
          "journal: rows "
              + journal.oldestLsn()
              + " to "
              + journal.endLsn()
              + ", "
              + waiting
              + " of them not yet in the store");
      // the first row has the number 1
      if (journal.oldestLsn() > Math.max(1, durable)) {
        wrong(
            "journal: rows "
                + durable
                + " to "
                + journal.oldestLsn()
                + " are neither in the journal nor in the store",
            "restore journal and events from the same backup");
      }
    }
  }

  private static String size(long bytes) {
    double size = bytes;
    String unit = "B";
    for (String next : List.of("KiB", "MiB", "GiB", "TiB")) {
      if (size < 1024) {
        break;
      }
      size /= 1024;
      unit = next;
    }
    return String.format(Locale.ROOT, unit.equals("B") ? "%.0f %s" : "%.1f %s", size, unit);
  }
}
