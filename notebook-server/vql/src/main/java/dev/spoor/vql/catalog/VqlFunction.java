package dev.spoor.vql.catalog;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A function that queries can call. Must be safe for use by many threads.
public interface VqlFunction {

  Signature signature();

  /// The value of a call; an {@link ArgumentException} is logged and gives NULL.
  @Nullable Object call(FunctionCall call);

  static VqlFunction of(Signature signature, Function<FunctionCall, @Nullable Object> body) {
    return new VqlFunction() {
      @Override
      public Signature signature() {
        return signature;
      }

      @Override
      public @Nullable Object call(FunctionCall call) {
        return body.apply(call);
      }
    };
  }
}
