package dev.spoor.web.component;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.server.Command;
import dev.spoor.server.error.ErrorKind;
import dev.spoor.server.error.SpoorException;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What went wrong, told where it happened: a line that is hidden while all is well. Errors are
/// never toasts.
public final class Problem extends Div {
  private static final Logger LOG = LoggerFactory.getLogger(Problem.class);

  private final Span text = new Span();

  public Problem() {
    addClassName("problem");
    getElement().setAttribute("role", "alert");
    add(new Icon("error"), text);
    clear();
  }

  public void clear() {
    text.setText("");
    setVisible(false);
  }

  public void show(String sentence) {
    text.setText(sentence);
    setVisible(true);
  }

  /// Runs an action and tells what it failed with; true when it did not fail.
  public boolean during(Command action) {
    clear();
    try {
      action.execute();
      return true;
    } catch (SpoorException e) {
      show(sentence(e));
    } catch (RuntimeException e) {
      show("Something failed on the server. Id " + log(e) + ".");
    }
    return false;
  }

  public static String sentence(SpoorException failure) {
    if (failure.code().kind() == ErrorKind.INTERNAL) {
      return "Something failed on the server. Id " + log(failure) + ".";
    }
    StringBuilder text = new StringBuilder(capital(failure.getMessage()));
    for (SpoorException.Problem problem : failure.problems()) {
      text.append(" Line ")
          .append(problem.line())
          .append(", column ")
          .append(problem.column())
          .append(": ")
          .append(stop(problem.message()));
    }
    return text.toString();
  }

  private static String capital(@org.jspecify.annotations.Nullable String message) {
    if (message == null || message.isEmpty()) {
      return "";
    }
    return stop(message.substring(0, 1).toUpperCase(Locale.ROOT) + message.substring(1));
  }

  private static String stop(String text) {
    return text.endsWith(".") || text.endsWith("?") ? text : text + ".";
  }

  /// Writes a failure to the log; the id under which it stands there.
  public static String log(Throwable failure) {
    String id = String.format(Locale.ROOT, "%08x", ThreadLocalRandom.current().nextInt());
    LOG.error("failure {} on a page", id, failure);
    return id;
  }
}
