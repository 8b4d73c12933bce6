package dev.spoor.server.identity;

import java.util.regex.Pattern;

/// The id of an enrolled endpoint: `C.` and the first 16 hex digits of SHA-256 of its public key
/// (SubjectPublicKeyInfo). Rows that the server itself writes carry [#SERVER].
public record ClientId(String value) implements Comparable<ClientId> {
  public static final ClientId SERVER = new ClientId("server");

  private static final Pattern FORM = Pattern.compile("C\\.[0-9a-f]{16}");

  public ClientId {
    if (!value.equals("server") && !FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("client id \"" + value + "\" is not C. and 16 hex digits");
    }
  }

  public static boolean isValid(String text) {
    return text.equals("server") || FORM.matcher(text).matches();
  }

  @Override
  public int compareTo(ClientId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
