package dev.spoor.agent.spool;

import java.nio.file.Path;

/// Where the spool lies and how much it may hold, in bytes.
///
/// @param limit rows of all streams; beyond it those of low priority are dropped and counted
/// @param segment one file is closed when it has grown to this; also what one drop costs at most
/// @param inbox rows that wait for the disk; beyond it `append` waits
public record SpoolConfig(Path folder, long limit, long segment, int inbox) {
  public SpoolConfig {
    if (segment < 1 || limit < 2 * segment || inbox < 1) {
      throw new IllegalArgumentException(
          "spool limit " + limit + ", segment " + segment + ", inbox " + inbox);
    }
  }

  /// Losses may take this much more; beyond it they are added up in memory until some were sent.
  long lossLimit() {
    return Math.max(limit / 8, 1 << 20);
  }

  /// 1 GiB in segments of 8 MiB, 8 MiB waiting.
  public static SpoolConfig in(Path folder) {
    return new SpoolConfig(folder, 1L << 30, 8L << 20, 8 << 20);
  }
}
