package dev.spoor.agent.spool;

import dev.spoor.wire.Boot;

/// What numbers rows: one stream within one boot.
record BootStream(long boot, int stream) {
  @Override
  public String toString() {
    return Boot.text(boot) + "." + stream;
  }
}
