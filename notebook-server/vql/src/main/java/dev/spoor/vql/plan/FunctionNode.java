package dev.spoor.vql.plan;

import dev.spoor.vql.catalog.ArgumentException;
import dev.spoor.vql.catalog.FunctionCall;
import dev.spoor.vql.catalog.LogLevel;
import dev.spoor.vql.catalog.Scope;
import dev.spoor.vql.catalog.Signature;
import dev.spoor.vql.catalog.VqlException;
import dev.spoor.vql.catalog.VqlFunction;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.Values;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A call of a registered function.
final class FunctionNode extends Node {
  private static final Object NOT_YET = new Object();

  private final PlanContext context;
  private final VqlFunction function;
  private final Signature signature;
  private final CallArguments arguments;
  private final @Nullable String fault;
  private final int start;
  private final int end;

  FunctionNode(
      PlanContext context, VqlFunction function, CallArguments arguments, int start, int end) {
    this.context = context;
    this.function = function;
    this.signature = function.signature();
    this.arguments = arguments;
    boolean unchecked = signature.selfChecked() || arguments.isSplat();
    this.fault = unchecked ? null : BoundArguments.fault(signature, arguments.names());
    this.start = start;
    this.end = end;
  }

  @Override
  @Nullable Object eval(Scope scope) {
    context.require(signature, start, end);
    if (fault != null) {
      scope.run().logOnce(LogLevel.ERROR, signature.name() + ": " + fault);
      return null;
    }
    try {
      Object value = function.call(call(scope));
      return value instanceof StoredExpression ? Lazy.reduce(value, scope) : value;
    } catch (VqlException e) {
      throw e;
    } catch (ArgumentException e) {
      scope.run().logOnce(LogLevel.ERROR, signature.name() + ": " + e.getMessage());
      return null;
    } catch (RuntimeException e) {
      scope.run().logOnce(LogLevel.ERROR, signature.name() + ": " + e);
      return null;
    }
  }

  private FunctionCall call(Scope scope) {
    if (arguments.isSplat() && arguments.value(0).eval(scope) instanceof Row all) {
      Dict given = Dict.copyOf(all);
      Splat splat = new Splat(scope, given);
      if (!signature.selfChecked()) {
        splat.check();
      }
      return splat;
    }
    Frame frame = new Frame(scope);
    if (arguments.hasEager()) {
      frame.evaluateEager();
    }
    return frame;
  }

  @Override
  boolean isConstant() {
    return signature.pure() && fault == null && arguments.areConstant();
  }

  @Override
  int height() {
    return arguments.height() + 3;
  }

  /// One call: each argument is evaluated when it is asked for, once.
  private final class Frame extends BoundArguments implements FunctionCall {
    private final @Nullable Object[] values;

    Frame(Scope scope) {
      super(signature, scope, arguments.names());
      this.values = new @Nullable Object[arguments.size()];
      Arrays.fill(values, NOT_YET);
    }

    void evaluateEager() {
      for (int i = 0; i < values.length; i++) {
        if (arguments.isEager(i)) {
          valueAt(i);
        }
      }
    }

    @Override
    @Nullable Object valueAt(int index) {
      Object value = values[index];
      if (Values.same(value, NOT_YET)) {
        value = arguments.value(index).eval(scope());
        values[index] = value;
      }
      return value;
    }

    @Override
    public Scope scope() {
      return super.scope();
    }

    @Override
    public <T> T aggregate(Supplier<T> initial) {
      return scope().aggregates().state(FunctionNode.this, initial);
    }
  }

  /// A call whose arguments all come from one dict.
  private final class Splat extends BoundArguments implements FunctionCall {
    private final Dict given;

    Splat(Scope scope, Dict given) {
      super(signature, scope, given.columns().toArray(new String[0]));
      this.given = given;
    }

    @Override
    @Nullable Object valueAt(int index) {
      return Lazy.reduce(given.value(index), scope());
    }

    @Override
    public Scope scope() {
      return super.scope();
    }

    @Override
    public <T> T aggregate(Supplier<T> initial) {
      return scope().aggregates().state(FunctionNode.this, initial);
    }
  }
}
