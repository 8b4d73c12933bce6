package dev.spoor.server.http;

/// Where the page server listens on loopback, and the secret of this start that shows it that a
/// request came through us.
public record Pages(int port, String gate) {
  @Override
  public String toString() {
    return "pages on port " + port;
  }
}
