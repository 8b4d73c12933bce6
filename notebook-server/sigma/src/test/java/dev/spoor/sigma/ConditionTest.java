package dev.spoor.sigma;

import static dev.spoor.sigma.TestRules.matchesRule;
import static dev.spoor.sigma.TestRules.rejection;
import static dev.spoor.sigma.TestRules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The condition grammar.
class ConditionTest {
  private static final String SELECTIONS = "a: {A: 1}\nb: {B: 1}\nsel_c: {C: 1}\n_d: {D: 1}\n";

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "a ~ A ~ true",
        "a and b ~ A ~ false",
        "a or b ~ B ~ true",
        "not a ~ B ~ true",
        "not not a ~ A ~ true",
        "a or b and sel_c ~ A ~ true",
        "(a or b) and sel_c ~ A ~ false",
        "not a and b ~ B ~ true",
        "not (a and b) ~ A ~ true",
        "1 of them ~ D ~ false",
        "1 of them ~ C ~ true",
        "any of them ~ C ~ true",
        "all of them ~ ABC ~ true",
        "all of them ~ ABD ~ false",
        "1 of sel_* ~ C ~ true",
        "1 of *_c ~ C ~ true",
        "1 of s*c ~ C ~ true",
        "1 of _* ~ D ~ true",
        "2 of them ~ AC ~ true",
        "2 of them ~ AD ~ false",
        "not 1 of sel_* ~ A ~ true",
        "a AND NOT b ~ A ~ true",
        "a and not 1 of sel_* and b ~ AB ~ true",
      })
  void holds(String condition, String fields, boolean expected) {
    StringBuilder event = new StringBuilder("{");
    for (char field : fields.toCharArray()) {
      event.append(event.length() > 1 ? "," : "").append('"').append(field).append("\":1");
    }
    assertThat(matchesRule(SELECTIONS + "condition: '" + condition + "'\n", event + "}"))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '\0',
      value = {
        "a and ~ 10:19: the condition ends too early",
        "a b ~ 10:16: unexpected \"b\" in the condition",
        "(a ~ 10:16: a ) is missing in the condition",
        "a and x ~ 10:20: the condition names \"x\", which the detection does not define",
        "1 of x* ~ 10:19: \"x*\" means no search identifier of the detection",
        "0 of them ~ 10:14: before \"of\" stands 1, any, all or a number, not \"0\"",
        "a | count() > 5 ~ 10:16: the aggregation \"| count\" is of Sigma 1: write a correlation"
            + " rule (event_count or value_count)",
      })
  void refuses(String condition, String reason) {
    assertThat(rejection(rule(SELECTIONS + "condition: " + condition + "\n"))).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({"A, true", "B, true", "C, false"})
  void aListOfConditionsMeansOr(String field, boolean expected) {
    assertThat(matchesRule(SELECTIONS + "condition: [a, b]\n", "{\"" + field + "\":1}"))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"AB, true", "C, true", "A, false"})
  void aListOfMappingsMeansOr(String fields, boolean expected) {
    String event = fields.equals("AB") ? "{\"A\":1,\"B\":1}" : "{\"" + fields + "\":1}";
    assertThat(matchesRule("s:\n- {A: 1, B: 1}\n- {C: 1}\ncondition: s\n", event))
        .isEqualTo(expected);
  }
}
