package dev.spoor.agent.source.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SerialGapsTest {
  @Test
  void disorderIsNoLoss() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    SerialGaps gaps = new SerialGaps();
    long lost = gaps.seen(1000);
    for (int block = 0; block < 1000; block++) {
      int[] order = {1, 2, 3, 4, 5, 6, 7, 8};
      for (int i = 7; i > 0; i--) {
        int j = random.nextInt(i + 1);
        int swap = order[i];
        order[i] = order[j];
        order[j] = swap;
      }
      for (int i : order) {
        lost += gaps.seen(1000 + block * 8L + i);
      }
      lost += gaps.tick();
    }
    assertThat(lost + gaps.tick() + gaps.tick()).as("seed " + seed).isZero();
  }

  @Test
  void everyMissingSerialIsCountedOnce() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    SerialGaps gaps = new SerialGaps();
    long lost = gaps.seen(1);
    long missing = 0;
    long serial = 1;
    for (int i = 0; i < 100_000; i++) {
      int skip = random.nextInt(100) == 0 ? random.nextInt(2000) : 0;
      missing += skip;
      serial += skip + 1;
      lost += gaps.seen(serial);
      if (random.nextInt(1000) == 0) {
        lost += gaps.tick();
      }
    }
    lost += gaps.tick();
    lost += gaps.tick();
    assertThat(lost).as("seed " + seed).isEqualTo(missing);
    assertThat(gaps.hasHoles()).isFalse();
  }

  @Test
  void aJumpBeyondTheWindowIsCounted() {
    SerialGaps gaps = new SerialGaps();
    gaps.seen(1);
    long lost = gaps.seen(10_000_001);
    lost += gaps.tick();
    lost += gaps.tick();
    assertThat(lost).isEqualTo(9_999_999);
  }
}
