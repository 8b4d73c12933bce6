package dev.spoor.launcher;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

/// The monitoring pages as somebody uses them who has no mouse: what is wanted is reached by the
/// Tab key, and pressed.
final class KeyboardPages {
  private static final int FURTHEST = 120;

  private final Page page;

  KeyboardPages(Page page) {
    this.page = page;
  }

  void open(String path, String heading) {
    page.navigate(path);
    page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(heading).setExact(true))
        .waitFor();
  }

  /// Tabs until the element (or something in it) has the focus.
  void reach(Locator wanted) {
    wanted.waitFor();
    for (int i = 0; i < FURTHEST; i++) {
      if (hasFocus(wanted)) {
        return;
      }
      page.keyboard().press("Tab");
    }
    throw new AssertionError("not reached by Tab: " + wanted);
  }

  private static boolean hasFocus(Locator wanted) {
    return (boolean)
        wanted.evaluate(
            "one => one === document.activeElement || one.contains(document.activeElement)");
  }

  void press(String button) {
    reach(button(button));
    page.keyboard().press("Enter");
  }

  /// The last button of that name: the one of the sheet, where a step has the same name.
  void go(String button) {
    reach(button(button).last());
    page.keyboard().press("Enter");
  }

  void tick(String box) {
    reach(field(box));
    page.keyboard().press("Space");
  }

  void type(String artifact, String label, String value) {
    reach(field(artifact, label));
    page.keyboard().press("Control+a");
    page.keyboard().type(value);
  }

  /// Chooses in a combo box: types until the entry is there, and takes it.
  void choose(String artifact, String label, String value) {
    reach(field(artifact, label));
    page.keyboard().type(value);
    page.locator("vaadin-combo-box-item").getByText(value).first().waitFor();
    page.keyboard().press("Enter");
  }

  private Locator field(String artifact, String label) {
    return page.getByRole(
            AriaRole.GROUP, new Page.GetByRoleOptions().setName(artifact).setExact(true))
        .getByLabel(label, new Locator.GetByLabelOptions().setExact(true));
  }

  /// The label group of that name, in the first step.
  void group(String label) {
    Locator option =
        page.locator(".option")
            .filter(new Locator.FilterOptions().setHas(page.locator(".strong").getByText(label)));
    reach(option.first());
    page.keyboard().press("Enter");
  }

  void launch() {
    Locator launch =
        page.locator(".wizard vaadin-button[theme~=primary]")
            .filter(new Locator.FilterOptions().setHasText("Launch v"));
    reach(launch);
    page.keyboard().press("Enter");
    text("is in force.");
    press("Done");
  }

  void text(String text) {
    page.getByText(text).first().waitFor();
  }

  /// A cell of the matrix, by what it says.
  Locator cell(String place) {
    return page.locator(
        ".matrix button[title^='" + place + "'], .matrix button[aria-label^='" + place + "']");
  }

  Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  Locator field(String label) {
    return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
  }
}
