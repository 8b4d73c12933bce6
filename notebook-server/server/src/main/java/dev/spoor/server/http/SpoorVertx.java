package dev.spoor.server.http;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;

/// The one Vert.x of the server: it writes no cache folder and reads no resources.
public final class SpoorVertx {
  private SpoorVertx() {}

  public static Vertx create() {
    return Vertx.vertx(
        new VertxOptions()
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setFileCachingEnabled(false)
                    .setClassPathResolvingEnabled(false)));
  }
}
