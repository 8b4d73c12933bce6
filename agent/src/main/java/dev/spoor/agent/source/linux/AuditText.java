package dev.spoor.agent.source.linux;

import org.jspecify.annotations.Nullable;

/// The head of an audit record's text: `audit(1795513267.218:4711): …`.
///
/// @param millis wall clock of the event, in milliseconds (the kernel's coarse clock)
/// @param serial number of the event; all records of one event share it
/// @param body where the fields begin
record AuditText(long millis, long serial, int body) {
  private static final byte[] START = {'a', 'u', 'd', 'i', 't', '('};

  /// Reads the head; null when the text has another form.
  static @Nullable AuditText parse(byte[] text, int from, int end) {
    if (end - from < START.length) {
      return null;
    }
    for (int i = 0; i < START.length; i++) {
      if (text[from + i] != START[i]) {
        return null;
      }
    }
    int dot = find(text, from, end, '.');
    int colon = find(text, dot, end, ':');
    int close = find(text, colon, end, ')');
    if (close >= end) {
      return null;
    }
    long seconds = decimal(text, from + START.length, dot);
    long fraction = decimal(text, dot + 1, colon);
    long serial = decimal(text, colon + 1, close);
    if (seconds < 0 || fraction < 0 || serial < 0) {
      return null;
    }
    int body = close + 1;
    if (body < end && text[body] == ':') {
      body++;
    }
    return new AuditText(seconds * 1000 + fraction, serial, body);
  }

  private static int find(byte[] text, int from, int end, char wanted) {
    int at = from;
    while (at < end && text[at] != wanted) {
      at++;
    }
    return at;
  }

  static long decimal(byte[] text, int from, int end) {
    if (from >= end || end - from > 18) {
      return -1;
    }
    long value = 0;
    for (int i = from; i < end; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
