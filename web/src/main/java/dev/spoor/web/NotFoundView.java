package dev.spoor.web;

import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.ParentLayout;
import dev.spoor.web.component.PageTop;

/// The page for an address that leads nowhere.
@Tag("section")
@PageTitle("Not here · Spoor")
@ParentLayout(MainLayout.class)
final class NotFoundView extends Div implements HasErrorParameter<NotFoundException> {
  NotFoundView() {
    addClassName("page");
  }

  @Override
  public int setErrorParameter(
      BeforeEnterEvent event, ErrorParameter<NotFoundException> parameter) {
    removeAll();
    Div text =
        new Div(
            new H2("There is no page at /" + event.getLocation().getPath()),
            new Paragraph("The sections at the left lead to everything that exists."));
    Div actions = new Div(new Anchor("notebooks", "All notebooks"));
    actions.addClassName("actions");
    text.add(actions);
    text.addClassName("fact");
    add(new PageTop("Not here"), text);
    return 404;
  }
}
