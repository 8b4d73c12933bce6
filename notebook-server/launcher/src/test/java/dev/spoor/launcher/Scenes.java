package dev.spoor.launcher;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;

/// Every page of the product, in the states that matter.
final class Scenes {
  static final String PASSPHRASE = "a long passphrase of ours";

  private Scenes() {}

  static List<Scene> firstRun() {
    return List.of(
        Scene.of("first-run", page -> open(page, "/", "Set up this server")),
        Scene.of(
            "first-run-typed",
            page -> {
              field(page, "Setup code").fill("7KQ2-M9XD");
              field(page, "User name").fill("anna");
              page.locator("#passphrase").fill(PASSPHRASE);
              text(page, "25 characters");
            }),
        Scene.refused(
            "first-run-refused",
            403,
            page -> {
              button(page, "Create the first account").click();
              page.getByRole(AriaRole.ALERT).getByText("code").waitFor();
            }));
  }

  static List<Scene> login() {
    return List.of(
        Scene.of("login", page -> open(page, "/login", "Log in")),
        Scene.refused(
            "login-refused",
            401,
            page -> {
              field(page, "User name").fill("anna");
              page.locator("#passphrase").fill("not the passphrase");
              button(page, "Log in").click();
              text(page, "Name and passphrase do not match");
            }));
  }

  static List<Scene> empty() {
    return List.of(
        Scene.of("empty-notebooks", page -> open(page, "/", "There is no notebook yet")),
        Scene.of("empty-clients", page -> open(page, "/clients", "No client yet")),
        Scene.of("empty-monitoring", page -> open(page, "/monitoring", "No artifact runs on all")),
        Scene.of("empty-server", page -> open(page, "/monitoring/server", "No target yet")));
  }

  static List<Scene> notebooks(String notebook) {
    return List.of(
        Scene.of("notebooks", page -> open(page, "/notebooks", "Rare hashes, weekly")),
        Scene.of(
            "notebooks-deleted",
            page -> {
              button(page, "Delete Rare hashes, weekly").click();
              text(page, "Deleted Rare hashes");
            }),
        Scene.of(
            "notebooks-undone",
            page -> {
              button(page, "Undo").click();
              page.locator("a.title").getByText("Rare hashes, weekly").waitFor();
            }),
        Scene.of(
            "notebook",
            page -> {
              open(page, "/notebooks/" + notebook, "Hostile rows");
              page.locator("spoor-row-grid .gr").first().waitFor();
            }),
        Scene.of("not-found", page -> open(page, "/nowhere/to/go", "There is no page")),
        Scene.of(
            "notebook-not-found",
            page -> open(page, "/notebooks/N.0000000000000", "is not there")));
  }

  static List<Scene> clients(String hostile, String plain) {
    return List.of(
        Scene.of("clients", page -> open(page, "/clients", "200 enrolled")),
        Scene.of(
            "clients-none-found",
            page -> {
              field(page, "Search clients").fill("nothing of that name");
              text(page, "0 clients found");
            }),
        Scene.of(
            "clients-selected",
            page -> {
              open(page, "/clients", "200 enrolled");
              page.locator("vaadin-grid bdi.title").nth(3).waitFor();
              Locator boxes = page.locator("vaadin-grid vaadin-checkbox");
              boxes.nth(2).click();
              text(page, "1 selected");
              boxes.nth(3).click();
              text(page, "2 selected");
            }),
        Scene.of(
            "clients-labels",
            page -> {
              button(page, "Labels").first().click();
              text(page, "Labels of 2 clients");
            }),
        Scene.of(
            "client",
            page -> {
              open(page, "/clients/" + plain, "What it watches");
            }),
        Scene.of("client-hostile", page -> open(page, "/clients/" + hostile, "What it watches")),
        Scene.of(
            "clients-add",
            page -> {
              open(page, "/clients", "200 enrolled");
              button(page, "Add clients").click();
              text(page, "How many may enrol with this token");
            }),
        Scene.of(
            "clients-token",
            page -> {
              button(page, "Create token").click();
              text(page, "Paste this on the endpoint");
            }));
  }

  static List<Scene> clientMonitoring() {
    return List.of(
        Scene.of("monitoring", page -> open(page, "/monitoring", "Table v1")),
        Scene.of(
            "monitoring-sheet",
            page -> {
              button(page, "Change Linux.Detection.ProcessCreation").first().click();
              field(page, "CommandLineRegex").waitFor();
            }),
        Scene.of(
            "monitoring-all-parameters",
            page -> {
              page.getByText("more, each matches anything").click();
              field(page, "ImageRegex").waitFor();
            }),
        Scene.of(
            "monitoring-draft",
            page -> {
              field(page, "CommandLineRegex").fill("schtasks.*(?:(\\/ru)|(\\/p)|(\\/s))");
              button(page, "Put into the table").click();
              text(page, "Save table v2");
            }),
        Scene.of(
            "monitoring-group",
            page -> {
              button(page, "Add label group").click();
              text(page, "Watch something on clients with a label");
            }));
  }

  static List<Scene> serverMonitoring() {
    return List.of(
        Scene.of(
            "server",
            page -> {
              open(page, "/monitoring/server", "Last messages");
              text(page, "Given up");
            }),
        Scene.of(
            "server-sheet",
            page -> {
              button(page, "Change Server.Alerts.ProcessCreation").click();
              field(page, "WebhookTarget").waitFor();
            }),
        Scene.of(
            "server-target",
            page -> {
              open(page, "/monitoring/server", "Last messages");
              button(page, "Add target").click();
              field(page, "Webhook URL").waitFor();
            }),
        Scene.of(
            "server-target-refused",
            page -> {
              button(page, "Add target").last().click();
              page.locator(".problem:not([hidden])").first().waitFor();
            }));
  }

  private static void open(Page page, String path, String until) {
    page.navigate(path);
    text(page, until);
  }

  private static void text(Page page, String text) {
    page.getByText(text).first().waitFor();
  }

  private static Locator field(Page page, String label) {
    return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }
}
