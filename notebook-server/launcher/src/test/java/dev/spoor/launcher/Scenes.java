package dev.spoor.launcher;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;
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
        Scene.of("empty-home", page -> open(page, "/", "No client is enrolled")),
        Scene.of("empty-notebooks", page -> open(page, "/notebooks", "There is no notebook yet")),
        Scene.of("empty-targets", page -> open(page, "/targets", "No target yet")),
        Scene.of("empty-status", page -> open(page, "/status", "No query runs")),
        Scene.of("empty-tokens", page -> open(page, "/administration/tokens", "No token yet")),
        Scene.of("empty-secrets", page -> open(page, "/administration/secrets", "No secret yet")),
        Scene.of("empty-alerts", page -> open(page, "/alerts", "Nothing needs you")),
        Scene.of("empty-clients", page -> open(page, "/clients", "No client yet")),
        Scene.of(
            "empty-monitoring", page -> open(page, "/monitoring", "Clients watch nothing yet")),
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

  /// @param main the alert whose evidence is whole
  static List<Scene> alerts(String main) {
    return List.of(
        Scene.of("alerts", page -> open(page, "/alerts", "Scheduled task created")),
        Scene.of(
            "alert",
            page -> {
              open(page, "/alerts/" + main, "Process tree");
              text(page, "Five minutes around it");
            }),
        Scene.of(
            "alert-detections",
            page -> {
              tab(page, "Detections").click();
              text(page, "Distinct values");
            }),
        Scene.of(
            "alert-related",
            page -> {
              tab(page, "Related alerts").click();
              text(page, "Clear-text password");
            }),
        Scene.of(
            "alert-notes",
            page -> {
              tab(page, "Notes").click();
              field(page, "New note").fill("k.lund opened the mail at 08:11");
              button(page, "Add note").click();
              page.locator(".note-text").getByText("k.lund").waitFor();
            }),
        Scene.of(
            "alert-decision",
            page -> {
              tab(page, "Event").click();
              button(page, "Decide").first().click();
              text(page, "What was decided?");
            }),
        Scene.of(
            "alert-decided",
            page -> {
              button(page, "Write it down").click();
              page.locator(".decision").getByText("Monitor only").first().waitFor();
            }),
        Scene.of(
            "alert-close",
            page -> {
              page.locator(".det").focus();
              page.keyboard().press("c");
              text(page, "Why is this alert done with?");
            }),
        Scene.of(
            "alert-closed",
            page -> {
              page.keyboard().press("1");
              text(page, "Closed: Scheduled task");
            }),
        Scene.of(
            "alert-undone",
            page -> {
              // one press, one thing: the decision before it stays
              page.keyboard().press("z");
              page.locator(".det h2").getByText("Scheduled task").waitFor();
              page.locator(".toast").getByText("Closed: Scheduled task").waitFor(gone());
              text(page, "Monitor only: written down");
            }),
        Scene.of(
            "alert-hostile",
            page -> {
              open(page, "/alerts", "onerror");
              page.locator(".al-title").getByText("onerror").click();
              page.locator(".det h2").getByText("onerror").waitFor();
            }));
  }

  private static Locator tab(Page page, String name) {
    return page.getByRole(AriaRole.TAB)
        .filter(new Locator.FilterOptions().setHasText(name))
        .first();
  }

  static List<Scene> clientMonitoring() {
    return List.of(
        Scene.of(
            "monitoring",
            page -> {
              open(page, "/monitoring", "Table v1");
              page.locator(".matrix .state.error").first().waitFor();
            }),
        Scene.of(
            "monitoring-cell",
            page -> {
              page.locator(".matrix .cell").first().click();
              button(page, "Retry on srv-dc60").waitFor();
            }),
        Scene.of(
            "monitoring-label",
            page -> {
              button(page, "Change").click();
              text(page, "A client runs what All watches");
            }),
        Scene.of(
            "monitoring-artifacts",
            page -> {
              page.locator(".option").getByText("tier0").click();
              field(page, "Windows.Detection.ProcessCreation").check();
              field(page, "Linux.Detection.ProcessCreation").uncheck();
            }),
        Scene.of(
            "monitoring-parameters",
            page -> {
              button(page, "Parameters").click();
              field(page, "CommandLineRegex").fill("schtasks.*(?:(\\/ru)|(\\/p)|(\\/s))");
              text(page, "Any one of /ru, /p, /s is enough.");
              page.locator(".try .state.ok").first().waitFor();
              text(page, "looked at");
            }),
        Scene.of(
            "monitoring-required",
            page -> {
              button(page, "Require all three").click();
              text(page, "All of /ru, /p, /s are required");
            }),
        Scene.of(
            "monitoring-fault",
            page -> {
              page.getByText("more, each matches anything").click();
              field(page, "ImageRegex").fill("C:.*(Windows");
              text(page, "Column 5: this ( is not closed.");
            }),
        Scene.of(
            "monitoring-review-fault",
            page -> {
              button(page, "Review").last().click();
              text(page, "line 1, column 5");
            }),
        Scene.of(
            "monitoring-review",
            page -> {
              button(page, "Back").click();
              page.getByText("CommandLineRegex").first().waitFor();
              field(page, "ImageRegex").fill("schtasks");
              text(page, "looked at");
              button(page, "Review").last().click();
              text(page, "On whom");
            }),
        Scene.of(
            "monitoring-past",
            page -> {
              open(page, "/monitoring", "Table v1");
              page.locator(".matrix .cell").first().waitFor();
              button(page, "Change").click();
              page.locator(".option").first().click();
              field(page, "Windows.Detection.ProcessCreation").uncheck();
              button(page, "Parameters").click();
              page.locator(".past-chart").waitFor();
            }),
        Scene.of(
            "monitoring-launched",
            page -> {
              button(page, "Review").last().click();
              text(page, "On whom");
              page.getByRole(AriaRole.BUTTON)
                  .filter(new Locator.FilterOptions().setHasText("Launch v"))
                  .click();
              text(page, "is in force.");
            }),
        Scene.of(
            "monitoring-parameter-list",
            page -> open(page, "/monitoring/parameters", "CommandLineRegex")),
        Scene.of("monitoring-history", page -> open(page, "/monitoring/history", "in force")),
        Scene.of(
            "monitoring-return",
            page -> {
              button(page, "Back to v1").first().click();
              text(page, "Put v1 in force again");
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
            "server-artifacts",
            page -> {
              button(page, "Change").click();
              field(page, "Server.Alerts.Trackaccount").check();
            }),
        Scene.of(
            "server-parameters",
            page -> {
              button(page, "Parameters").click();
              field(page, "WebhookTarget").first().waitFor();
            }),
        Scene.of(
            "server-review",
            page -> {
              button(page, "Review").last().click();
              text(page, "What runs");
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

  /// Delivery, status and administration.
  static List<Scene> administration() {
    return List.of(
        Scene.of("home", page -> open(page, "/", "given up")),
        Scene.of("targets", page -> open(page, "/targets", "Given up")),
        Scene.of(
            "targets-add",
            page -> {
              button(page, "Add target").click();
              field(page, "Webhook URL").waitFor();
            }),
        Scene.of(
            "targets-mail",
            page -> {
              page.locator("vaadin-select").last().click();
              page.getByRole(AriaRole.OPTION).getByText("E-mail").click();
              field(page, "Mail server").waitFor();
            }),
        Scene.of(
            "targets-rotate",
            page -> {
              open(page, "/targets", "Given up");
              button(page, "New address").first().click();
              text(page, "The next attempt uses it");
            }),
        Scene.of(
            "targets-attempts",
            page -> {
              open(page, "/targets", "Given up");
              button(page, "Attempts").first().click();
              text(page, "Attempts of D.");
            }),
        Scene.of("status", page -> open(page, "/status", "No query runs")),
        Scene.of("users", page -> open(page, "/administration/users", "detection engineer")),
        Scene.of(
            "users-add",
            page -> {
              button(page, "Add user").click();
              field(page, "Passphrase").waitFor();
            }),
        Scene.of(
            "users-refused",
            page -> {
              button(page, "Add user").last().click();
              page.locator(".problem:not([hidden])").first().waitFor();
            }),
        Scene.of("tokens", page -> open(page, "/administration/tokens", "ci of the detections")),
        Scene.of(
            "tokens-create",
            page -> {
              button(page, "Create token").click();
              field(page, "Label").fill("from the page");
            }),
        Scene.of(
            "tokens-shown",
            page -> {
              button(page, "Create token").last().click();
              text(page, "shown this once");
            }),
        Scene.of("enrolment", page -> open(page, "/administration/enrolment", "Works")),
        Scene.of("secrets", page -> open(page, "/administration/secrets", "127.0.0.1")),
        Scene.of(
            "secrets-needed",
            page -> {
              button(page, "Delete soc").click();
              text(page, "is needed by target");
            }),
        Scene.of("retention", page -> open(page, "/administration/retention", "Whole days go")),
        Scene.of("audit", page -> open(page, "/administration/audit", "monitoring.client")),
        Scene.of(
            "audit-verified",
            page -> {
              button(page, "Verify the chain").click();
              text(page, "is whole");
            }),
        Scene.of("api", page -> open(page, "/api/v1/docs", "requests")),
        Scene.of(
            "api-tried",
            page -> {
              page.locator("summary").getByText("/api/v1/roles").click();
              page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Send"))
                  .first()
                  .click();
              text(page, "investigator");
            }));
  }

  private static Locator.WaitForOptions gone() {
    return new Locator.WaitForOptions().setState(WaitForSelectorState.HIDDEN);
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
