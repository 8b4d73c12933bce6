package dev.spoor.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// `./spoor user` and `./spoor doctor` over a data folder that a server made.
@Timeout(120)
class DataCommandsTest {
  private static final String PASSPHRASE = "a long passphrase of ours";

  @TempDir Path folder;

  private record Said(int code, String out, String err) {}

  private Said run(String input, String... arguments) {
    InputStream before = System.in;
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    try {
      System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
      CommandLine line = Main.commandLine(arguments);
      line.setOut(new PrintWriter(out, true));
      line.setErr(new PrintWriter(err, true));
      return new Said(line.execute(arguments), out.toString(), err.toString());
    } finally {
      System.setIn(before);
    }
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  private House house() {
    return new House(
        new HouseConfig(
            folder.resolve("data"),
            Path.of(System.getProperty("spoor.root", ".")),
            "127.0.0.1",
            0,
            "127.0.0.1",
            0,
            Set.of()));
  }

  @Test
  void usersAreAddedAndLogInAndTheDoctorFindsWhatIsWrong() throws IOException {
    assertThat(run("", "doctor", "--data", data()).out()).contains("is not there");
    try (House first = house()) {
      var started = first.start();
      assertThat(started.setupCode()).isPresent();
      Said busy = run("", "user", "roles", "--data", data());
      assertThat(busy.code()).isEqualTo(2);
      assertThat(busy.err()).contains("in use by another server");
      assertThat(run("", "doctor", "--data", data()).out())
          .contains("a server runs on this folder");
    }
    Said added =
        run(PASSPHRASE + "\n", "user", "add", "anna", "--role", "administrator", "--data", data());
    assertThat(added.code()).as(added.err()).isZero();
    assertThat(added.out()).isEqualTo("user anna added as administrator" + System.lineSeparator());
    assertThat(run("short\n", "user", "add", "bert", "--data", data()).code()).isEqualTo(2);
    assertThat(run("x", "user", "add", "c", "--role", "emperor", "--data", data()).err())
        .contains("emperor");
    assertThat(run("another " + PASSPHRASE, "user", "passwd", "ANNA", "--data", data()).code())
        .isZero();
    Said roles = run("", "user", "roles", "--data", data());
    assertThat(roles.out()).contains("detection engineer", "has  anna", "ARTIFACT_WRITE");
    try (House second = house()) {
      var started = second.start();
      assertThat(started.setupCode()).as("there is a user").isEmpty();
      ApiClient api = new ApiClient(started.port());
      api.logIn("anna", "another " + PASSPHRASE);
      assertThat(api.get("/api/v1/audit").toString()).contains("user.create", "user.passphrase");
    }
    Said healthy = run("", "doctor", "--data", data());
    assertThat(healthy.out()).contains("database: whole", "audit:", "certificates:", "journal:");
    assertThat(healthy.code()).as(healthy.out()).isZero();

    Files.setPosixFilePermissions(
        folder.resolve("data/secret.key"), PosixFilePermissions.fromString("rw-r--r--"));
    Files.writeString(folder.resolve("data/spoor.yaml"), "pages:\n  prot: 8889\n");
    try (var file =
        Files.newByteChannel(folder.resolve("data/db/spoor.db"), StandardOpenOption.WRITE)) {
      file.position(8192);
      file.write(java.nio.ByteBuffer.wrap(new byte[2048]));
    }
    Said ill = run("", "doctor", "--data", data());
    assertThat(ill.code()).isEqualTo(1);
    assertThat(ill.out()).contains("chmod go=", "prot", "WRONG database");
  }
}
