package dev.spoor.evtx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EvtxTailTest {
  private byte @Nullable [] log;
  private final List<EvtxGap> gaps = new ArrayList<>();
  private final List<EvtxProblem> problems = new ArrayList<>();

  private EvtxTail tail(@Nullable EvtxBookmark from) {
    return new EvtxTail(
        () -> {
          byte[] now = log;
          if (now == null) {
            throw new NoSuchFileException("Security.evtx");
          }
          return EvtxInput.of(now);
        },
        from,
        gaps::add,
        problems::add);
  }

  private static byte[] chunk(long from, long to) {
    return chunk(from, to, "");
  }

  private static byte[] chunk(long from, long to, String suffix) {
    TestChunk chunk = new TestChunk();
    for (long id = from; id <= to; id++) {
      chunk.event(id, "C:\\" + id + suffix);
    }
    return chunk.bytes();
  }

  private static List<Long> ids(EvtxTail tail) throws IOException {
    List<Long> ids = new ArrayList<>();
    for (EvtxRecord record = tail.next(); record != null; record = tail.next()) {
      ids.add(record.id());
    }
    return ids;
  }

  @Test
  void givesWhatIsAddedAfterTheFirstLook() throws IOException {
    log = TestChunk.file(chunk(1, 3));
    EvtxTail tail = tail(null);
    assertThat(ids(tail)).isEmpty();
    log = TestChunk.file(chunk(1, 5));
    assertThat(ids(tail)).containsExactly(4L, 5L);
    assertThat(ids(tail)).isEmpty();
    log = TestChunk.file(chunk(1, 5), chunk(6, 8), chunk(9, 9));
    assertThat(ids(tail)).containsExactly(6L, 7L, 8L, 9L);
    // the oldest chunk is used again
    log = TestChunk.file(chunk(10, 12), chunk(6, 8), chunk(9, 9));
    assertThat(ids(tail)).containsExactly(10L, 11L, 12L);
    assertThat(gaps).isEmpty();
    assertThat(problems).isEmpty();
  }

  @Test
  void goesOnAtABookmark() throws IOException {
    log = TestChunk.file(chunk(1, 5), chunk(6, 9));
    EvtxTail first = tail(EvtxBookmark.START);
    for (int i = 0; i < 4; i++) {
      first.next();
    }
    EvtxBookmark kept = EvtxBookmark.parse(textOf(first));
    assertThat(kept).isEqualTo(first.bookmark());
    assertThat(ids(tail(kept))).containsExactly(5L, 6L, 7L, 8L, 9L);
    assertThat(gaps).isEmpty();
  }

  private static String textOf(EvtxTail tail) {
    EvtxBookmark bookmark = tail.bookmark();
    return bookmark == null ? "" : bookmark.text();
  }

  @Test
  void countsWhatWasOverwrittenMeanwhile() throws IOException {
    log = TestChunk.file(chunk(1, 5));
    EvtxTail tail = tail(null);
    assertThat(ids(tail)).isEmpty();
    log = TestChunk.file(chunk(12, 15), chunk(9, 11));
    assertThat(ids(tail)).containsExactly(9L, 10L, 11L, 12L, 13L, 14L, 15L);
    assertThat(gaps).containsExactly(new EvtxGap(EvtxGap.Cause.OVERWRITTEN, 3));
  }

  @Test
  void seesThatTheLogWasCleared() throws IOException {
    log = TestChunk.file(chunk(1, 5));
    EvtxTail tail = tail(null);
    assertThat(ids(tail)).isEmpty();
    log = TestChunk.file(chunk(1, 2, "new"));
    assertThat(ids(tail)).containsExactly(1L, 2L);
    assertThat(gaps).containsExactly(new EvtxGap(EvtxGap.Cause.CLEARED, 0));
    log = TestChunk.file(chunk(1, 3, "new"));
    assertThat(ids(tail)).containsExactly(3L);
    assertThat(gaps).hasSize(1);
  }

  @Test
  void seesAnotherLogThatHasGrownPastTheBookmark() throws IOException {
    log = TestChunk.file(chunk(1, 3));
    EvtxTail tail = tail(null);
    assertThat(ids(tail)).isEmpty();
    TestChunk other = new TestChunk();
    for (long id = 1; id <= 4; id++) {
      long moment = TestChunk.FIRST_TIME + 77_000_000 + id;
      other.record(id, moment, () -> other.element("v", java.util.Map.of(), () -> {}));
    }
    log = TestChunk.file(other.bytes());
    assertThat(ids(tail)).containsExactly(1L, 2L, 3L, 4L);
    assertThat(gaps).containsExactly(new EvtxGap(EvtxGap.Cause.CLEARED, 0));
  }

  @Test
  void aLogThatIsMadeLaterIsNewFromItsFirstRecord() throws IOException {
    EvtxTail tail = tail(null);
    assertThatThrownBy(tail::next).isInstanceOf(NoSuchFileException.class);
    log = TestChunk.file(chunk(1, 2));
    assertThat(ids(tail)).containsExactly(1L, 2L);
    log = null;
    assertThatThrownBy(tail::next).isInstanceOf(NoSuchFileException.class);
    // the old one was put away, the new one goes on counting
    log = TestChunk.file(chunk(3, 4));
    assertThat(ids(tail)).containsExactly(3L, 4L);
    assertThat(gaps).isEmpty();
  }

  @Test
  void aHalfWrittenRecordIsLookedAtAgain() throws IOException {
    log = TestChunk.file(chunk(1, 2));
    EvtxTail tail = tail(null);
    assertThat(ids(tail)).isEmpty();
    byte[] half = TestChunk.file(chunk(1, 5));
    ByteBuffer bytes = ByteBuffer.wrap(half).order(ByteOrder.LITTLE_ENDIAN);
    int fourth = 4096 + 512;
    for (int i = 1; i < 4; i++) {
      fourth += bytes.getInt(fourth + 4);
    }
    int size = bytes.getInt(fourth + 4);
    bytes.putInt(fourth + 4, 0);
    log = half;
    // record 4 may be in the making, and 5 comes after it; the third look of `ids` has lost
    // patience
    assertThat(tail.next()).isNotNull();
    assertThat(tail.next()).isNull();
    assertThat(problems).isEmpty();
    byte[] whole = half.clone();
    ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).putInt(fourth + 4, size);
    whole[4096 + 120] = 4;
    log = whole;
    assertThat(ids(tail)).containsExactly(4L, 5L);
    assertThat(problems).isEmpty();
  }

  @Test
  void aRecordThatStaysBrokenIsToldOnceAndPassed() throws IOException {
    log = TestChunk.file(chunk(1, 2));
    EvtxTail tail = tail(null);
    assertThat(ids(tail)).isEmpty();
    byte[] broken = TestChunk.file(chunk(1, 5));
    ByteBuffer bytes = ByteBuffer.wrap(broken).order(ByteOrder.LITTLE_ENDIAN);
    int fourth = 4096 + 512;
    for (int i = 1; i < 4; i++) {
      fourth += bytes.getInt(fourth + 4);
    }
    bytes.putInt(fourth + 4, 0);
    log = broken;
    List<Long> seen = ids(tail);
    seen.addAll(ids(tail));
    seen.addAll(ids(tail));
    assertThat(seen).containsExactly(3L, 5L);
    assertThat(problems).hasSize(1);
    assertThat(ids(tail)).isEmpty();
    assertThat(problems).hasSize(1);
  }
}
