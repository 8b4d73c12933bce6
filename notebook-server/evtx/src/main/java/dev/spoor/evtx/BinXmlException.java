package dev.spoor.evtx;

/// A record that cannot be understood.
final class BinXmlException extends RuntimeException {
  BinXmlException(String message) {
    super(message, null, false, false);
  }
}
