package dev.spoor.launcher;

import dev.spoor.server.access.User;
import dev.spoor.server.access.Users;
import dev.spoor.server.identity.Principal;
import dev.spoor.server.monitoring.ClientMonitoring;
import dev.spoor.server.monitoring.ClientMonitoringTable;
import dev.spoor.server.monitoring.LabelGroup;
import dev.spoor.server.monitoring.TableEntry;
import dev.spoor.server.notebook.Notebooks;
import dev.spoor.server.notebook.export.NotebookTemplates;
import dev.spoor.wire.Priority;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Something to show from the first minute: this machine is watched, and the sample notebooks are
/// there. What somebody made already stays as it is.
final class Demo implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Demo.class);
  private static final List<String> WATCHED =
      List.of("Linux.Detection.ProcessCreation", "Linux.Events.Trackaccount");

  private final Users users;
  private final ClientMonitoring monitoring;
  private final Notebooks notebooks;
  private final NotebookTemplates templates;
  private final ScheduledExecutorService waiting =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("demo").daemon().factory());

  Demo(Users users, ClientMonitoring monitoring, Notebooks notebooks, NotebookTemplates templates) {
    this.users = users;
    this.monitoring = monitoring;
    this.notebooks = notebooks;
    this.templates = templates;
  }

  /// Begins to watch now; the notebooks need an owner, so they come with the first user.
  @SuppressWarnings("FutureReturnValueIgnored")
  void start() {
    watch();
    waiting.scheduleWithFixedDelay(this::fillOnce, 0, 500, TimeUnit.MILLISECONDS);
  }

  private void watch() {
    Principal system = new Principal.System();
    ClientMonitoringTable table = monitoring.table(system);
    if (table.groups().stream().allMatch(group -> group.entries().isEmpty())) {
      List<TableEntry> entries =
          WATCHED.stream().map(name -> new TableEntry(name, Map.of(), Priority.NORMAL)).toList();
      monitoring.save(
          system, new ClientMonitoringTable(table.version(), List.of(new LabelGroup("", entries))));
    }
  }

  private void fillOnce() {
    try {
      Optional<User> first =
          users.all(new Principal.System()).stream().min(Comparator.comparingLong(User::id));
      if (first.isPresent()) {
        fill(first.get().principal());
        waiting.shutdown();
      }
    } catch (RuntimeException e) {
      LOG.warn("the sample notebooks could not be made", e);
      waiting.shutdown();
    }
  }

  /// One of each; asked again, nothing new.
  private void fill(Principal owner) {
    for (NotebookTemplates.Template template : templates.list()) {
      notebooks.create(owner, templates.require(template.name()), "demo-" + template.name());
    }
  }

  @Override
  public void close() {
    waiting.shutdownNow();
  }
}
