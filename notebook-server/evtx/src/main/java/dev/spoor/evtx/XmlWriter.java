package dev.spoor.evtx;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes events as XML in UTF-8 into a buffer that is used again and again. What XML cannot hold
/// becomes U+FFFD, so that the text is well-formed whatever the file says. One thread uses it.
public final class XmlWriter implements EventVisitor {
  private static final byte[] LINE_FEED = "&#10;".getBytes(StandardCharsets.US_ASCII);

  private byte[] buffer = new byte[4096];
  private int size;
  // the last start tag still lacks its >
  private boolean open;

  public void reset() {
    size = 0;
    open = false;
  }

  public int size() {
    return size;
  }

  public void writeTo(OutputStream out) throws IOException {
    out.write(buffer, 0, size);
  }

  /// Writes what there is as one line: its line feeds become character references.
  public void writeLine(OutputStream out) throws IOException {
    int from = 0;
    for (int i = 0; i < size; i++) {
      if (buffer[i] == '\n') {
        out.write(buffer, from, i - from);
        out.write(LINE_FEED);
        from = i + 1;
      }
    }
    out.write(buffer, from, size - from);
    out.write('\n');
  }

  @Override
  public String toString() {
    return new String(buffer, 0, size, StandardCharsets.UTF_8);
  }

  @Override
  public void startElement(EventName name) {
    closeTag();
    put('<');
    raw(name.xml());
    open = true;
  }

  @Override
  public void attribute(EventName name, EventValue value) {
    put(' ');
    raw(name.xml());
    put('=');
    put('"');
    value.writeTo(this, true);
    put('"');
  }

  @Override
  public void text(EventValue value) {
    int before = size;
    boolean wasOpen = open;
    closeTag();
    int start = size;
    value.writeTo(this, false);
    if (size == start) {
      size = before;
      open = wasOpen;
    }
  }

  @Override
  public void endElement(EventName name) {
    if (open) {
      open = false;
      put('/');
      put('>');
      return;
    }
    put('<');
    put('/');
    raw(name.xml());
    put('>');
  }

  @Override
  public void instruction(EventName target, String data) {
    closeTag();
    put('<');
    put('?');
    raw(target.xml());
    put(' ');
    raw(escape(data.replace("?>", "? >")));
    put('?');
    put('>');
  }

  private void closeTag() {
    if (open) {
      open = false;
      put('>');
    }
  }

  private void ensure(int more) {
    if (buffer.length - size < more) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
    }
  }

  private void put(char ascii) {
    ensure(1);
    buffer[size++] = (byte) ascii;
  }

  void raw(byte[] bytes) {
    ensure(bytes.length);
    System.arraycopy(bytes, 0, buffer, size, bytes.length);
    size += bytes.length;
  }

  void escaped(String text, boolean attribute) {
    int n = text.length();
    ensure(n * 6);
    for (int i = 0; i < n; i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < n
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        put4(Character.toCodePoint(c, text.charAt(++i)));
      } else {
        put(c, attribute);
      }
    }
  }

  void escapedUtf16(byte[] data, int from, int length, boolean attribute) {
    // one char of two bytes gives at most six: &quot;
    ensure(length * 3);
    int end = from + length;
    for (int at = from; at < end; at += 2) {
      int c = Bytes.u16(data, at);
      if (c >= 0x20 && c < 0x7f && c != '<' && c != '>' && c != '&' && c != '"') {
        buffer[size++] = (byte) c;
      } else if (c >= 0xd800 && c < 0xdc00 && at + 3 < end && (data[at + 3] & 0xfc) == 0xdc) {
        int low = Bytes.u16(data, at + 2);
        put4(Character.toCodePoint((char) c, (char) low));
        at += 2;
      } else {
        put((char) c, attribute);
      }
    }
  }

  // room is there
  private void put(char c, boolean attribute) {
    switch (c) {
      case '<' -> ascii("&lt;");
      case '>' -> ascii("&gt;");
      case '&' -> ascii("&amp;");
      case '\r' -> ascii("&#13;");
      case '"' -> ascii(attribute ? "&quot;" : "\"");
      case '\n' -> ascii(attribute ? "&#10;" : "\n");
      case '\t' -> ascii(attribute ? "&#9;" : "\t");
      default -> {
        if (c < 0x20 || Character.isSurrogate(c) || c >= 0xfffe) {
          put3(0xfffd);
        } else if (c < 0x80) {
          buffer[size++] = (byte) c;
        } else if (c < 0x800) {
          buffer[size++] = (byte) (0xc0 | (c >> 6));
          buffer[size++] = (byte) (0x80 | (c & 0x3f));
        } else {
          put3(c);
        }
      }
    }
  }

  private void ascii(String text) {
    for (int i = 0; i < text.length(); i++) {
      buffer[size++] = (byte) text.charAt(i);
    }
  }

  private void put3(int c) {
    buffer[size++] = (byte) (0xe0 | (c >> 12));
    buffer[size++] = (byte) (0x80 | ((c >> 6) & 0x3f));
    buffer[size++] = (byte) (0x80 | (c & 0x3f));
  }

  private void put4(int codePoint) {
    buffer[size++] = (byte) (0xf0 | (codePoint >> 18));
    buffer[size++] = (byte) (0x80 | ((codePoint >> 12) & 0x3f));
    buffer[size++] = (byte) (0x80 | ((codePoint >> 6) & 0x3f));
    buffer[size++] = (byte) (0x80 | (codePoint & 0x3f));
  }

  /// Text as content of an element.
  static byte[] escape(String text) {
    XmlWriter out = new XmlWriter();
    out.escaped(text, false);
    return Arrays.copyOf(out.buffer, out.size);
  }
}
