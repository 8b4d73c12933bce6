package dev.spoor.sigma;

import static dev.spoor.sigma.TestRules.matches;
import static dev.spoor.sigma.TestRules.rejection;
import static dev.spoor.sigma.TestRules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spoor.sigma.pipeline.Pipeline;
import dev.spoor.sigma.pipeline.Pipelines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every modifier, with what it must find and what it must not.
class ModifierTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '\0',
      value = {
        "A: abc ~ {'A':'ABC'} ~ true",
        "A: abc ~ {'A':'ABCD'} ~ false",
        "A: a*c ~ {'A':'aXYc'} ~ true",
        "A: a?c ~ {'A':'aXYc'} ~ false",
        "A: a?c ~ {'A':'aXc'} ~ true",
        "A: 'a\\*c' ~ {'A':'a*c'} ~ true",
        "A: 'a\\*c' ~ {'A':'aXc'} ~ false",
        "A: '*\\\\*' ~ {'A':'x\\\\y'} ~ true",
        "A: '*\\\\*' ~ {'A':'xy'} ~ false",
        "A: '\\x' ~ {'A':'\\\\x'} ~ true",
        "A|contains: b ~ {'A':'aBc'} ~ true",
        "A|contains: b ~ {'A':'ac'} ~ false",
        "A|contains: 'a*d' ~ {'A':'xabcdx'} ~ true",
        "A|startswith: ab ~ {'A':'ABc'} ~ true",
        "A|startswith: ab ~ {'A':'cab'} ~ false",
        "A|endswith: '\\cmd.exe' ~ {'A':'C:\\\\Windows\\\\CMD.exe'} ~ true",
        "A|endswith: '\\cmd.exe' ~ {'A':'C:\\\\cmd.exe.txt'} ~ false",
        "A|contains|all: [x, y] ~ {'A':'y then x'} ~ true",
        "A|contains|all: [x, y] ~ {'A':'just x'} ~ false",
        "A|exists: true ~ {'A':null} ~ true",
        "A|exists: true ~ {'B':1} ~ false",
        "A|exists: false ~ {'B':1} ~ true",
        "A|exists: false ~ {'A':''} ~ false",
        "A|cased: aB ~ {'A':'aB'} ~ true",
        "A|cased: aB ~ {'A':'ab'} ~ false",
        "A|contains|cased: aB ~ {'A':'xaBx'} ~ true",
        "A|contains|cased: aB ~ {'A':'xabx'} ~ false",
        "A|neq: x ~ {'A':'y'} ~ true",
        "A|neq: x ~ {'A':'X'} ~ false",
        "A|neq: [x, 7] ~ {'A':7} ~ false",
        "A|contains|windash: ' -f' ~ {'A':'cmd /f'} ~ true",
        "A|contains|windash: ' -f' ~ {'A':'cmd \u2015f'} ~ true",
        "A|contains|windash: ' /f' ~ {'A':'cmd -f'} ~ true",
        "A|contains|windash: ' -f' ~ {'A':'cmd +f'} ~ false",
        "A|re: '^ab+c$' ~ {'A':'abbbc'} ~ true",
        "A|re: 'ab+c' ~ {'A':'xxabbcxx'} ~ true",
        "A|re: 'ab+c' ~ {'A':'ABBC'} ~ false",
        "A|re|i: 'ab+c' ~ {'A':'ABBC'} ~ true",
        "A|re: '.{4,}' ~ {'A':'abc\\ndef'} ~ false",
        "A|re: '.{4,}' ~ {'A':'ab\\ncdef'} ~ true",
        "A|re: '[Rr][Uu]n[Dd]ll' ~ {'A':'a RUnDll'} ~ true",
        "A|re: '[Rr][Uu]n[Dd]ll' ~ {'A':'a RUNDll'} ~ false",
        "A|re: '^b' ~ {'A':'a\\nb'} ~ false",
        "A|re|m: '^b' ~ {'A':'a\\nb'} ~ true",
        "A|re: 'a.b' ~ {'A':'a\\nb'} ~ false",
        "A|re|s: 'a.b' ~ {'A':'a\\nb'} ~ true",
        "A|re|i|m|s: '^B.C' ~ {'A':'a\\nb\\nc'} ~ true",
        "A|re|neq: 'b' ~ {'A':'abc'} ~ false",
        "A|base64: foo ~ {'A':'Zm9v'} ~ true",
        "A|base64|contains: foo ~ {'A':'=Zm9v='} ~ true",
        "A|base64offset|contains: foobar ~ {'A':'eHhmb29iYXI='} ~ true",
        "A|base64offset|contains: foobar ~ {'A':'eGZvb2Jhcng='} ~ true",
        "A|base64offset|contains: foobar ~ {'A':'Zm9vYmFy'} ~ true",
        "A|base64offset|contains: foobar ~ {'A':'Zm9vYm'} ~ false",
        "A|wide|base64offset|contains: ab ~ {'A':'YQBiAA=='} ~ true",
        "A|utf16le|base64: ab ~ {'A':'YQBiAA=='} ~ true",
        "A|utf16be|base64: ab ~ {'A':'AGEAYg=='} ~ true",
        "A|utf16|base64: ab ~ {'A':'//5hAGIA'} ~ true",
        "A|wide|contains: ab ~ {'A':'xa\\u0000b\\u0000'} ~ true",
        "A|lt: 5 ~ {'A':4} ~ true",
        "A|lt: 5 ~ {'A':5} ~ false",
        "A|lte: 5 ~ {'A':'5'} ~ true",
        "A|gt: 5 ~ {'A':5.5} ~ true",
        "A|gt: 5 ~ {'A':'text'} ~ false",
        "A|gte: 5 ~ {'A':'0x5'} ~ true",
        "A|gte: 5 ~ {'B':9} ~ false",
        "A|minute: 44 ~ {'A':'2025-10-25 13:44:33.433'} ~ true",
        "A|hour|gte: 13 ~ {'A':'2025-10-25T13:44:33Z'} ~ true",
        "A|hour|lt: 13 ~ {'A':'2025-10-25T13:44:33Z'} ~ false",
        "A|day: 25 ~ {'A':'2025-10-25T13:44:33Z'} ~ true",
        "A|week: 43 ~ {'A':'2025-10-25T13:44:33Z'} ~ true",
        "A|month: 10 ~ {'A':'2025-10-25'} ~ true",
        "A|year|gt: 2025 ~ {'A':'2025-10-25'} ~ false",
        "A|cidr: 10.0.0.0/8 ~ {'A':'10.2.3.4'} ~ true",
        "A|cidr: 10.0.0.0/8 ~ {'A':'11.2.3.4'} ~ false",
        "A|cidr: 10.0.0.0/8 ~ {'A':'::ffff:10.2.3.4'} ~ true",
        "A|cidr: 192.168.4.128/25 ~ {'A':'192.168.4.127'} ~ false",
        "A|cidr: 'fe80::/10' ~ {'A':'fe90::1%eth0'} ~ true",
        "A|cidr: 'fe80::/10' ~ {'A':'fec0::1'} ~ false",
        "A|fieldref: B ~ {'A':'x','B':'X'} ~ true",
        "A|fieldref: B ~ {'A':'x','B':'y'} ~ false",
        "A|fieldref: B ~ {'A':'x'} ~ false",
        "A|fieldref|neq: B ~ {'A':'x','B':'y'} ~ true",
        "A|fieldref|startswith: B ~ {'A':'xyz','B':'XY'} ~ true",
        "A|fieldref|cased: B ~ {'A':'x','B':'X'} ~ false",
        "A: null ~ {'B':1} ~ true",
        "A: null ~ {'A':null} ~ true",
        "A: null ~ {'A':''} ~ false",
        "A: '' ~ {'A':''} ~ true",
        "A: '' ~ {'B':1} ~ false",
        "A: '*' ~ {'A':'x'} ~ true",
        "A: '*' ~ {'B':'x'} ~ false",
        "A: 4688 ~ {'A':4688} ~ true",
        "A: 4688 ~ {'A':'4688'} ~ true",
        "A: 4688 ~ {'A':4688.0} ~ true",
        "A: true ~ {'A':true} ~ true",
        "A: true ~ {'A':'True'} ~ true",
        "A: true ~ {'A':false} ~ false",
        "a.b: x ~ {'a':{'b':'x'}} ~ true",
        "a.b: x ~ {'a.b':'x'} ~ true",
        "a.b: x ~ {'a':[{'b':'y'},{'b':'x'}]} ~ true",
        "A: x ~ {'A':['y','x']} ~ true",
        "A: kali ~ {'A':'\u212Aali'} ~ true",
        "ThreatName: x ~ {'EventData':{'Threat Name':'x'}} ~ true",
        "Provider_Name: x ~ {'System':{'Provider':{'Name':'x'}},'EventData':{}} ~ true",
        "EventID: 7 ~ {'System':{'EventID':{'Value':7}}} ~ true",
        "EventID: 7 ~ {'Event':{'System':{'EventID':{'#text':7}}}} ~ true",
        "Data|contains|all: [x, y] ~ {'EventData':{'Data':['ax','by']}} ~ true",
        "Image: x ~ {'winlog':{'event_data':{'Image':'x'}}} ~ true",
      })
  void finds(String selection, String event, boolean expected) {
    assertThat(matches(selection, event.replace('\'', '"'))).isEqualTo(expected);
  }

  @Test
  void keywordsAreLookedForInEveryField() {
    String keywords = "- kiwi\n- 'mimi*tz'\n";
    assertThat(matches(keywords, "{\"a\":{\"b\":[1,\"the KIWI\"]}}")).isTrue();
    assertThat(matches(keywords, "{\"x\":\"a mimikatz b\"}")).isTrue();
    assertThat(matches(keywords, "{\"kiwi\":\"x\"}")).isFalse();
    assertThat(matches("'|all': [x1, y2]\n", "{\"a\":\"x1\",\"b\":\"y2\"}")).isTrue();
    assertThat(matches("'|all': [x1, y2]\n", "{\"a\":\"x1\",\"b\":\"y3\"}")).isFalse();
    assertThat(matches("'|re': 'x[12]'\n", "{\"a\":\"x1\"}")).isTrue();
  }

  @Test
  void placeholdersStandForTheirValues() {
    Pipeline pipeline = Pipeline.parse("placeholders:\n  admins: [root, adm_*]\n");
    SigmaRules rules =
        TestRules.load(pipeline, rule("sel:\n  User|expand: '%admins%'\ncondition: sel\n"));
    assertThat(TestRules.ids(rules, TestRules.row("{\"User\":\"adm_x\"}"))).hasSize(1);
    assertThat(TestRules.ids(rules, TestRules.row("{\"User\":\"joe\"}"))).isEmpty();
    SigmaRules none = SigmaRules.builder().pipelines(Pipelines.NONE).build();
    assertThat(
            none.add(rule("sel:\n  User|expand: '%admins%'\ncondition: sel\n"), "")
                .rejected()
                .getFirst()
                .toString())
        .isEqualTo("7:18: the placeholder %admins% has no values");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '\0',
      value = {
        "A|contians: x ~ 7:7: unknown modifier \"contians\"",
        "A|contains|contains: x ~ 7:16: the modifier contains stands twice",
        "A|contains|all: x ~ 7:5: \"A|contains|all\": the modifier all needs more than one value",
        "A|re|contains: x ~ 7:5: the modifiers re and contains do not go together",
        "A|i: x ~ 7:5: the modifiers i, m and s come after re",
        "A|re: '(' ~ 7:11: \"(\" is no regular expression",
        "A|re: '(?=x)' ~ 7:11: \"(?=x)\" is no regular expression",
        "A|cidr: 10.0.0.0/33 ~ 7:13: \"10.0.0.0/33\" is no network such as 10.0.0.0/8",
        "A|lt: x ~ 7:11: \"x\" is no number",
        "A|exists: x ~ 7:15: exists is true or false",
        "A|contains|base64: x ~ 7:5: base64 must come before contains",
        "A|base64: x* ~ 7:15: a value that is encoded has no wildcards",
        "A|vql: 'x=>x' ~ 7:12: the modifier vql works only in a query, with sigma()",
        "A: {B: c} ~ 7:8: \"A\" holds a mapping: a field has values",
        "A: [] ~ 7:8: \"A\" has no values",
      })
  void refuses(String selection, String reason) {
    assertThat(rejection(rule("sel:\n  " + selection + "\ncondition: sel\n"))).startsWith(reason);
  }
}
