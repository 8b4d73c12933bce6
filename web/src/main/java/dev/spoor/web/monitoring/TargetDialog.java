package dev.spoor.web.monitoring;

import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.function.SerializableConsumer;
import dev.spoor.server.delivery.DeliveryKind;
import dev.spoor.web.component.Actions;
import dev.spoor.web.component.Problem;
import java.net.URI;
import java.net.URL;
import java.util.Arrays;
import java.util.Optional;

/// Makes a delivery target. The address goes in and never comes out again.
final class TargetDialog extends Dialog {
  /// What was asked for; `publicUrl` only when the server had none.
  record Wanted(String name, DeliveryKind kind, String url, Optional<String> publicUrl) {
    @Override
    public String toString() {
      return "target " + name;
    }
  }

  private final Problem problem = new Problem();
  private final TextField name = new TextField("Name");
  private final Select<DeliveryKind> kind = new Select<>();
  private final PasswordField url = new PasswordField("Webhook URL");
  private final TextField own = new TextField("Address of this server");

  TargetDialog(boolean asksForOwnAddress, SerializableConsumer<Wanted> create) {
    setHeaderTitle("Add a delivery target");
    setWidth("460px");
    kind.setLabel("Kind");
    // mail has more to ask: the targets page does
    kind.setItems(
        Arrays.stream(DeliveryKind.values()).filter(one -> one != DeliveryKind.MAIL).toList());
    kind.setItemLabelGenerator(DeliveryKind::label);
    kind.setValue(DeliveryKind.JSON);
    url.setHelperText("Kept as a secret and pinned to its host: it can be replaced, not read");
    url.getElement().setAttribute("autocomplete", "off");
    own.setHelperText("Messages carry a link to it");
    name.setWidthFull();
    kind.setWidthFull();
    url.setWidthFull();
    own.setWidthFull();
    add(problem, name, kind, url);
    name.setAutofocus(true);
    if (asksForOwnAddress) {
      add(own);
      addAttachListener(event -> event.getUI().getPage().fetchCurrentURL(this::suggest));
    }
    getFooter()
        .add(
            Actions.plain("Cancel", event -> close()),
            Actions.primary(
                "Add target",
                event -> {
                  Wanted wanted =
                      new Wanted(
                          name.getValue().strip(),
                          kind.getValue(),
                          url.getValue().strip(),
                          asksForOwnAddress
                              ? Optional.of(own.getValue().strip())
                              : Optional.empty());
                  if (problem.during(() -> create.accept(wanted))) {
                    close();
                  }
                }));
  }

  private void suggest(URL page) {
    if (own.isEmpty()) {
      own.setValue(URI.create(page.toString()).resolve("/").toString().replaceAll("/$", ""));
    }
  }
}
