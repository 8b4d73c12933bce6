package dev.spoor.launcher.ledger;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A process of its own that executes a program again and again and keeps a list of it, forced to
/// the disk entry by entry. It knows nothing of agent and server. Arguments are bytes, so they go
/// past Java's process API: `LedgerWriter PROGRAM COUNT SECONDS LEDGER RUN`.
public final class LedgerWriter {
  private LedgerWriter() {}

  interface LibC extends Library {
    LibC C = Native.load("c", LibC.class);

    int posix_spawn(
        IntByReference pid,
        String path,
        Pointer actions,
        Pointer attributes,
        Pointer argv,
        Pointer environment);

    int waitpid(int pid, IntByReference status, int options);
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    String program = args[0];
    int count = Integer.parseInt(args[1]);
    long nanosEach = TimeUnit.SECONDS.toNanos(Long.parseLong(args[2])) / count;
    try (FileChannel ledger =
        FileChannel.open(
            Path.of(args[3]), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      long began = System.nanoTime();
      for (int n = 0; n < count; n++) {
        List<byte[]> arguments = LedgerEntry.arguments(program, args[4], n);
        long before = System.currentTimeMillis();
        execute(program, arguments);
        long after = System.currentTimeMillis();
        new LedgerEntry(n, before, after, arguments).append(ledger);
        long ahead = began + (n + 1) * nanosEach - System.nanoTime();
        if (ahead > 0) {
          TimeUnit.NANOSECONDS.sleep(ahead);
        }
      }
    }
  }

  /// Executes a program with exactly these bytes as arguments, and waits for its end.
  public static void execute(String program, List<byte[]> arguments) throws IOException {
    Memory argv = new Memory((arguments.size() + 1L) * Native.POINTER_SIZE);
    Memory[] kept = new Memory[arguments.size()];
    for (int i = 0; i < kept.length; i++) {
      byte[] bytes = arguments.get(i);
      kept[i] = new Memory(bytes.length + 1L);
      kept[i].write(0, bytes, 0, bytes.length);
      kept[i].setByte(bytes.length, (byte) 0);
      argv.setPointer((long) i * Native.POINTER_SIZE, kept[i]);
    }
    argv.setPointer((long) kept.length * Native.POINTER_SIZE, Pointer.NULL);
    Memory environment = new Memory(Native.POINTER_SIZE);
    environment.setPointer(0, Pointer.NULL);
    IntByReference pid = new IntByReference();
    int error = LibC.C.posix_spawn(pid, program, Pointer.NULL, Pointer.NULL, argv, environment);
    if (error != 0) {
      throw new IOException("posix_spawn: error " + error);
    }
    IntByReference status = new IntByReference();
    LibC.C.waitpid(pid.getValue(), status, 0);
    if (status.getValue() != 0) {
      throw new IOException(program + " ended with status " + status.getValue());
    }
  }
}
