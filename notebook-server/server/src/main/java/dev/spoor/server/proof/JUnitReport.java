package dev.spoor.server.proof;

import java.io.StringWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// Results in the form that build servers read.
public final class JUnitReport {
  private JUnitReport() {}

  /// @param detection what was tested
  public record Suite(String file, String detection, List<TestResult> results) {
    public Suite {
      results = List.copyOf(results);
    }

    public long failed() {
      return count(TestResult.Outcome.FAILED);
    }

    public long errors() {
      return count(TestResult.Outcome.ERROR);
    }

    private long count(TestResult.Outcome outcome) {
      return results.stream().filter(result -> result.outcome() == outcome).count();
    }
  }

  public static String write(List<Suite> suites) {
    StringWriter out = new StringWriter();
    write(suites, out);
    return out.toString();
  }

  private static void write(List<Suite> suites, Writer out) {
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeCharacters("\n");
      xml.writeStartElement("testsuites");
      for (Suite suite : suites) {
        suite(xml, suite);
      }
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void suite(XMLStreamWriter xml, Suite suite) throws XMLStreamException {
    xml.writeCharacters("\n  ");
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", clean(suite.detection()));
    xml.writeAttribute("file", clean(suite.file()));
    xml.writeAttribute("tests", Integer.toString(suite.results().size()));
    xml.writeAttribute("failures", Long.toString(suite.failed()));
    xml.writeAttribute("errors", Long.toString(suite.errors()));
    xml.writeAttribute(
        "time", seconds(suite.results().stream().mapToLong(TestResult::nanos).sum()));
    for (TestResult result : suite.results()) {
      xml.writeCharacters("\n    ");
      xml.writeStartElement("testcase");
      xml.writeAttribute("classname", clean(suite.detection()));
      xml.writeAttribute("name", clean(result.name()));
      xml.writeAttribute("time", seconds(result.nanos()));
      if (!result.isPassed()) {
        xml.writeStartElement(result.outcome() == TestResult.Outcome.FAILED ? "failure" : "error");
        xml.writeAttribute(
            "message",
            clean(
                result.differences().isEmpty() ? "" : result.differences().getFirst().toString()));
        xml.writeCharacters(clean(result.text()));
        xml.writeEndElement();
      }
      xml.writeEndElement();
    }
    xml.writeCharacters("\n  ");
    xml.writeEndElement();
  }

  private static String seconds(long nanos) {
    return BigDecimal.valueOf(nanos, 9).setScale(3, RoundingMode.HALF_UP).toPlainString();
  }

  /// XML knows no control characters, whatever a row holds.
  private static String clean(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              boolean known =
                  c == '\n'
                      || c == '\t'
                      || (c >= ' ' && c <= 0xD7FF)
                      || (c >= 0xE000 && c < 0xFFFE)
                      || c > 0xFFFF;
              out.appendCodePoint(known ? c : 0xFFFD);
            });
    return out.toString();
  }
}
