package dev.spoor.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What each platform gets. The golden files are `payload-KIND.json`; with `-Dgolden.write=DIR`
/// they are written there instead of compared.
class PayloadTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Instant NOW = Instant.parse("2026-11-24T09:41:08Z");

  private static final String HOSTILE =
      """
      {"ClientId":"C.0123456789abcdef","Hostname":"WS-0142","UtcTime":"2026-11-24 09:41:07.218",
       "Image":"C:\\\\Windows\\\\System32\\\\schtasks.exe",
       "User":"CORP\\\\adm_peter","ParentCommandLine":"cmd.exe /c *bold* [x](https://evil.test) @everyone",
       "LogonType":10,"_EventId":"e1",
       "CommandLine":"schtasks /Create /ru system /u adm_peter /p adminpw ```<img src=x>``` \\u202e\\u0000 &amp;"}
      """;

  private static JsonNode payload(
      DeliveryKind kind, String text, @Nullable String event, boolean repeat) {
    String message =
        DeliveryMessage.of(
                new DeliveryRequest("soc", text, "e1", event),
                Optional.of(URI.create("https://spoor.example.test")),
                new Redactor(),
                NOW)
            .toString();
    return JSON.readTree(
        Payload.of(
            new Delivery(
                "D.AAAAAAAAAAAAA",
                "e1",
                "soc",
                kind,
                DeliveryState.PENDING,
                message,
                1,
                repeat,
                NOW,
                NOW,
                null,
                null,
                null,
                0)));
  }

  @ParameterizedTest
  @EnumSource(DeliveryKind.class)
  void looksAsItDidBefore(DeliveryKind kind) throws IOException {
    JsonNode payload =
        payload(kind, "schtasks ran <b>as system</b> with /p adminpw", HOSTILE, true);
    String pretty = payload.toPrettyString() + "\n";
    String name = "payload-" + kind.text() + ".json";
    String folder = System.getProperty("golden.write");
    if (folder != null) {
      Files.writeString(Path.of(folder).resolve(name), pretty);
    }
    try (InputStream golden = PayloadTest.class.getResourceAsStream(name)) {
      assertThat(golden).as("golden file " + name).isNotNull();
      assertThat(pretty).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
    }
    assertThat(pretty).doesNotContain("adminpw").contains("/ru system");
    // our own JSON is for machines and carries the exact text; chats get it visible
    if (kind != DeliveryKind.JSON) {
      assertThat(pretty).doesNotContain("\u202e").contains("[U+202E]", "[U+0000]");
    }
  }

  @ParameterizedTest
  @EnumSource(DeliveryKind.class)
  void keepsWithinThePlatformsLimits(DeliveryKind kind) {
    StringBuilder event = new StringBuilder("{\"Hostname\":\"" + "h".repeat(400) + "\"");
    for (int i = 0; i < 40; i++) {
      event.append(",\"Column").append(i).append("\":\"").append("*_`<&>".repeat(60)).append('"');
    }
    event.append(",\"CommandLine\":\"").append("`<&>\u20ac*".repeat(1500)).append("\"}");
    JsonNode payload = payload(kind, "*<&>`@".repeat(900), event.toString(), true);
    switch (kind) {
      case SLACK -> slack(payload);
      case TEAMS ->
          assertThat(payload.toString().getBytes(StandardCharsets.UTF_8).length)
              .isLessThan(TeamsPayload.MESSAGE);
      case DISCORD -> discord(payload);
      case MAIL -> {
        assertThat(payload.path("subject").asString().length())
            .isLessThanOrEqualTo(MailPayload.SUBJECT);
        assertThat(payload.path("subject").asString()).doesNotContain("\n", "\r");
        assertThat(payload.path("text").asString().length()).isLessThanOrEqualTo(MailPayload.TEXT);
      }
      case JSON ->
          assertThat(payload.toString().length()).isLessThan(2 * DeliveryMessage.MAX_EVENT);
    }
  }

  private static void slack(JsonNode payload) {
    assertThat(payload.path("text").asString().length()).isLessThan(40_000);
    assertThat(payload.path("blocks").size()).isBetween(1, 50);
    for (JsonNode block : payload.path("blocks")) {
      boolean header = block.path("type").asString().equals("header");
      String text = block.path("text").path("text").asString("");
      assertThat(text.length())
          .isLessThanOrEqualTo(header ? SlackPayload.HEADER : SlackPayload.SECTION);
      if (!header) { // a header is plain text, which Slack does not interpret
        assertThat(text).doesNotContainPattern("&(?!amp;|lt;|gt;)").doesNotContainPattern("[<>]");
      }
    }
  }

  private static void discord(JsonNode payload) {
    assertThat(payload.path("content").asString().length())
        .isLessThanOrEqualTo(DiscordPayload.CONTENT);
    assertThat(payload.path("allowed_mentions").path("parse").size()).isZero();
    JsonNode embed = payload.path("embeds").path(0);
    int total = embed.path("title").asString().length();
    assertThat(total).isLessThanOrEqualTo(DiscordPayload.TITLE);
    int description = embed.path("description").asString().length();
    assertThat(description).isBetween(1, DiscordPayload.DESCRIPTION);
    total += description;
    assertThat(embed.path("fields").size()).isLessThanOrEqualTo(DiscordPayload.FIELDS);
    for (JsonNode field : embed.path("fields")) {
      assertThat(field.path("name").asString().length()).isBetween(1, DiscordPayload.FIELD_NAME);
      assertThat(field.path("value").asString().length()).isBetween(1, DiscordPayload.FIELD_VALUE);
      total += field.path("name").asString().length() + field.path("value").asString().length();
    }
    assertThat(total).isLessThanOrEqualTo(DiscordPayload.TOTAL);
  }

  @ParameterizedTest
  @EnumSource(DeliveryKind.class)
  void aTestMessageHasNoEventAndIsWhole(DeliveryKind kind) {
    String payload = payload(kind, "Test message from Spoor", null, false).toString();
    assertThat(payload).contains("Test message from Spoor", "https://spoor.example.test");
    assertThat(payload).doesNotContain(MessageView.REPEAT);
  }

  @ParameterizedTest
  @EnumSource(DeliveryKind.class)
  void aDigestTellsWhatItStandsForWithinTheLimits(DeliveryKind kind) {
    DeliveryTarget target = new DeliveryTarget("soc", kind, "hook", null, 30, null);
    List<Delivery> folded = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      String message =
          DeliveryMessage.of(
                  new DeliveryRequest(
                      "soc", "alert " + i + " " + "*<&>`@".repeat(300), "e" + i, HOSTILE),
                  Optional.of(URI.create("https://spoor.example.test")),
                  new Redactor(),
                  NOW)
              .toString();
      folded.add(Delivery.queued("D.aaaaaaaaaaaaa", "e" + i, target, message, NOW));
    }
    String message =
        DigestMessage.of(target, folded, Optional.of(URI.create("https://spoor.example.test")))
            .toString();
    JsonNode payload =
        JSON.readTree(
            Payload.of(Delivery.queued("D.bbbbbbbbbbbbb", "digest:x", target, message, NOW)));
    assertThat(payload.toString().contains("120 messages in one")).isTrue();
    assertThat(payload.toString().contains("adminpw")).isFalse();
    switch (kind) {
      case SLACK -> slack(payload);
      case TEAMS ->
          assertThat(payload.toString().getBytes(StandardCharsets.UTF_8).length)
              .isLessThan(TeamsPayload.MESSAGE);
      case DISCORD -> {
        assertThat(payload.path("content").asString().length())
            .isLessThanOrEqualTo(DiscordPayload.CONTENT);
        assertThat(payload.path("embeds").path(0).path("fields").size()).isBetween(2, 25);
      }
      case MAIL -> assertThat(payload.path("text").asString()).contains("110 more");
      case JSON -> assertThat(payload.path("digest").size()).isEqualTo(DigestMessage.TOLD);
    }
  }
}
