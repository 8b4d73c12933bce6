package dev.spoor.wire;

import java.util.HexFormat;
import java.util.regex.Pattern;

/// The text form of a boot number: 16 hex digits. A boot is 64 random bits that the agent draws at
/// each start, so that a recreated spool or a restored machine never reuses row numbers.
public final class Boot {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{16}");

  private Boot() {}

  public static String text(long boot) {
    return HexFormat.of().toHexDigits(boot);
  }

  public static long parse(String text) {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("boot \"" + text + "\" is not 16 hex digits");
    }
    return HexFormat.fromHexDigitsToLong(text);
  }
}
