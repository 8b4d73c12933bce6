package dev.spoor.server.http;

import io.vertx.core.MultiMap;

/// What every answer carries against being framed, sniffed or scripted.
final class SecurityHeaders {
  private static final String CSP = "Content-Security-Policy";

  private SecurityHeaders() {}

  /// For the API: nothing in an answer may run, whatever a browser takes it for.
  static void addToApi(MultiMap headers, boolean secure) {
    add(headers, secure);
    headers.set(CSP, "default-src 'none'; frame-ancestors 'none'; sandbox");
    headers.set("Cache-Control", "no-store");
  }

  /// For pages: their own policy with its nonce stays; without one, the strict policy stands in.
  static void addToPage(MultiMap headers, boolean secure) {
    add(headers, secure);
    if (!headers.contains(CSP)) {
      headers.set(
          CSP,
          "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
              + " object-src 'none'; base-uri 'self'; form-action 'self';"
              + " frame-ancestors 'none'");
    }
  }

  private static void add(MultiMap headers, boolean secure) {
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("X-Frame-Options", "DENY");
    headers.set("Referrer-Policy", "same-origin");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    if (secure) {
      headers.set("Strict-Transport-Security", "max-age=31536000");
    }
  }
}
