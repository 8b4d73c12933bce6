package dev.spoor.server.http;

import dev.spoor.server.delivery.Egress.Mail;
import dev.spoor.server.delivery.Egress.Response;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/// Outbound mail by SMTP. The socket is ours, to the address that the policy checked, under the
/// name's own SNI and certificate check: `smtps` begins with TLS, `smtp` must offer STARTTLS unless
/// the place is allowed by name. What goes wrong is told without what the server said of user and
/// password.
final class EgressMail {
  private static final int SMTPS_PORT = 465;
  private static final int SUBMISSION_PORT = 587;

  private final EgressPolicy policy;
  private final Optional<SSLContext> trust;

  EgressMail(EgressPolicy policy, Optional<SSLContext> trust) {
    this.policy = policy;
    this.trust = trust;
  }

  Response send(Mail mail) {
    URI server = mail.server();
    String host = server.getHost();
    boolean tls = "smtps".equals(server.getScheme());
    if (host == null || (!tls && !"smtp".equals(server.getScheme()))) {
      return new Response.Refused("a mail server's address begins with smtps:// or smtp://");
    }
    int port = server.getPort() >= 0 ? server.getPort() : tls ? SMTPS_PORT : SUBMISSION_PORT;
    return switch (policy.check(host, port)) {
      case EgressPolicy.Verdict.Closed(Response response) -> response;
      case EgressPolicy.Verdict.Open open ->
          send(mail, EgressPolicy.unbracketed(host), port, tls, open);
    };
  }

  private Response send(
      Mail mail, String host, int port, boolean tls, EgressPolicy.Verdict.Open open) {
    Session session = session(mail, host, tls, open.allowed());
    try (Socket plain = new Socket();
        SMTPTransport transport =
            new SMTPTransport(session, new URLName("smtp", host, port, null, null, null))) {
      try {
        transport.connect(connected(plain, mail, host, port, tls, open));
      } catch (AuthenticationFailedException e) {
        return new Response.Replied(535, "the mail server refuses user or password");
      } catch (IOException | GeneralSecurityException | MessagingException e) {
        return notConnected(host, port, e);
      }
      return hand(transport, session, mail);
    } catch (IOException | MessagingException e) {
      return new Response.Unknown(reason(e));
    }
  }

  private Socket connected(
      Socket plain, Mail mail, String host, int port, boolean tls, EgressPolicy.Verdict.Open open)
      throws IOException, GeneralSecurityException {
    int timeout = (int) mail.timeout().toMillis();
    // the name is kept beside the address, so that nothing asks for it again
    InetAddress pinned = InetAddress.getByAddress(host, open.address().getAddress());
    plain.connect(new InetSocketAddress(pinned, port), timeout);
    plain.setSoTimeout(timeout);
    if (!tls) {
      return plain;
    }
    SSLContext context = trust.isPresent() ? trust.get() : SSLContext.getDefault();
    SSLSocket secure = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secure.setSSLParameters(parameters);
    secure.startHandshake();
    return secure;
  }

  private Session session(Mail mail, String host, boolean tls, boolean allowed) {
    Properties settings = new Properties();
    String timeout = Long.toString(mail.timeout().toMillis());
    settings.put("mail.smtp.host", host);
    settings.put("mail.smtp.timeout", timeout);
    settings.put("mail.smtp.writetimeout", timeout);
    settings.put("mail.smtp.connectiontimeout", timeout);
    settings.put("mail.smtp.sendpartial", "true");
    settings.put("mail.smtp.quitwait", "false");
    settings.put("mail.smtp.allow8bitmime", "true");
    settings.put("mail.smtp.starttls.enable", Boolean.toString(!tls));
    settings.put("mail.smtp.starttls.required", Boolean.toString(!tls && !allowed));
    settings.put("mail.smtp.ssl.checkserveridentity", "true");
    trust.ifPresent(
        context -> settings.put("mail.smtp.ssl.socketFactory", context.getSocketFactory()));
    PasswordAuthentication login = login(mail.server());
    if (login == null) {
      return Session.getInstance(settings);
    }
    settings.put("mail.smtp.auth", "true");
    settings.put("mail.smtp.user", login.getUserName());
    return Session.getInstance(
        settings,
        new Authenticator() {
          @Override
          protected PasswordAuthentication getPasswordAuthentication() {
            return login;
          }
        });
  }

  private static @Nullable PasswordAuthentication login(URI server) {
    String both = server.getRawUserInfo();
    if (both == null) {
      return null;
    }
    int colon = both.indexOf(':');
    return colon < 0
        ? new PasswordAuthentication(decoded(both), "")
        : new PasswordAuthentication(
            decoded(both.substring(0, colon)), decoded(both.substring(colon + 1)));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static Response notConnected(String host, int port, Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String said = String.valueOf(cause.getMessage());
      if (said.contains("STARTTLS is required")) {
        return new Response.Refused(
            "the mail server offers no STARTTLS: allow " + host + ":" + port + " to send without");
      }
    }
    return new Response.Unreachable(reason(failure));
  }

  private static Response hand(SMTPTransport transport, Session session, Mail mail)
      throws MessagingException {
    MimeMessage message = message(session, mail);
    try {
      transport.sendMessage(message, message.getAllRecipients());
      return new Response.Replied(transport.getLastReturnCode(), "taken by the mail server");
    } catch (SendFailedException e) {
      Address[] reached = e.getValidSentAddresses();
      List<String> refused = new ArrayList<>();
      int code = code(e, refused);
      if (reached != null && reached.length > 0) {
        return new Response.Replied(250, "taken, but not for " + String.join(", ", refused));
      }
      String whom = refused.isEmpty() ? "" : " for " + String.join(", ", refused);
      return code == 0
          ? new Response.Unknown("the mail server did not answer to the end")
          : new Response.Replied(code, "the mail server says " + code + whom);
    }
  }

  /// The first code of the server, 0 if it said none; the addresses that it refused.
  private static int code(SendFailedException failure, List<String> refused) {
    int code = 0;
    for (Exception one = failure; one instanceof MessagingException known; ) {
      int said =
          switch (known) {
            case SMTPSendFailedException sending -> sending.getReturnCode();
            case SMTPAddressFailedException address -> {
              refused.add(String.valueOf(address.getAddress()));
              yield address.getReturnCode();
            }
            default -> 0;
          };
      // when one may come later, all are tried later
      code = code == 0 || (said >= 400 && said < code) ? said : code;
      one = known.getNextException();
    }
    return code;
  }

  private static MimeMessage message(Session session, Mail mail) throws MessagingException {
    String from = mail.box().from();
    String domain = from.substring(from.indexOf('@') + 1);
    MimeMessage message =
        new MimeMessage(session) {
          @Override
          protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<" + mail.id() + "@" + domain + ">");
          }
        };
    message.setFrom(new InternetAddress(from, true));
    for (String to : mail.box().to()) {
      message.addRecipient(Message.RecipientType.TO, new InternetAddress(to, true));
    }
    message.setSubject(mail.subject().replaceAll("[\\r\\n]+", " "), "UTF-8");
    message.setText(mail.text(), "UTF-8");
    message.setHeader("Auto-Submitted", "auto-generated");
    message.setSentDate(Date.from(mail.written()));
    message.saveChanges();
    return message;
  }

  private static String reason(Exception failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? "the connection failed" : cause.getMessage();
  }
}
