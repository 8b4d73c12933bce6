package dev.spoor.agent.channel;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What an operator hands to a new agent: which authority to trust, and a secret that is good for
/// few uses and a short time. It comes by file, stdin or environment: a command line is seen by
/// every process, and by our own sensor.
///
/// @param text the whole token, `spoor1.<SHA-256 of the CA's certificate in hex>.<secret>`
public record EnrolmentToken(String text) {
  private static final Pattern FORM = Pattern.compile("spoor1\\.([0-9a-f]{64})\\.[\\w-]{16,128}");

  public EnrolmentToken {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "this is no enrolment token: it looks like spoor1.<64 hex digits>.<secret>");
    }
  }

  String authority() {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalStateException("a token was accepted that is none");
    }
    return matcher.group(1);
  }

  @Override
  public String toString() {
    return "spoor1." + authority() + ".…";
  }
}
