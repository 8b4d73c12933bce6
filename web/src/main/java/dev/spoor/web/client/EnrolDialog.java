package dev.spoor.web.client;

import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.IntegerField;
import dev.spoor.server.certificate.Enrolment;
import dev.spoor.web.component.Actions;
import dev.spoor.web.component.Problem;
import dev.spoor.web.component.Words;
import dev.spoor.web.host.Viewer;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Makes an enrolment token and shows, once, the command that uses it. The token goes into the
/// command's input: on a command line every sensor would record it.
final class EnrolDialog extends Dialog {
  private static final Map<Duration, String> LIVES =
      Map.of(
          Duration.ofHours(1), "1 hour", Duration.ofDays(1), "1 day", Duration.ofDays(7), "7 days");

  private final Problem problem = new Problem();
  private final IntegerField uses = new IntegerField("Clients");
  private final Select<Duration> life = new Select<>();

  EnrolDialog(Viewer viewer, Enrolment enrolment, UnaryOperator<String> command) {
    setHeaderTitle("Add clients");
    setWidth("560px");
    uses.setValue(1);
    uses.setMin(1);
    uses.setStepButtonsVisible(true);
    uses.setHelperText("How many may enrol with this token");
    life.setLabel("Valid for");
    life.setItems(LIVES.keySet().stream().sorted().toList());
    life.setItemLabelGenerator(LIVES::get);
    life.setValue(Enrolment.DEFAULT_LIFE);
    Div fields = new Div(uses, life);
    fields.addClassName("two");
    add(problem, fields);
    getFooter()
        .add(
            Actions.plain("Cancel", event -> close()),
            Actions.primary(
                "Create token",
                event ->
                    problem.during(
                        () ->
                            show(
                                enrolment.createToken(
                                    viewer.require(), uses.getValue(), life.getValue()),
                                command))));
  }

  private void show(Enrolment.Token token, UnaryOperator<String> how) {
    removeAll();
    Pre command = new Pre(how.apply(token.text()));
    command.addClassName("command");
    Paragraph note =
        new Paragraph(
            "Paste this on the endpoint. The token is shown this once and works until "
                + Words.exact(token.expires())
                + ".");
    note.addClassName("quiet-2");
    add(new Div(note, command));
    getFooter().removeAll();
    getFooter().add(Actions.primary("Done", event -> close()));
  }
}
