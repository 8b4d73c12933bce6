package dev.spoor.server.http.alert;

import dev.spoor.server.alert.AlertCounts;
import dev.spoor.server.alert.AlertFeed;
import dev.spoor.server.alert.AlertNews;
import dev.spoor.server.alert.Alerts;
import dev.spoor.server.http.live.LiveTopic;
import dev.spoor.server.identity.Principal;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Topic `alerts`: which alerts are new or changed, and how many there are.
public final class AlertTopic implements LiveTopic {
  private final Alerts alerts;
  private final AlertFeed feed;

  public AlertTopic(Alerts alerts, AlertFeed feed) {
    this.alerts = alerts;
    this.feed = feed;
  }

  @Override
  public String name() {
    return "alerts";
  }

  @Override
  public ObjectNode snapshot(Principal principal) {
    return counts(JsonNodeFactory.instance.objectNode(), alerts.counts(principal));
  }

  @Override
  @SuppressWarnings("MustBeClosedChecker")
  public void publishTo(Publisher publisher) {
    feed.listen(news -> publisher.publish("changed", json(news)));
  }

  private static ObjectNode json(AlertNews news) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    add(json.putArray("raised"), news.raised());
    add(json.putArray("changed"), news.changed());
    return counts(json, news.counts());
  }

  private static void add(ArrayNode array, Set<String> ids) {
    ids.forEach(array::add);
  }

  private static ObjectNode counts(ObjectNode json, AlertCounts counts) {
    json.putObject("counts")
        .put("new", counts.fresh())
        .put("taken", counts.taken())
        .put("snoozed", counts.snoozed());
    return json;
  }
}
