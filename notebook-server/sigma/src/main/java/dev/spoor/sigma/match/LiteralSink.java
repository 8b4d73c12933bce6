package dev.spoor.sigma.match;

/// Is told which literals of an index a text has; the same one perhaps several times.
interface LiteralSink {
  void found(int literal);
}
