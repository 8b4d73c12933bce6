package dev.spoor.web.host;

import com.vaadin.flow.server.communication.IndexHtmlResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.zip.CRC32;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/// The Content-Security-Policy of every page: scripts and styles come from this server, or carry
/// the number that is made anew for each page load. See decision 010.
final class ContentPolicy {
  private static final SecureRandom RANDOM = new SecureRandom();

  /// Changes with the script, so that no browser keeps an old one.
  private static final String BOOT_VERSION = bootVersion();

  private ContentPolicy() {}

  private static String bootVersion() {
    try (InputStream script =
        ContentPolicy.class.getResourceAsStream("/META-INF/resources/spoor-boot.js")) {
      if (script == null) {
        throw new IllegalStateException("the script spoor-boot.js is not on the class path");
      }
      CRC32 sum = new CRC32();
      sum.update(script.readAllBytes());
      return Long.toHexString(sum.getValue());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read spoor-boot.js", e);
    }
  }

  static void apply(IndexHtmlResponse response) {
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    String nonce = Base64.getEncoder().encodeToString(bytes);
    Document page = response.getDocument();
    Element head = page.head();
    head.prependElement("script").attr("src", "/spoor-boot.js?" + BOOT_VERSION);
    head.prependElement("meta").attr("name", "spoor-nonce").attr("content", nonce);
    page.getElementsByTag("script").attr("nonce", nonce);
    page.getElementsByTag("style").attr("nonce", nonce);
    response.getVaadinResponse().setHeader("Content-Security-Policy", policy(nonce));
    response.getVaadinResponse().setHeader("Cache-Control", "no-store");
  }

  static String policy(String nonce) {
    return String.join(
        "; ",
        "default-src 'none'",
        "script-src 'self' 'nonce-" + nonce + "'",
        "style-src 'self' 'nonce-" + nonce + "'",
        "font-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'self'",
        "frame-ancestors 'none'",
        "manifest-src 'self'");
  }
}
