package dev.spoor.web.alert;

import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.function.SerializableConsumer;
import com.vaadin.flow.function.SerializableRunnable;
import dev.spoor.web.component.Actions;
import dev.spoor.web.component.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A question with a few answers, each a button and a digit.
final class ChoiceDialog extends Dialog {
  private final Problem problem = new Problem();
  private final Div answers = new Div();
  private final @Nullable TextField words;

  /// @param hint what stands small at the right; may be empty
  record Answer(String text, String hint, SerializableConsumer<String> action) {}

  /// @param field label of a field whose text goes with the answer, or null for none
  ChoiceDialog(
      String question, List<Answer> choices, @Nullable String field, SerializableRunnable closed) {
    setHeaderTitle(question);
    setWidth("420px");
    addClassNames("form-dialog", "choices");
    answers.addClassName("choice-list");
    answers.getElement().setAttribute("role", "group");
    answers.getElement().setAttribute("aria-label", question);
    words = field == null ? null : new TextField(field);
    int digit = 0;
    for (Answer choice : choices) {
      answers.add(button(choice, ++digit));
    }
    if (words != null) {
      words.setWidthFull();
      add(problem, words, answers);
    } else {
      add(problem, answers);
    }
    getFooter().add(Actions.plain("Cancel", event -> close()));
    addOpenedChangeListener(
        event -> {
          if (event.isOpened()) {
            answers.getChildren().findFirst().ifPresent(first -> ((NativeButton) first).focus());
          } else {
            closed.run();
          }
        });
  }

  private NativeButton button(Answer choice, int digit) {
    Span key = new Span("" + digit);
    key.addClassName("kbd");
    Span hint = new Span(choice.hint());
    hint.addClassNames("quiet", "num");
    Span gap = new Span();
    gap.addClassName("grow");
    NativeButton button = new NativeButton();
    Span text = new Span(choice.text());
    text.addClassName("cut");
    button.add(text, gap, hint);
    if (digit <= 9) {
      button.add(key);
      answers
          .getElement()
          .addEventListener("keydown", event -> take(choice))
          .setFilter("event.key === '" + digit + "' && !event.ctrlKey && !event.metaKey");
    }
    button.addClickListener(event -> take(choice));
    return button;
  }

  private void take(Answer choice) {
    String text = words == null ? "" : words.getValue();
    if (problem.during(() -> choice.action().accept(text))) {
      close();
    }
  }
}
