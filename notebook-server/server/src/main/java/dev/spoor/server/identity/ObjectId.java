package dev.spoor.server.identity;

import java.security.SecureRandom;
import java.util.regex.Pattern;

/// Ids of things that people make: one letter, a dot, 13 base32 characters (65 random bits). `N.`
/// notebook, `F.` flow, `H.` hunt, `A.` alert, `R.` run, `S.` schedule, `D.` delivery, `P.`
/// recording.
public final class ObjectId {
  private static final char[] BASE32 = "abcdefghijklmnopqrstuvwxyz234567".toCharArray();
  private static final Pattern FORM = Pattern.compile("[NFHARSDP]\\.[a-z2-7]{13}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private ObjectId() {}

  public static String random(char kind) {
    StringBuilder id = new StringBuilder(15).append(kind).append('.');
    for (int i = 0; i < 13; i++) {
      id.append(BASE32[RANDOM.nextInt(32)]);
    }
    return id.toString();
  }

  /// Whether `text` has the form of an id of that kind; says nothing of whether the thing exists.
  public static boolean isValid(char kind, String text) {
    return !text.isEmpty() && text.charAt(0) == kind && FORM.matcher(text).matches();
  }
}
