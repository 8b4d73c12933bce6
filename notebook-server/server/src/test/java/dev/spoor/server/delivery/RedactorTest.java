package dev.spoor.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class RedactorTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private final Redactor redactor = new Redactor();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "schtasks /Create /ru system /s srv_dc01 /u adm_peter /p adminpw"
            + "|schtasks /Create /ru system /s srv_dc01 /u adm_peter /p [hidden]",
        "net use x /user:adm -p Winter26 |net use x /user:adm -p [hidden]",
        "tool --password=\"two words\" go|tool --password=[hidden] go",
        "tool --password 'two words' go|tool --password [hidden] go",
        "mysql password=sec;ret1 user=x|mysql password=[hidden] user=x",
        "curl -H token=abcdef|curl -H token=[hidden]",
        "x PASS=Secret77|x PASS=[hidden]",
        "schtasks /P ADMINPW|schtasks /P [hidden]",
        "echo /path/p /proc|echo /path/p /proc",
        "plain words only|plain words only"
      })
  void hidesWhatStandsAfterAPasswordOption(String text, String expected) {
    assertThat(redactor.redact(text.strip())).isEqualTo(expected.strip());
  }

  @Test
  void hidesTheSameValueEverywhereInTheMessage() {
    ObjectNode message =
        (ObjectNode)
            JSON.readTree(
                """
                {"text":"adm_peter used adminpw","event":{"EventData":{
                  "CommandLine":"schtasks /u adm_peter /p adminpw",
                  "Argv":["schtasks","/p","adminpw"],"Argv_b64":["YWRtaW5wdw=="],
                  "ParentCommandLine":"sh -c 'schtasks /p adminpw'"}}}
                """);
    String redacted = redactor.redact(message).toString();
    assertThat(redacted).doesNotContain("adminpw").doesNotContain("YWRtaW5wdw");
    assertThat(redacted).contains("adm_peter").contains("\"/p\",\"[hidden]\"");
  }

  @Test
  void anOrdinaryShortWordIsHiddenOnlyBehindItsOption() {
    ObjectNode message =
        (ObjectNode) JSON.readTree("{\"a\":\"nc -p 4444\",\"b\":\"port 4444 is open\"}");
    assertThat(redactor.redact(message).toString())
        .isEqualTo("{\"a\":\"nc -p [hidden]\",\"b\":\"port 4444 is open\"}");
  }

  @Test
  void artifactsAddPatternsOfTheirOwn() {
    assertThat(redactor.with(List.of("pin is (\\d+)")).redact("my pin is 12345678!"))
        .isEqualTo("my pin is [hidden]!");
  }

  @Test
  void isLinearInAHugeText() {
    String huge = "-p ".repeat(300_000);
    assertThat(redactor.redact(huge)).contains("[hidden]");
  }
}
