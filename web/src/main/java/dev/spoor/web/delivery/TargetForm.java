package dev.spoor.web.delivery;

import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextField;
import dev.spoor.server.access.Secrets;
import dev.spoor.server.access.Settings;
import dev.spoor.server.delivery.Deliveries;
import dev.spoor.server.delivery.DeliveryKind;
import dev.spoor.server.delivery.DeliveryTarget;
import dev.spoor.server.delivery.Mailbox;
import dev.spoor.server.identity.Principal;
import dev.spoor.web.component.Actions;
import dev.spoor.web.component.Problem;
import dev.spoor.web.host.Viewer;
import java.net.URI;
import java.util.Arrays;
import java.util.List;

/// Makes a delivery target. The address goes in and never comes out again.
final class TargetForm extends Dialog {
  private final Problem problem = new Problem();
  private final TextField name = new TextField("Name");
  private final Select<DeliveryKind> kind = new Select<>();
  private final PasswordField url = new PasswordField("Webhook URL");
  private final TextField from = new TextField("From");
  private final TextField to = new TextField("To");
  private final IntegerField rate = new IntegerField("Messages a minute");
  private final TextField own = new TextField("Address of this server");
  private final transient Viewer viewer;
  private final transient Deliveries deliveries;
  private final transient Secrets secrets;
  private final transient Settings settings;

  TargetForm(
      Viewer viewer, Deliveries deliveries, Secrets secrets, Settings settings, Runnable made) {
    this.viewer = viewer;
    this.deliveries = deliveries;
    this.secrets = secrets;
    this.settings = settings;
    setHeaderTitle("Add a delivery target");
    setWidth("480px");
    addClassName("form-dialog");
    kind.setLabel("Kind");
    kind.setItems(DeliveryKind.values());
    kind.setItemLabelGenerator(DeliveryKind::label);
    kind.setValue(DeliveryKind.SLACK);
    kind.addValueChangeListener(event -> showFields());
    url.getElement().setAttribute("autocomplete", "off");
    own.setHelperText("Messages carry a link to it");
    to.setHelperText("Addresses, separated by commas");
    rate.setValue(DeliveryTarget.DEFAULT_PER_MINUTE);
    rate.setMin(1);
    rate.setMax(DeliveryTarget.MOST_PER_MINUTE);
    rate.setStepButtonsVisible(true);
    rate.setHelperText("What is more waits and goes as one digest");
    Div first = new Div(name, kind);
    first.addClassName("two");
    List.of(name, url, from, to, own).forEach(TextFieldWidth::full);
    kind.setWidthFull();
    add(problem, first, url, from, to, rate);
    if (settings.publicUrl().isEmpty()) {
      add(own);
      addAttachListener(event -> event.getUI().getPage().fetchCurrentURL(this::suggest));
    }
    showFields();
    getFooter()
        .add(
            Actions.plain("Cancel", event -> close()),
            Actions.primary(
                "Add target",
                event -> {
                  if (problem.during(this::make)) {
                    close();
                    made.run();
                  }
                }));
  }

  private static final class TextFieldWidth {
    private TextFieldWidth() {}

    static void full(com.vaadin.flow.component.HasSize field) {
      field.setWidthFull();
    }
  }

  private void suggest(java.net.URL page) {
    if (own.isEmpty()) {
      own.setValue(URI.create(page.toString()).resolve("/").toString().replaceAll("/$", ""));
    }
  }

  private void showFields() {
    boolean mail = kind.getValue() == DeliveryKind.MAIL;
    from.setVisible(mail);
    to.setVisible(mail);
    url.setLabel(mail ? "Mail server" : "Webhook URL");
    url.setHelperText(
        mail
            ? "smtps://user:password@host:465, kept as a secret: it can be replaced, not read"
            : "Kept as a secret and pinned to its host: it can be replaced, not read");
  }

  private void make() {
    Principal.User user = viewer.require();
    boolean mail = kind.getValue() == DeliveryKind.MAIL;
    Mailbox box =
        mail
            ? new Mailbox(
                from.getValue().strip(),
                Arrays.stream(to.getValue().split(",", -1))
                    .map(String::strip)
                    .filter(address -> !address.isEmpty())
                    .toList())
            : null;
    if (settings.publicUrl().isEmpty()) {
      settings.setPublicUrl(user, own.getValue().strip());
    }
    String secret = "target." + name.getValue().strip().replace(' ', '-');
    secrets.put(user, secret, url.getValue().strip(), List.of());
    deliveries.putTarget(
        user,
        new DeliveryTarget(
            name.getValue().strip(),
            kind.getValue(),
            secret,
            null,
            rate.getValue() == null ? 0 : rate.getValue(),
            box));
  }
}
