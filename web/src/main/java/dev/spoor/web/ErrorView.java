package dev.spoor.web;

import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.router.ParentLayout;
import dev.spoor.server.error.ErrorKind;
import dev.spoor.server.error.SpoorException;
import dev.spoor.web.component.PageTop;
import dev.spoor.web.component.Problem;

/// The page for a failure that a feature named.
@Tag("section")
@ParentLayout(MainLayout.class)
final class ErrorView extends Div implements HasErrorParameter<SpoorException>, HasDynamicTitle {
  private String title = "Spoor";

  ErrorView() {
    addClassName("page");
  }

  @Override
  public int setErrorParameter(BeforeEnterEvent event, ErrorParameter<SpoorException> parameter) {
    SpoorException failure = parameter.getException();
    ErrorKind kind = failure.code().kind();
    title = title(kind) + " · Spoor";
    removeAll();
    Div text = new Div(new H2(Problem.sentence(failure)), new Paragraph(advice(kind)));
    Div actions = new Div(new Anchor("notebooks", "All notebooks"));
    actions.addClassName("actions");
    text.add(actions);
    text.addClassName("fact");
    add(new PageTop(title(kind)), text);
    return kind.httpStatus();
  }

  @Override
  public String getPageTitle() {
    return title;
  }

  private static String title(ErrorKind kind) {
    return switch (kind) {
      case NOT_FOUND -> "Not here";
      case FORBIDDEN -> "Not allowed";
      case UNAUTHENTICATED -> "Not logged in";
      case INVALID_INPUT, CONFLICT, TOO_LARGE, LIMIT -> "Not possible";
      case INTERNAL, UNAVAILABLE -> "Something failed";
    };
  }

  private static String advice(ErrorKind kind) {
    return switch (kind) {
      case NOT_FOUND -> "It may have been deleted, or the address has a slip.";
      case FORBIDDEN -> "An administrator can give your account the right.";
      case UNAUTHENTICATED -> "Log in again to go on.";
      case INVALID_INPUT, CONFLICT, TOO_LARGE, LIMIT -> "Nothing was changed.";
      case INTERNAL, UNAVAILABLE -> "Nothing was changed. Try again in a moment.";
    };
  }
}
