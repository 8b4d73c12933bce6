package dev.spoor.web;

import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.ParentLayout;
import dev.spoor.web.component.PageTop;
import dev.spoor.web.component.Problem;

/// The page for a failure that nobody named: an id for the reader, the rest to the log.
@Tag("section")
@PageTitle("Something failed · Spoor")
@ParentLayout(MainLayout.class)
final class FailureView extends Div implements HasErrorParameter<Exception> {
  FailureView() {
    addClassName("page");
  }

  @Override
  public int setErrorParameter(BeforeEnterEvent event, ErrorParameter<Exception> parameter) {
    String id = Problem.log(parameter.getException());
    removeAll();
    Div text =
        new Div(
            new H2("Something failed on the server"),
            new Paragraph("Id " + id + ". Whoever runs the server can look it up in the log."));
    text.addClassName("fact");
    add(new PageTop("Something failed"), text);
    return 500;
  }
}
