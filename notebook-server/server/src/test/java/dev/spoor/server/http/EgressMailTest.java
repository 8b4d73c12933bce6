package dev.spoor.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.spoor.server.delivery.Egress.Mail;
import dev.spoor.server.delivery.Egress.Response;
import dev.spoor.server.delivery.Mailbox;
import io.vertx.core.Vertx;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Mail to a real mail server on loopback.
@Timeout(60)
final class EgressMailTest {
  private static final String PASSWORD = "p:a%ss/w@rd";
  private static final String WRITTEN = "p%3Aa%25ss%2Fw%40rd";
  private static final Mailbox BOX =
      new Mailbox("spoor@ours.example", List.of("soc@ours.example", "night@ours.example"));

  private final Vertx vertx = SpoorVertx.create();
  private final GreenMail server =
      new GreenMail(
          new ServerSetup[] {
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS)
          });

  @BeforeEach
  void start() {
    server.start();
    server.setUser("soc@ours.example", "soc", PASSWORD);
  }

  @AfterEach
  void stop() {
    server.stop();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private Response send(String address, Predicate<String> allowed, Optional<SSLContext> trust) {
    try (EgressHttp egress =
        new EgressHttp(
            vertx,
            allowed,
            Optional.empty(),
            trust,
            host -> InetAddress.getAllByName("127.0.0.1"))) {
      return egress.mail(
          new Mail(
              URI.create(address),
              BOX,
              "D.aaaaaaaaaaaaa",
              "Spoor: schtasks on WS-0142\r\nBcc: all@ours.example",
              "schtasks ran as système\n.\nlast line",
              Instant.parse("2026-11-24T09:41:07Z"),
              Duration.ofSeconds(10)));
    }
  }

  private Response send(String address) {
    return send(address, place -> true, Optional.empty());
  }

  private int smtp() {
    return server.getSmtp().getPort();
  }

  @Test
  void arrivesWholeAtEachAddressUnderOneId() throws Exception {
    Response response = send("smtp://soc:" + WRITTEN + "@mail.example.test:" + smtp());
    assertThat(response).isEqualTo(new Response.Replied(250, "taken by the mail server"));
    MimeMessage[] received = server.getReceivedMessages();
    assertThat(received).hasSize(2);
    assertThat(received[0].getFrom()[0]).hasToString("spoor@ours.example");
    assertThat(received[0].getAllRecipients()).hasSize(2);
    assertThat(received[0].getSubject())
        .isEqualTo("Spoor: schtasks on WS-0142 Bcc: all@ours.example");
    assertThat(received[0].getMessageID()).isEqualTo("<D.aaaaaaaaaaaaa@ours.example>");
    assertThat(received[0].getHeader("Auto-Submitted", null)).isEqualTo("auto-generated");
    assertThat(received[0].getSentDate()).isEqualTo("2026-11-24T09:41:07Z");
    assertThat(received[0].getContent().toString().replace("\r\n", "\n"))
        .isEqualTo("schtasks ran as système\n.\nlast line");
  }

  @Test
  void aWrongPasswordIsFinalAndNotTold() {
    Response response = send("smtp://soc:wrong-secret@mail.example.test:" + smtp());
    assertThat(response)
        .isEqualTo(new Response.Replied(535, "the mail server refuses user or password"));
    assertThat(response.toString()).doesNotContain("wrong-secret");
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void aPlaceThatIsNotPublicIsRefusedUnlessItIsNamed() {
    String address = "smtp://mail.example.test:" + smtp();
    assertThat(send(address, place -> false, Optional.empty()))
        .isInstanceOfSatisfying(
            Response.Refused.class,
            refused -> assertThat(refused.reason()).contains("127.0.0.1", "not public"));
    assertThat(send(address, ("mail.example.test:" + smtp())::equals, Optional.empty()))
        .isInstanceOf(Response.Replied.class);
    assertThat(send("http://mail.example.test:" + smtp())).isInstanceOf(Response.Refused.class);
  }

  @Test
  void aCertificateThatNobodyVouchesForGetsNothing() {
    String address = "smtps://mail.example.test:" + server.getSmtps().getPort();
    assertThat(send(address)).isInstanceOf(Response.Unreachable.class);
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void aTrustedCertificateOfAnotherNameGetsNothing() throws Exception {
    String address = "smtps://mail.example.test:" + server.getSmtps().getPort();
    assertThat(send(address, place -> true, Optional.of(trustingEverybody())))
        .isInstanceOfSatisfying(
            Response.Unreachable.class,
            failed -> assertThat(failed.reason()).contains("mail.example.test"));
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  /// Trusts every chain; names are still checked, because this is no extended trust manager.
  private static SSLContext trustingEverybody() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        null,
        new TrustManager[] {
          new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) {}

            @Override
            public X509Certificate[] getAcceptedIssuers() {
              return new X509Certificate[0];
            }
          }
        },
        new SecureRandom());
    return context;
  }

  @Test
  void aServerThatIsNotThereIsUnreachable() {
    int port = smtp();
    server.stop();
    assertThat(send("smtp://mail.example.test:" + port)).isInstanceOf(Response.Unreachable.class);
  }

  @Test
  void notNowIsTriedAgainAndNeverIsFinal() throws Exception {
    assertThat(scripted("RCPT TO:<soc", "450 4.2.1 mailbox busy"))
        .isInstanceOfSatisfying(
            Response.Replied.class, replied -> assertThat(replied.code()).isEqualTo(250));
    assertThat(scripted("RCPT TO:", "450 4.2.1 mailbox busy"))
        .isInstanceOfSatisfying(
            Response.Replied.class, replied -> assertThat(replied.code()).isEqualTo(450));
    assertThat(scripted("RCPT TO:", "550 5.1.1 no such user"))
        .isInstanceOfSatisfying(
            Response.Replied.class,
            replied -> {
              assertThat(replied.code()).isEqualTo(550);
              assertThat(replied.detail()).contains("soc@ours.example");
            });
    assertThat(scripted("DATA-END", "")).isInstanceOf(Response.Unknown.class);
  }

  /// A mail server that answers `reply` to what begins with `at`, and hangs up when it is empty.
  private Response scripted(String at, String reply) throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> serve(listening, at, reply));
      return send("smtp://mail.example.test:" + listening.getLocalPort());
    }
  }

  private static void serve(ServerSocket listening, String at, String reply) {
    try (Socket socket = listening.accept();
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
      say(socket, "220 ready");
      boolean inData = false;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (inData) {
          if (line.equals(".")) {
            inData = false;
            if (at.equals("DATA-END")) {
              return;
            }
            say(socket, "250 taken");
          }
        } else if (line.startsWith(at)) {
          say(socket, reply);
        } else if (line.equals("DATA")) {
          inData = true;
          say(socket, "354 go on");
        } else {
          say(socket, "250 fine");
        }
      }
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void say(Socket socket, String line) throws java.io.IOException {
    socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }
}
