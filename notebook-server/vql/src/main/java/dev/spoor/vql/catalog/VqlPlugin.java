package dev.spoor.vql.catalog;

import dev.spoor.vql.value.RowStream;
import java.util.function.Function;

/// A source of rows that queries can name after FROM. Must be safe for use by many threads.
public interface VqlPlugin {

  Signature signature();

  /// Starts the plugin. Every argument has been evaluated; an {@link ArgumentException}, here or
  /// from the stream, is logged and ends the rows. The stream is closed by whoever reads it; a
  /// source that waits must wake when {@link PluginCall#cancellation()} is cancelled.
  RowStream open(PluginCall call);

  static VqlPlugin of(Signature signature, Function<PluginCall, RowStream> body) {
    return new VqlPlugin() {
      @Override
      public Signature signature() {
        return signature;
      }

      @Override
      public RowStream open(PluginCall call) {
        return body.apply(call);
      }
    };
  }
}
