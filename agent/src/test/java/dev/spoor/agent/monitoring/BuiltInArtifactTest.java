package dev.spoor.agent.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spoor.vql.Vql;
import dev.spoor.wire.MonitoringEntry;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuiltInArtifactTest {
  @ParameterizedTest
  @ValueSource(strings = {"Linux.Detection.ProcessCreation", "Windows.Detection.ProcessCreation"})
  void bothSystemsTakeTheSamePatterns(String name) {
    BuiltInArtifact artifact = BuiltInArtifact.read(name);
    assertThat(artifact.parameters())
        .hasSize(13)
        .allSatisfy((key, pattern) -> assertThat(pattern).isEqualTo("."))
        .containsKeys(
            "ImageRegex",
            "CommandLineRegex",
            "ParentImageRegex",
            "OriginalFileNameRegex",
            "ParentUserRegex",
            "UserRegex",
            "HashesRegex",
            "ParentCommandLineRegex",
            "IntegrityLevelRegex",
            "ProductRegex",
            "CompanyRegex",
            "DescriptionRegex",
            "FileVersionRegex");
    assertThat(Vql.parse(artifact.precondition()).issues()).isEmpty();
    for (BuiltInArtifact.Source source : artifact.sources()) {
      assertThat(Vql.parse(source.query()).issues()).isEmpty();
    }
  }

  @Test
  void argumentsReplaceDefaultsAndUnknownOnesAreRefused() {
    BuiltInArtifact artifact = BuiltInArtifact.read("Linux.Detection.ProcessCreation");
    MonitoringEntry entry =
        artifact.entries(5, Map.of("CommandLineRegex", "(/ru)|(/s)")).getFirst();
    assertThat(entry.stream()).isEqualTo(5);
    assertThat(entry.env()).containsEntry("CommandLineRegex", "(/ru)|(/s)").hasSize(13);
    assertThatThrownBy(() -> artifact.entries(1, Map.of("CommandlineRegex", "x")))
        .hasMessageStartingWith(
            "Linux.Detection.ProcessCreation has no parameter CommandlineRegex; it has ");
    assertThatThrownBy(() -> BuiltInArtifact.read("No.Such"))
        .hasMessage("no artifact No.Such comes with this agent");
  }
}
