package dev.spoor.launcher.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// One program that was executed, between two moments (wall clock, ms).
record LedgerEntry(int n, long before, long after, List<byte[]> arguments) {
  private static final int LARGE = 100 << 10;

  /// Arguments that no other execution has; among them what a shell, a log or a file could trip
  /// over.
  static List<byte[]> arguments(String program, String run, int n) {
    List<byte[]> all = new ArrayList<>();
    all.add(text(program));
    all.add(text(run + "-" + n));
    switch (n % 10) {
      case 0 -> all.add(text("first line\nsecond line\n\n"));
      case 1 -> all.add(new byte[] {'b', (byte) 0xff, (byte) 0xfe, (byte) 0x80, 'e', (byte) 0xc3});
      case 2 -> all.addAll(List.of(text(""), text(" "), text("")));
      case 3 -> all.addAll(List.of(text("a \"quoted\" 'word' \\"), text("$(id) `id` %s {}[]")));
      case 4 -> all.add(text("\u202e drawkcab \u200b ü 漢字 \ud83d\udc7b"));
      case 5 -> all.add(text("\u001b[31mred\u001b[0m \t \u0001\u007f"));
      case 6 -> {
        if (n % 100 == 6) {
          byte[] large = new byte[LARGE];
          Arrays.fill(large, (byte) ('a' + n / 100 % 26));
          all.add(large);
        }
      }
      default -> all.add(text("--plain=" + n));
    }
    return all;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// All arguments in one text, to compare by.
  String key() {
    return key(arguments);
  }

  static String key(List<byte[]> arguments) {
    StringBuilder key = new StringBuilder();
    for (byte[] argument : arguments) {
      key.append(Base64.getEncoder().encodeToString(argument)).append(' ');
    }
    return key.toString();
  }

  void append(FileChannel file) throws IOException {
    String line = n + " " + before + " " + after + " " + key() + "\n";
    file.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
    file.force(false);
  }

  /// What the writer has executed so far.
  static List<LedgerEntry> read(Path ledger) throws IOException {
    List<LedgerEntry> entries = new ArrayList<>();
    String text = Files.readString(ledger, StandardCharsets.US_ASCII);
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n", -1)) {
      String[] words = line.split(" ", -1);
      if (words.length > 3) {
        List<byte[]> arguments = new ArrayList<>();
        for (int i = 3; i < words.length - 1; i++) {
          arguments.add(Base64.getDecoder().decode(words[i]));
        }
        entries.add(
            new LedgerEntry(
                Integer.parseInt(words[0]),
                Long.parseLong(words[1]),
                Long.parseLong(words[2]),
                arguments));
      }
    }
    return entries;
  }
}
