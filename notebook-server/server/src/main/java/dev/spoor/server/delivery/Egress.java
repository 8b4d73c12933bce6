package dev.spoor.server.delivery;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// All outbound traffic. The implementation (in `http`) resolves the host, checks the address
/// against the policy, pins it, keeps SNI and host verification, and follows no redirect.
/// Thread-safe; blocks the calling (virtual) thread until the answer or the timeout.
public interface Egress {
  Response send(Request request);

  /// Hands a mail to a mail server, under the same policy.
  default Response mail(Mail mail) {
    return new Response.Refused("this server sends no mail");
  }

  record Request(
      String method, URI uri, Map<String, String> headers, byte[] body, Duration timeout) {
    public Request {
      headers = Map.copyOf(headers);
    }
  }

  /// @param server `smtps://user:password@host:port`, or `smtp://` for STARTTLS
  /// @param id unique and the same at each attempt: the mail's Message-ID
  /// @param written when it was made
  record Mail(
      URI server,
      Mailbox box,
      String id,
      String subject,
      String text,
      Instant written,
      Duration timeout) {
    @Override
    public String toString() {
      return "mail " + id;
    }
  }

  /// What came of it. A body is cut at 64 KiB.
  sealed interface Response {
    record Answered(int status, Map<String, List<String>> headers, byte[] body)
        implements Response {}

    /// What the mail server said: 2xx it has the mail, 4xx not now, 5xx never. `detail` holds no
    /// secret.
    record Replied(int code, String detail) implements Response {}

    /// The policy refuses the address; it was never contacted. Trying again will not help.
    record Refused(String reason) implements Response {}

    /// No connection was made: nothing can have arrived.
    record Unreachable(String reason) implements Response {}

    /// The request was sent and no answer came: it may have arrived.
    record Unknown(String reason) implements Response {}
  }
}
