package dev.spoor.server.delivery;

import dev.spoor.server.error.ErrorCode;
import dev.spoor.server.error.SpoorException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;

/// From whom and to whom a target of kind mail writes.
public record Mailbox(String from, List<String> to) {
  static final int MOST_RECIPIENTS = 50;

  /// The plain form of an address, nothing that could begin another header or command.
  private static final Pattern ADDRESS =
      Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,253})");

  public Mailbox {
    to = List.copyOf(new LinkedHashSet<>(to));
    check(from);
    to.forEach(Mailbox::check);
    if (to.isEmpty() || to.size() > MOST_RECIPIENTS) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST,
          "mail goes to between 1 and " + MOST_RECIPIENTS + " addresses");
    }
  }

  private static void check(String address) {
    if (!ADDRESS.matcher(address).matches()) {
      throw new SpoorException(
          ErrorCode.INVALID_REQUEST, "\"" + address + "\" is not a mail address");
    }
  }
}
