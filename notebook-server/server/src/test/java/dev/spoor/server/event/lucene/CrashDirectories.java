package dev.spoor.server.event.lucene;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;

/// Indexes in memory that know what a crash would leave of them, and that fail at a given operation
/// and from then on.
final class CrashDirectories implements LuceneStoreConfig.IndexDirectories {
  private final Map<Path, CrashDirectory> directories = new TreeMap<>();
  private long operations;
  private long failAt = Long.MAX_VALUE;

  @Override
  public synchronized Directory open(Path folder) {
    return directories.computeIfAbsent(folder, f -> new CrashDirectory(new ByteBuffersDirectory()));
  }

  synchronized void failFrom(long nth) {
    failAt = operations + nth;
  }

  /// Works again.
  synchronized void heal() {
    failAt = Long.MAX_VALUE;
  }

  synchronized long operations() {
    return operations;
  }

  private synchronized void operation(String name) throws IOException {
    operations++;
    if (operations >= failAt) {
      throw new IOException("injected fault of the index: " + name);
    }
  }

  /// What the next start finds: the files that were made durable.
  synchronized CrashDirectories crashed() throws IOException {
    CrashDirectories next = new CrashDirectories();
    for (Map.Entry<Path, CrashDirectory> entry : directories.entrySet()) {
      ByteBuffersDirectory copy = new ByteBuffersDirectory();
      for (String name : Set.copyOf(entry.getValue().durable)) {
        copy.copyFrom(entry.getValue().inner(), name, name, IOContext.DEFAULT);
      }
      CrashDirectory directory = next.new CrashDirectory(copy);
      directory.durable.addAll(entry.getValue().durable);
      next.directories.put(entry.getKey(), directory);
    }
    return next;
  }

  private final class CrashDirectory extends FilterDirectory {
    private final Set<String> durable = ConcurrentHashMap.newKeySet();
    private final Map<String, String> renamed = new HashMap<>();

    CrashDirectory(Directory inner) {
      super(inner);
    }

    Directory inner() {
      return in;
    }

    @Override
    public IndexOutput createOutput(String name, IOContext context) throws IOException {
      operation("create " + name);
      return super.createOutput(name, context);
    }

    @Override
    public void sync(Collection<String> names) throws IOException {
      operation("sync");
      super.sync(names);
      durable.addAll(names);
    }

    @Override
    public void rename(String source, String dest) throws IOException {
      operation("rename " + dest);
      super.rename(source, dest);
      if (durable.remove(source)) {
        renamed.put(dest, source);
      }
    }

    @Override
    public void syncMetaData() throws IOException {
      operation("sync names");
      super.syncMetaData();
      durable.addAll(renamed.keySet());
      renamed.clear();
    }

    @Override
    public void deleteFile(String name) throws IOException {
      super.deleteFile(name);
      durable.remove(name);
    }

    @Override
    public void close() {
      // the next start may look into it
    }
  }
}
