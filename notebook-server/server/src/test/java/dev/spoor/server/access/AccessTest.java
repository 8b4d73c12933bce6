package dev.spoor.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spoor.server.audit.Audit;
import dev.spoor.server.audit.AuditRow;
import dev.spoor.server.audit.AuditVerification;
import dev.spoor.server.database.Database;
import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AccessTest {
  private static final String PASSPHRASE = "correct horse battery";
  private static final Principal SYSTEM = new Principal.System();

  @TempDir Path folder;
  private Instant now = Instant.parse("2026-11-24T16:00:00Z");
  private Database database;
  private Audit audit;
  private Users users;
  private Sessions sessions;
  private Logins logins;
  private ApiTokens tokens;
  private Secrets secrets;
  private Settings settings;

  @BeforeEach
  void open() {
    database = Database.open(folder.resolve("spoor.db"));
    audit = new Audit(() -> now);
    start();
  }

  @AfterEach
  void close() {
    AuditVerification verified = database.read(audit::verify);
    assertThat(verified).isInstanceOf(AuditVerification.Intact.class);
    database.close();
  }

  private void start() {
    users = new Users(database, audit, () -> now);
    users.start();
    sessions = new Sessions(database, users, () -> now);
    sessions.start();
    SetupCode code = new SetupCode(() -> now, Optional.of("letmein-2026"));
    logins = new Logins(database, audit, users, sessions, code, () -> now);
    tokens = new ApiTokens(database, audit, users, () -> now);
    tokens.start();
    secrets = new Secrets(database, audit, () -> now, folder.resolve("keys/secret.key"));
    settings = new Settings(database, audit);
    settings.start();
  }

  private LoginResult.LoggedIn in(LoginResult result) {
    assertThat(result).isInstanceOf(LoginResult.LoggedIn.class);
    return (LoginResult.LoggedIn) result;
  }

  @Test
  void theSetupCodeWorksOnceAndOnlyWhileThereIsNoUser() {
    assertThat(logins.isSetupNeeded()).isTrue();
    assertThat(logins.setUp("wrong", "anna", PASSPHRASE, "::1"))
        .isEqualTo(new LoginResult.Refused("the setup code is wrong"));
    LoginResult.LoggedIn anna = in(logins.setUp("LETMEIN 2026", "anna", PASSPHRASE, "::1"));
    assertThat(anna.user().role()).isEqualTo(Role.ADMINISTRATOR);
    assertThat(logins.isSetupNeeded()).isFalse();
    assertThat(logins.setUp("letmein-2026", "eve", PASSPHRASE, "::1"))
        .isEqualTo(new LoginResult.Refused("there is a user already: log in"));
  }

  @Test
  void theSetupCodeDiesAfterFifteenMinutes() {
    now = now.plus(Duration.ofMinutes(15));
    assertThat(logins.setUp("letmein-2026", "anna", PASSPHRASE, "::1"))
        .isEqualTo(
            new LoginResult.Refused(
                "the setup code has expired: restart the server for a new one"));
  }

  @Test
  void theHashOfNobodyCostsWhatOursCost() {
    String ours = new Passphrases().hash(PASSPHRASE);
    String costs = "$argon2id$v=19$m=19456,t=2,p=1$";
    assertThat(ours).startsWith(costs).hasSameSizeAs(Passphrases.NOBODY);
    assertThat(Passphrases.NOBODY).startsWith(costs);
  }

  @Test
  void aRandomSetupCodeIsLongEnough() {
    SetupCode one = new SetupCode(() -> now, Optional.empty());
    assertThat(one.code()).matches("[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}");
    assertThat(one.code()).isNotEqualTo(new SetupCode(() -> now, Optional.empty()).code());
  }

  @Test
  void usersAndSessionsSurviveARestartAndSessionsIdleOut() {
    String token = in(logins.setUp("letmein2026", "anna", PASSPHRASE, "::1")).token();
    now = now.plus(Duration.ofHours(11));
    Session used = sessions.use(token).orElseThrow();
    assertThat(sessions.isSaveDue(used.key())).isTrue();
    sessions.save(used.key());
    start();
    now = now.plus(Duration.ofHours(11));
    assertThat(sessions.use(token)).isPresent();
    assertThat(in(logins.login("ANNA", PASSPHRASE, "::1")).user().name()).isEqualTo("anna");
    now = now.plus(Duration.ofHours(12));
    assertThat(sessions.use(token)).isEmpty();
    start();
    assertThat(sessions.use(token)).isEmpty();
  }

  @Test
  void theDatabaseHoldsNeitherTokenNorPassphraseNorSecret() throws Exception {
    LoginResult.LoggedIn anna = in(logins.setUp("letmein2026", "anna", PASSPHRASE, "::1"));
    ApiTokens.Created token =
        tokens.create(
            anna.user().principal(), "ci", Set.of(Permission.READ_RESULTS), Duration.ofDays(1));
    secrets.put(SYSTEM, "slack", "https://hooks.example/T0/B0/verysecret", List.of());
    database.close();
    StringBuilder all = new StringBuilder();
    try (var files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    }
    assertThat(all)
        .contains("$argon2id$v=19$m=19456,t=2,p=1$")
        .doesNotContain(PASSPHRASE)
        .doesNotContain(anna.token())
        .doesNotContain(token.secret())
        .doesNotContain("verysecret");
    database = Database.open(folder.resolve("spoor.db"));
  }

  @Test
  void logoutEndsTheSessionAndIsHeard() {
    List<String> ended = new ArrayList<>();
    sessions.onEnded(ended::add);
    String token = in(logins.setUp("letmein2026", "anna", PASSPHRASE, "::1")).token();
    String key = sessions.use(token).orElseThrow().key();
    logins.logOut(key);
    assertThat(sessions.use(token)).isEmpty();
    assertThat(ended).containsExactly(key);
  }

  @Test
  void aChangeOfRoleEndsTheSessionsOfThatUserOnly() {
    LoginResult.LoggedIn anna = in(logins.setUp("letmein2026", "anna", PASSPHRASE, "::1"));
    User ben = users.create(anna.user().principal(), "ben", PASSPHRASE, Role.ANALYST);
    String bens = in(logins.login("ben", PASSPHRASE, "::1")).token();
    users.changeRole(anna.user().principal(), ben.id(), Role.READER);
    assertThat(sessions.use(bens)).isEmpty();
    assertThat(sessions.use(anna.token())).isPresent();
    assertThat(in(logins.login("ben", PASSPHRASE, "::1")).user().principal().permissions())
        .containsExactly(Permission.READ_RESULTS);
    assertThatThrownBy(
            () -> users.changeRole(anna.user().principal(), anna.user().id(), Role.READER))
        .hasMessage("\"anna\" is the last administrator");
  }

  @Test
  void loginsAreLimitedPerAccountWhereverTheyComeFrom() {
    in(logins.setUp("letmein2026", "anna", PASSPHRASE, "::1"));
    for (int i = 0; i < 10; i++) {
      assertThat(logins.login("anna", "wrong " + i, "10.0.0." + i))
          .isEqualTo(new LoginResult.Refused("name or passphrase is wrong"));
    }
    assertThat(logins.login("Anna", PASSPHRASE, "10.0.0.99"))
        .isEqualTo(new LoginResult.Limited(Duration.ofSeconds(30)));
    now = now.plusSeconds(30);
    in(logins.login("anna", PASSPHRASE, "10.0.0.99"));
  }

  @Test
  void loginsAreLimitedPerAddressWhateverTheName() {
    for (int i = 0; i < 30; i++) {
      logins.login("user" + i, "x", "10.0.0.1");
    }
    assertThat(logins.login("another", "x", "10.0.0.1")).isInstanceOf(LoginResult.Limited.class);
    assertThat(logins.login("another", "x", "10.0.0.2")).isInstanceOf(LoginResult.Refused.class);
  }

  @Test
  void aTokenHasNeverMoreThanItsOwnerNow() {
    LoginResult.LoggedIn anna = in(logins.setUp("letmein2026", "anna", PASSPHRASE, "::1"));
    User ben = users.create(anna.user().principal(), "ben", PASSPHRASE, Role.ANALYST);
    assertThatThrownBy(
            () ->
                tokens.create(ben.principal(), "x", Set.of(Permission.EXECVE), Duration.ofDays(1)))
        .hasMessageContaining("EXECVE");
    ApiTokens.Created created =
        tokens.create(
            ben.principal(),
            "x",
            Set.of(Permission.READ_RESULTS, Permission.QUERY),
            Duration.ofDays(1));
    assertThat(tokens.use(created.secret()).orElseThrow().permissions())
        .containsExactlyInAnyOrder(Permission.READ_RESULTS, Permission.QUERY);
    users.changeRole(anna.user().principal(), ben.id(), Role.READER);
    assertThat(tokens.use(created.secret()).orElseThrow().permissions())
        .containsExactly(Permission.READ_RESULTS);
    start();
    assertThat(tokens.use(created.secret())).isPresent();
    now = now.plus(Duration.ofDays(1));
    assertThat(tokens.use(created.secret())).isEmpty();
    tokens.revoke(anna.user().principal(), created.id());
    assertThat(tokens.use(created.secret())).isEmpty();
  }

  @Test
  void aSecretOpensOnlyForItsHosts() throws Exception {
    secrets.put(SYSTEM, "slack", "https://hooks.example/T0", List.of());
    secrets.put(SYSTEM, "key", "hmac", List.of("sink.example"));
    start();
    SecretValue slack = database.read(tx -> secrets.open(tx, "slack"));
    assertThat(slack.toUri().getPath()).isEqualTo("/T0");
    assertThat(slack).hasToString("secret \"slack\"");
    assertThatThrownBy(() -> slack.revealFor("evil.example"))
        .hasMessage("secret \"slack\" is not for host \"evil.example\"");
    SecretValue key = database.read(tx -> secrets.open(tx, "key"));
    assertThat(key.revealFor("SINK.example")).isEqualTo("hmac");
    assertThatThrownBy(key::toUri).hasMessage("secret \"key\" is not a URL");
    assertThatThrownBy(() -> secrets.put(SYSTEM, "key", "hmac", List.of()))
        .hasMessage("secret \"key\" must name the hosts that it may be sent to");
    assertThat(Files.getPosixFilePermissions(folder.resolve("keys/secret.key")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void aSecretMovedToOtherHostsInTheDatabaseDoesNotOpen() {
    secrets.put(SYSTEM, "slack", "https://hooks.example/T0", List.of());
    database.write(tx -> tx.handle().execute("UPDATE secret SET hosts = 'evil.example'"));
    assertThatThrownBy(() -> database.read(tx -> secrets.open(tx, "slack")))
        .hasMessageContaining("does not open with this key file");
  }

  @Test
  void theAuditNeverHoldsASecret() {
    secrets.put(SYSTEM, "slack", "https://hooks.example/verysecret", List.of());
    List<AuditRow> rows = database.read(tx -> audit.page(tx, Long.MAX_VALUE, 10));
    assertThat(rows).hasSize(1).allSatisfy(row -> assertThat(row.after()).contains("hooks"));
    assertThat(rows.toString()).doesNotContain("verysecret");
  }

  @Test
  void publicUrlIsCheckedAndKept() {
    settings.setPublicUrl(SYSTEM, "https://spoor.example:8443/");
    start();
    assertThat(settings.publicUrl())
        .hasValueSatisfying(url -> assertThat(url).hasToString("https://spoor.example:8443"));
    for (String bad : List.of("javascript:alert(1)", "https://a@b", "https://b/path", "x y", "")) {
      assertThatThrownBy(() -> settings.setPublicUrl(SYSTEM, bad))
          .isInstanceOf(SpoorException.class)
          .hasMessageContaining("is not of the form https://host");
    }
  }

  @Test
  void eachRoleHoldsTheOneBeforeItAndOnlyTheLastMayExecute() {
    for (int i = 1; i < Role.ALL.size(); i++) {
      assertThat(Role.ALL.get(i).permissions()).containsAll(Role.ALL.get(i - 1).permissions());
    }
    assertThat(Role.ALL)
        .filteredOn(role -> role.permissions().contains(Permission.EXECVE))
        .containsExactly(Role.ADMINISTRATOR);
  }
}
