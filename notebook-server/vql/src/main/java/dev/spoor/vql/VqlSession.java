package dev.spoor.vql;

import dev.spoor.vql.catalog.Cancellation;
import dev.spoor.vql.catalog.Catalog;
import dev.spoor.vql.catalog.LogSink;
import dev.spoor.vql.catalog.PermissionCheck;
import dev.spoor.vql.catalog.Scope;
import dev.spoor.vql.catalog.VqlClock;
import dev.spoor.vql.catalog.VqlLimits;
import dev.spoor.vql.syntax.Statement;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.RowStream;
import dev.spoor.vql.value.Values;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Runs statements one after another in one scope: LETs stay for the statements after them. One
/// thread runs; `cancel` may come from any. Closing runs the clean-up of the top scope.
public final class VqlSession implements AutoCloseable {
  private final Builder settings;
  private final Cancellation cancellation = new Cancellation();

  private VqlSession(Builder settings) {
    this.settings = settings;
  }

  public static Builder builder(Catalog catalog) {
    return new Builder(catalog);
  }

  /// Runs one statement. A LET gives no rows and has happened when this returns. The stream must be
  /// read or closed before the next statement runs. Reading throws a {@link
  /// dev.spoor.vql.catalog.VqlException} when a permission is refused, a limit is reached or the
  /// session is cancelled.
  public RowStream run(Statement statement) {
    throw new UnsupportedOperationException("the evaluator comes with the next commit");
  }

  /// Parses a text and runs its statements; the rows of all of them in order. Throws {@link
  /// dev.spoor.vql.syntax.SyntaxException}.
  public RowStream run(String text) {
    throw new UnsupportedOperationException("the evaluator comes with the next commit");
  }

  /// The scope that statements run in.
  public Scope scope() {
    throw new UnsupportedOperationException("the evaluator comes with the next commit");
  }

  public void cancel() {
    cancellation.cancel();
  }

  @Override
  public void close() {
    settings.env.columns();
    cancellation.cancel();
  }

  /// Settings of a session; the catalog alone is required.
  public static final class Builder {
    final Catalog catalog;
    Object principal = "nobody";
    PermissionCheck permissions = PermissionCheck.DENY_ALL;
    VqlClock clock = VqlClock.of(InstantSource.system());
    LogSink log = LogSink.NONE;
    VqlLimits limits = VqlLimits.DEFAULT;
    final Dict env = new Dict();

    private Builder(Catalog catalog) {
      this.catalog = catalog;
    }

    /// Who asks; goes into every plan and, opaque, to the permission check.
    public Builder principal(Object who, PermissionCheck check) {
      principal = who;
      permissions = check;
      return this;
    }

    public Builder clock(VqlClock sessionClock) {
      clock = sessionClock;
      return this;
    }

    public Builder log(LogSink sink) {
      log = sink;
      return this;
    }

    public Builder limits(VqlLimits bounds) {
      limits = bounds;
      return this;
    }

    /// A variable of the top scope.
    public Builder env(String name, @Nullable Object value) {
      env.set(name, Values.of(value));
      return this;
    }

    public VqlSession build() {
      return new VqlSession(this);
    }
  }
}
