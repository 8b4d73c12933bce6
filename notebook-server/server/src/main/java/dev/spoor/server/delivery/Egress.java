package dev.spoor.server.delivery;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// All outbound traffic. The implementation (in `http`) resolves the host, checks the address
/// against the policy, pins it, keeps SNI and host verification, and follows no redirect.
/// Thread-safe; blocks the calling (virtual) thread until the answer or the timeout.
public interface Egress {
  Response send(Request request);

  record Request(
      String method, URI uri, Map<String, String> headers, byte[] body, Duration timeout) {
    public Request {
      headers = Map.copyOf(headers);
    }
  }

  /// What came of it. A body is cut at 64 KiB.
  sealed interface Response {
    record Answered(int status, Map<String, List<String>> headers, byte[] body)
        implements Response {}

    /// The policy refuses the address; it was never contacted. Trying again will not help.
    record Refused(String reason) implements Response {}

    /// No connection was made: nothing can have arrived.
    record Unreachable(String reason) implements Response {}

    /// The request was sent and no answer came: it may have arrived.
    record Unknown(String reason) implements Response {}
  }
}
