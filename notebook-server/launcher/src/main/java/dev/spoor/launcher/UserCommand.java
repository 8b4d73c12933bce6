package dev.spoor.launcher;

import dev.spoor.server.access.Role;
import dev.spoor.server.access.User;
import dev.spoor.server.access.Users;
import dev.spoor.server.audit.Audit;
import dev.spoor.server.database.Database;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.Principal;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `./spoor user`: users, for whoever holds the data folder. The server must not run: its pages do
/// the same.
@Command(
    name = "user",
    description = "Add users, set passphrases, list roles; while the server is stopped.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  ./spoor user add anna --role analyst",
      "  ./spoor user passwd anna < passphrase.txt",
      "  ./spoor user roles",
      "",
      "The passphrase is asked for, or read from the input: on a command line everybody would see it."
    })
final class UserCommand implements Runnable {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "${env:SPOOR_DATA:-data}",
      scope = CommandLine.ScopeType.INHERIT,
      description = "everything that the server keeps (default: $SPOOR_DATA, or data)")
  Path data = Path.of("data");

  @Spec @Nullable CommandSpec spec;

  @Override
  public void run() {
    CommandLine line = Objects.requireNonNull(spec).commandLine();
    line.usage(line.getErr());
  }

  private PrintWriter out() {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }

  @Command(name = "add", description = "Add a user.", mixinStandardHelpOptions = true)
  int add(
      @Parameters(paramLabel = "NAME", description = "user name") String name,
      @Option(
              names = "--role",
              paramLabel = "ROLE",
              defaultValue = "analyst",
              description =
                  "reader, analyst, investigator, 'detection engineer' or administrator (default:"
                      + " ${DEFAULT-VALUE})")
          String role) {
    return within(
        users -> {
          User made = users.create(new Principal.System(), name, passphrase(), Role.named(role));
          return "user " + made.name() + " added as " + made.role().name();
        });
  }

  @Command(
      name = "passwd",
      description = "Set the passphrase of a user; their sessions end.",
      mixinStandardHelpOptions = true)
  int passwd(@Parameters(paramLabel = "NAME", description = "user name") String name) {
    return within(
        users -> {
          User user = named(users, name);
          users.changePassphrase(new Principal.System(), user.id(), passphrase());
          return "passphrase of " + user.name() + " set";
        });
  }

  @Command(
      name = "roles",
      description = "List the roles, what they may do, and who has them.",
      mixinStandardHelpOptions = true)
  int roles() {
    return within(
        users -> {
          StringBuilder text = new StringBuilder();
          for (Role role : Role.ALL) {
            text.append(role.name())
                .append("\n  may  ")
                .append(String.join(", ", Role.names(role.permissions())))
                .append("\n  has  ")
                .append(
                    String.join(
                        ", ",
                        users.all(new Principal.System()).stream()
                            .filter(user -> user.role().equals(role))
                            .map(user -> user.name() + (user.enabled() ? "" : " (kept out)"))
                            .toList()))
                .append('\n');
          }
          return text.toString().stripTrailing();
        });
  }

  private static User named(Users users, String name) {
    return users.all(new Principal.System()).stream()
        .filter(user -> user.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(() -> new UsageException("there is no user \"" + name + "\""));
  }

  private int within(Function<Users, String> action) {
    Path folder = data.toAbsolutePath();
    if (!Files.exists(folder.resolve("db"))) {
      throw new UsageException(folder + " is no data folder yet: start the server once");
    }
    try (DataFolder locked = DataFolder.lock(folder);
        Database database = Database.open(locked.path("db").resolve("spoor.db"))) {
      Clock clock = Clock.systemUTC();
      Users users = new Users(database, new Audit(clock), clock);
      users.start();
      out().println(action.apply(users));
      out().flush();
      return 0;
    } catch (SpoorException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /// Asked for twice at a terminal; the first line of the input otherwise.
  private static String passphrase() {
    Console console = System.console();
    if (console != null && console.isTerminal()) {
      char[] first = console.readPassword("Passphrase: ");
      char[] again = console.readPassword("Again: ");
      if (first == null || again == null || !java.util.Arrays.equals(first, again)) {
        throw new UsageException("the two are not the same");
      }
      return new String(first);
    }
    try {
      String line =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
      if (line == null) {
        throw new UsageException("no passphrase came in the input");
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
