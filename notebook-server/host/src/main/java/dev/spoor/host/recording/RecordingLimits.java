package dev.spoor.host.recording;

/// What reading a recording may take.
///
/// @param bytes that it may unpack to
/// @param ratio how many times its size it may unpack to, once it is more than a mebibyte
/// @param files of a zip
/// @param rows that are given; what is more is an error
public record RecordingLimits(long bytes, long ratio, int files, long rows) {
  public static final RecordingLimits DEFAULT =
      new RecordingLimits(32L << 30, 400, 10_000, 20_000_000);

  public RecordingLimits withBytes(long most) {
    return new RecordingLimits(most, ratio, files, rows);
  }

  public RecordingLimits withRows(long most) {
    return new RecordingLimits(bytes, ratio, files, most);
  }
}
