package dev.spoor.server.proof;

import dev.spoor.server.error.SpoorException;
import dev.spoor.server.identity.Permission;
import dev.spoor.server.identity.Principal;
import dev.spoor.vql.catalog.ArgumentType;
import dev.spoor.vql.catalog.LogLevel;
import dev.spoor.vql.catalog.Permissions;
import dev.spoor.vql.catalog.PluginCall;
import dev.spoor.vql.catalog.Signature;
import dev.spoor.vql.catalog.VqlPlugin;
import dev.spoor.vql.value.Dict;
import dev.spoor.vql.value.LazyValue;
import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.RowStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// Proving detections from a cell: `test_detection()`, `replay()`, `recordings()`.
public final class ProofPlugins {
  private static final Permissions NEEDED =
      Permissions.of(Permission.QUERY.name(), Permission.READ_RESULTS.name());

  private static final Signature TEST_DETECTION =
      Signature.named(
              "test_detection",
              "Runs tests of a detection: a row for each, with what was not as it should be.")
          .required("tests", ArgumentType.STRING, "the text of a test file")
          .needs(NEEDED)
          .build();

  private static final Signature REPLAY =
      Signature.named("replay", "Runs a detection over a recording: the rows that it gives.")
          .required("recording", ArgumentType.STRING, "the recording, by name or id")
          .optional("artifact", ArgumentType.STRING, "an event artifact")
          .optional("parameters", ArgumentType.DICT, "its parameters")
          .optional("sigma", ArgumentType.STRING, "a Sigma rule instead of an artifact")
          .optional("vql", ArgumentType.STRING, "a query over event sources instead of an artifact")
          .optional(
              "near_misses",
              ArgumentType.BOOL,
              "the rows that fail exactly one condition, with _Condition, instead of the others")
          .needs(NEEDED)
          .build();

  private static final Signature RECORDINGS =
      Signature.named("recordings", "The recordings of this server.").needs(NEEDED).build();

  private ProofPlugins() {}

  public static List<VqlPlugin> plugins(DetectionTests tests, Recordings recordings) {
    return List.of(
        VqlPlugin.of(TEST_DETECTION, call -> test(call, tests)),
        VqlPlugin.of(REPLAY, call -> replay(call, tests)),
        VqlPlugin.of(RECORDINGS, call -> list(call, recordings)));
  }

  private static Principal principal(PluginCall call) {
    if (call.run().principal() instanceof Principal principal) {
      return principal;
    }
    throw call.refuse("nobody asks here");
  }

  private static RowStream test(PluginCall call, DetectionTests tests) {
    List<TestResult> results;
    try {
      results = tests.run(principal(call), call.text("tests"));
    } catch (SpoorException e) {
      throw call.refuse(place(e) + e.getMessage());
    }
    List<Row> rows = new ArrayList<>();
    for (TestResult result : results) {
      List<String> differences =
          result.differences().stream().map(TestResult.Difference::toString).toList();
      List<String> near =
          result.replay().nearMisses().stream().map(ReplayResult.NearMiss::condition).toList();
      rows.add(
          new Dict()
              .with("Test", result.name())
              .with("Outcome", result.outcome().name().toLowerCase(Locale.ROOT))
              .with("Differences", differences)
              .with("Rows", result.replay().rows().size())
              .with("Delivered", result.replay().deliveredRows())
              .with("NearMisses", near));
    }
    return RowStream.of(rows);
  }

  private static String place(SpoorException e) {
    return e.problems().isEmpty()
        ? ""
        : e.problems().getFirst().line() + ":" + e.problems().getFirst().column() + ": ";
  }

  private static RowStream replay(PluginCall call, DetectionTests tests) {
    Subject subject;
    if (call.has("sigma")) {
      subject = new Subject.OfSigma("the rule", call.text("sigma"));
    } else if (call.has("vql")) {
      subject = new Subject.OfVql("the query", call.text("vql"));
    } else if (call.has("artifact")) {
      Map<String, String> parameters = new LinkedHashMap<>();
      Row given = call.dict("parameters");
      if (given != null) {
        given.forEach(
            (name, value) -> parameters.put(name, Objects.toString(LazyValue.force(value), "")));
      }
      subject = new Subject.OfArtifact(call.text("artifact"), parameters);
    } else {
      throw call.refuse("give artifact, sigma or vql");
    }
    boolean near = call.bool("near_misses", false);
    ReplayResult result;
    try {
      ReplayRequest request =
          ReplayRequest.of(subject, tests.recording(principal(call), call.text("recording")));
      result = tests.replay(principal(call), near ? request.explained() : request);
    } catch (SpoorException e) {
      throw call.refuse(String.valueOf(e.getMessage()));
    }
    if (result.error() != null) {
      throw call.refuse("replay: " + result.error());
    }
    result.log().forEach(line -> call.log(LogLevel.INFO, line));
    List<Row> rows = new ArrayList<>();
    if (near) {
      result
          .nearMisses()
          .forEach(miss -> rows.add(Dict.copyOf(miss.row()).with("_Condition", miss.condition())));
    } else {
      result.rows().forEach(found -> rows.add(found.row()));
    }
    return RowStream.of(rows);
  }

  private static RowStream list(PluginCall call, Recordings recordings) {
    List<Row> rows = new ArrayList<>();
    for (StoredRecording one : recordings.list(principal(call))) {
      Dict parts = new Dict();
      one.parts().forEach(parts::with);
      rows.add(
          new Dict()
              .with("Id", one.id())
              .with("Name", one.name())
              .with("Host", one.host())
              .with("Rows", one.rows())
              .with("First", one.first())
              .with("Last", one.last())
              .with("EventIds", one.eventIds())
              .with("Parts", parts)
              .with("Source", one.source())
              .with("Licence", one.licence()));
    }
    return RowStream.of(rows);
  }
}
