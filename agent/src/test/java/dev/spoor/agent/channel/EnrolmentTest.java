package dev.spoor.agent.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EnrolmentTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Map<String, String> FACTS = Map.of("hostname", "web01", "os", "linux");

  @TempDir private Path temp;
  private final AtomicReference<JsonNode> asked = new AtomicReference<>(JSON.createObjectNode());
  private TestAuthority authority;
  private HttpsServer server;
  private Instant signedFrom = Instant.now();
  private int status = 200;

  @BeforeEach
  void start() throws Exception {
    authority = new TestAuthority();
    server = serving("localhost");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private HttpsServer serving(String host) throws Exception {
    HttpsServer https =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    https.setHttpsConfigurator(new HttpsConfigurator(authority.server(host)));
    https.createContext("/", this::answer);
    https.start();
    return https;
  }

  private void answer(HttpExchange exchange) throws IOException {
    JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
    asked.set(body);
    byte[] answer;
    try {
      answer =
          status == 200
              ? JSON.writeValueAsBytes(
                  Map.of(
                      "clientId",
                      "C.0123456789abcdef",
                      "certificate",
                      Pem.write(
                          "CERTIFICATE",
                          authority.signed(body.path("csr").asString(""), signedFrom).getEncoded()),
                      "ca",
                      Pem.write("CERTIFICATE", authority.certificate.getEncoded())))
              : JSON.writeValueAsBytes(Map.of("detail", "the token was used"));
    } catch (Exception e) {
      throw new IOException(e);
    }
    exchange.sendResponseHeaders(status, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private URI uri() {
    return URI.create("https://localhost:" + server.getAddress().getPort());
  }

  @Test
  void agentGetsAnIdentityThatOnlyItCanRead() throws Exception {
    Path folder = temp.resolve("data/identity");
    String client = Enrolment.enrol(uri(), authority.token(), FACTS, folder);
    assertThat(client).isEqualTo("C.0123456789abcdef");
    assertThat(asked.get().path("token").asString("")).isEqualTo(authority.token().text());
    assertThat(asked.get().path("facts").path("hostname").asString("")).isEqualTo("web01");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve(AgentIdentity.KEY))))
        .isEqualTo("rw-------");
    AgentIdentity identity = AgentIdentity.load(folder);
    assertThat(identity.server()).isEqualTo(uri());
    assertThat(identity.authority()).isEqualTo(authority.certificate);
    assertThat(identity.keys().getPrivate().getAlgorithm()).isEqualTo("EC");
    assertThat(AgentIdentity.isEnrolled(folder)).isTrue();
  }

  @Test
  void serverOfAnotherAuthorityLearnsNothing() throws Exception {
    EnrolmentToken other = new TestAuthority().token();
    assertThatThrownBy(() -> Enrolment.enrol(uri(), other, FACTS, temp.resolve("i")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not come from the authority that this agent trusts");
    assertThat(asked.get().has("token")).isFalse();
    assertThat(AgentIdentity.isEnrolled(temp.resolve("i"))).isFalse();
  }

  @Test
  void serverOfAnotherNameLearnsNothing() throws Exception {
    server.stop(0);
    server = serving("elsewhere.example");
    assertThatThrownBy(() -> Enrolment.enrol(uri(), authority.token(), FACTS, temp.resolve("i")))
        .isInstanceOf(IOException.class);
    assertThat(asked.get().has("token")).isFalse();
  }

  @Test
  void refusalIsSaidInTheServersWords() throws Exception {
    status = 403;
    assertThatThrownBy(() -> Enrolment.enrol(uri(), authority.token(), FACTS, temp.resolve("i")))
        .hasMessage("the server refused (403): the token was used");
    assertThat(AgentIdentity.isEnrolled(temp.resolve("i"))).isFalse();
  }

  @Test
  void plainHttpIsRefused() throws Exception {
    URI plain = URI.create("http://localhost:8890");
    EnrolmentToken token = authority.token();
    assertThatThrownBy(() -> Enrolment.enrol(plain, token, FACTS, temp))
        .hasMessage(
            "server \"http://localhost:8890\" is not https://host:port, for example"
                + " https://spoor:8890");
  }

  @Test
  void certificateIsRenewedForTheSameKeyWhenSixtyDaysOld() throws Exception {
    signedFrom = Instant.now().minus(Duration.ofDays(61));
    Path folder = temp.resolve("i");
    Enrolment.enrol(uri(), authority.token(), FACTS, folder);
    AgentIdentity old = AgentIdentity.load(folder);
    assertThat(old.isRenewalDue(Instant.now())).isTrue();
    signedFrom = Instant.now();
    AgentIdentity renewed = Enrolment.renew(old, folder);
    assertThat(renewed.isRenewalDue(Instant.now())).isFalse();
    assertThat(renewed.chain().getFirst().getPublicKey())
        .isEqualTo(old.chain().getFirst().getPublicKey());
    assertThat(AgentIdentity.load(folder).chain()).isEqualTo(renewed.chain());
  }

  @Test
  void tokenNeverShowsItsSecret() throws Exception {
    assertThat(authority.token().toString()).doesNotContain("secretsecret");
    assertThatThrownBy(() -> new EnrolmentToken("spoor1.abc.secretsecretsecret"))
        .hasMessageNotContaining("secret" + "secret");
  }

  @Test
  void fileContentIsUtf8() {
    assertThat(Pem.write("X", "a".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("-----BEGIN X-----\nYQ==\n-----END X-----\n");
  }
}
