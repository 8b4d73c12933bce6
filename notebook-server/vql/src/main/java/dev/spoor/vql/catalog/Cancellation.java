package dev.spoor.vql.catalog;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A handle that stops work, checked at operator borders. Cancelling one cancels its children. Safe
/// for many threads.
public final class Cancellation {
  private volatile boolean cancelled;
  private volatile @Nullable VqlException reason;
  private final @Nullable Cancellation parent;
  private final List<Runnable> actions = new ArrayList<>(2);
  private @Nullable Registration inParent;

  /// Takes an action back; {@link #close} may be called again.
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  public Cancellation() {
    this(null);
  }

  private Cancellation(@Nullable Cancellation parent) {
    this.parent = parent;
  }

  /// A handle that is cancelled with this one; must be cancelled or released in the end.
  public Cancellation child() {
    Cancellation child = new Cancellation(this);
    child.inParent = onCancel(() -> child.cancel(reason));
    return child;
  }

  public boolean isCancelled() {
    return cancelled;
  }

  /// Throws the reason if cancelled: {@link CancelledException}, or a limit that was reached.
  public void check() {
    if (cancelled) {
      VqlException why = reason;
      throw why == null ? new CancelledException() : why;
    }
  }

  /// Runs an action once when cancelled, at once if that has happened.
  public Registration onCancel(Runnable action) {
    synchronized (actions) {
      if (!cancelled) {
        actions.add(action);
        return () -> {
          synchronized (actions) {
            actions.remove(action);
          }
        };
      }
    }
    action.run();
    return () -> {};
  }

  public void cancel() {
    cancel(null);
  }

  public void cancel(@Nullable VqlException why) {
    List<Runnable> all;
    synchronized (actions) {
      if (cancelled) {
        return;
      }
      reason = why;
      cancelled = true;
      all = List.copyOf(actions);
      actions.clear();
    }
    for (Runnable action : all) {
      action.run();
    }
    release();
  }

  /// Unhooks a child that is no longer needed from its parent.
  public void release() {
    Registration hook = inParent;
    if (parent != null && hook != null) {
      hook.close();
    }
  }
}
