package dev.spoor.launcher;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a person does on the pages in the story, with the keyboard where a person would.
final class StoryPages {
  private static final Pattern TOKEN = Pattern.compile("'([^']+)'");

  private final Page page;

  StoryPages(Page page) {
    this.page = page;
  }

  void setUp(String code, String name, String passphrase) {
    page.navigate("/");
    page.getByLabel("Setup code").focus();
    page.keyboard().type(code);
    page.keyboard().press("Tab");
    page.keyboard().type(name);
    page.keyboard().press("Tab");
    page.keyboard().type(passphrase);
    page.keyboard().press("Enter");
    text("There is no notebook yet");
  }

  void logOut() {
    button("Log out").click();
    heading("Log in");
  }

  void logIn(String name, String passphrase) {
    page.getByLabel("User name").focus();
    page.keyboard().type(name);
    page.keyboard().press("Tab");
    page.keyboard().type(passphrase);
    page.keyboard().press("Enter");
    text("There is no notebook yet");
  }

  /// The enrolment token out of the command that the page shows, once.
  String addClient() {
    section("Clients");
    text("No client yet");
    button("Add clients").first().click();
    button("Create token").click();
    String command = page.locator("pre.command").innerText();
    button("Done").click();
    Matcher token = TOKEN.matcher(command);
    if (!token.find()) {
      throw new AssertionError("no token in: " + command);
    }
    return token.group(1);
  }

  /// Waits until the one client is there and connected; its id from its panel.
  String connectedClient() {
    section("Clients");
    page.locator("vaadin-grid .presence.on").first().waitFor();
    page.locator("vaadin-grid bdi.title").first().click();
    return page.locator(".panel .mono").first().innerText();
  }

  void addTarget(String name, String url) {
    section("Monitoring");
    page.locator(".page-tabs a").getByText("Server").click();
    button("Add target").click();
    page.getByLabel("Name").fill(name);
    page.getByLabel("Webhook URL").fill(url);
    // the page suggests the address under which it was opened
    Locator own = page.getByLabel("Address of this server");
    page.waitForCondition(() -> own.inputValue().startsWith("http://"));
    button("Add target").last().click();
    page.locator(".entry .strong").getByText(name).waitFor();
  }

  void watchOnServer(String artifact, String target) {
    heading("Server monitoring");
    button("Change").click();
    page.getByLabel(artifact, exact()).check();
    button("Parameters").click();
    choose("WebhookTarget", target);
    launch();
    text("Running, 0 rows");
  }

  void watchOnClients(String artifact, String commandLine, String image) {
    section("Monitoring");
    heading("Client monitoring");
    button("Change").click();
    page.locator(".option").first().click();
    page.getByLabel(artifact, exact()).check();
    button("Parameters").click();
    page.getByLabel("CommandLineRegex", exact()).fill(commandLine);
    text("Any one of /ru, /p, /s is enough.");
    page.getByText("each matches anything").click();
    page.getByLabel("ImageRegex", exact()).fill(image);
    launch();
    page.locator(".matrix button[title$=': 1 running']").waitFor();
  }

  private void launch() {
    button("Review").last().click();
    page.locator(".wizard vaadin-button[theme~=primary]")
        .filter(new Locator.FilterOptions().setHasText("Launch v1"))
        .click();
    text("Table v1 is in force.");
    button("Done").click();
  }

  void newNotebook() {
    section("Notebooks");
    button("New notebook").first().click();
    page.locator("spoor-notebook").waitFor();
    page.getByText("Untitled notebook").first().waitFor();
    page.getByText("VQL").first().waitFor();
    page.keyboard().press("b");
    page.locator("spoor-cell").first().waitFor();
  }

  /// Pastes a query into the cell that has the focus and runs it; on to the cell below.
  void pasteAndRun(String query) {
    page.keyboard().press("Enter");
    page.locator(".cm-editor.cm-focused").waitFor();
    page.evaluate("text => navigator.clipboard.writeText(text)", query);
    page.keyboard().press("Control+v");
    page.keyboard().press("Shift+Enter");
  }

  /// Below the last cell, which gets the focus.
  void newCell() {
    page.locator("spoor-cell").last().focus();
    page.keyboard().press("b");
  }

  void reload() {
    page.reload();
  }

  Locator rows() {
    return page.locator("spoor-row-grid .gr");
  }

  private void section(String name) {
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true))
        .first()
        .click();
    page.waitForURL("**/" + name.toLowerCase(java.util.Locale.ROOT));
  }

  private void choose(String label, String value) {
    Locator field = page.getByLabel(label, exact());
    field.fill(value);
    page.locator("vaadin-combo-box-item").getByText(value, exactText()).waitFor();
    field.press("Enter");
  }

  private void heading(String text) {
    page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(text).setExact(true))
        .waitFor();
  }

  private void text(String text) {
    page.getByText(text).first().waitFor();
  }

  private Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Page.GetByLabelOptions exact() {
    return new Page.GetByLabelOptions().setExact(true);
  }

  private static Locator.GetByTextOptions exactText() {
    return new Locator.GetByTextOptions().setExact(true);
  }
}
