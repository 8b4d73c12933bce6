package dev.spoor.evtx.conformance;

import dev.spoor.vql.value.Row;
import dev.spoor.vql.value.Values;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/// An event as the list of its values, each with the path to it, so that what different parsers
/// wrote can be compared. Empty values are left out: parsers differ in whether they write them.
record Leaves(List<Leaf> all) {
  private static final Pattern GUID =
      Pattern.compile("\\{?([0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12})\\}?");
  private static final Pattern HEX = Pattern.compile("0[xX]([0-9A-Fa-f]{1,16})");
  private static final Pattern TIME =
      Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)[T ](\\d\\d:\\d\\d:\\d\\d)(\\.\\d*)?Z?");
  private static final Pattern STRINGS = Pattern.compile("<string>(.*?)</string>", Pattern.DOTALL);

  /// A value and where it is.
  record Leaf(String path, String value) {}

  static Leaves ofXml(String xml) {
    Leaves leaves = ofXmlOrNull(xml);
    if (leaves == null) {
      throw new IllegalArgumentException("not well-formed: " + xml);
    }
    return leaves;
  }

  static @Nullable Leaves ofXmlOrNull(String xml) {
    Reader reader = new Reader();
    try {
      SAXParserFactory factory = SAXParserFactory.newInstance();
      factory.setNamespaceAware(true);
      factory.newSAXParser().parse(new InputSource(new StringReader(xml)), reader);
    } catch (SAXException e) {
      return null;
    } catch (IOException | ParserConfigurationException e) {
      throw new IllegalStateException(e);
    }
    return new Leaves(reader.leaves);
  }

  private static final class Reader extends DefaultHandler {
    private final List<Leaf> leaves = new ArrayList<>();
    private final Deque<StringBuilder> texts = new ArrayDeque<>();
    private String path = "";

    @Override
    public void fatalError(SAXParseException e) throws SAXException {
      throw e;
    }

    @Override
    public void startElement(String uri, String local, String name, Attributes attributes) {
      path += "/" + name;
      texts.push(new StringBuilder());
      for (int i = 0; i < attributes.getLength(); i++) {
        add(leaves, path + "@" + attributes.getQName(i), attributes.getValue(i));
      }
    }

    @Override
    public void characters(char[] text, int from, int length) {
      if (!texts.isEmpty()) {
        texts.getFirst().append(text, from, length);
      }
    }

    @Override
    public void endElement(String uri, String local, String name) {
      add(leaves, path, texts.pop().toString());
      path = path.substring(0, path.lastIndexOf('/'));
    }
  }

  /// Of JSON, in our shape or that of evtx_dump: what it adds to tell attributes from elements is
  /// left aside.
  static Leaves ofRow(Row row) {
    List<Leaf> leaves = new ArrayList<>();
    collect(leaves, "", row);
    return new Leaves(leaves);
  }

  private static void collect(List<Leaf> leaves, String path, @Nullable Object value) {
    switch (value) {
      case null -> {}
      case Row row ->
          row.forEach(
              (name, inner) -> {
                String step = name.replace("_attributes", "");
                boolean none =
                    step.equals("#attributes") || step.equals("#text") || step.equals("Value");
                if (!step.startsWith("xmlns")) {
                  collect(leaves, none || step.isEmpty() ? path : path + "/" + step, inner);
                }
              });
      case List<?> list -> list.forEach(item -> collect(leaves, path, item));
      default -> add(leaves, path, Values.toText(value));
    }
  }

  private static void add(List<Leaf> leaves, String path, String value) {
    if (value.contains("<string>")) {
      // how python-evtx writes the items of an array
      Matcher strings = STRINGS.matcher(value);
      while (strings.find()) {
        add(leaves, path, strings.group(1));
      }
      return;
    }
    String normal = normal(value);
    if (!normal.isEmpty()) {
      leaves.add(new Leaf(path, normal));
    }
  }

  private static String normal(String text) {
    String value = text.replace("\r\n", "\n").replace('\r', '\n').strip();
    Matcher guid = GUID.matcher(value);
    if (guid.matches()) {
      return guid.group(1).toUpperCase(Locale.ROOT);
    }
    Matcher hex = HEX.matcher(value);
    if (hex.matches()) {
      return "0x" + Long.toHexString(Long.parseUnsignedLong(hex.group(1), 16));
    }
    return value.equals("True") || value.equals("False") ? value.toLowerCase(Locale.ROOT) : value;
  }

  /// What differs, in words; null if nothing does.
  @Nullable String difference(Leaves reference) {
    if (all.size() != reference.all.size()) {
      List<Leaf> missing = new ArrayList<>(reference.all);
      missing.removeAll(all);
      List<Leaf> more = new ArrayList<>(all);
      more.removeAll(reference.all);
      return "missing " + missing + ", more " + more;
    }
    for (int i = 0; i < all.size(); i++) {
      Leaf ours = all.get(i);
      Leaf theirs = reference.all.get(i);
      if (!ours.path.equals(theirs.path) || !same(ours.value, theirs.value)) {
        return ours + " instead of " + theirs;
      }
    }
    return null;
  }

  private static boolean same(String ours, String theirs) {
    return ours.equals(theirs)
        || sameTime(ours, theirs)
        || isBase64Of(ours, theirs)
        // libevtx writes values as wide as a pointer as decimal numbers, and our rows have numbers
        || (ours.startsWith("0x") && isNumber(theirs, ours))
        || (theirs.startsWith("0x") && isNumber(ours, theirs));
  }

  private static boolean isNumber(String text, String hex) {
    if (!HEX.matcher(hex).matches() || !text.matches("-?[\\d.eE+]+")) {
      return false;
    }
    BigInteger number = new BigInteger(hex.substring(2), 16);
    // unsigned ones that no integer holds are floats, which are written with fewer digits
    return text.equals(number.toString())
        || (number.bitLength() == 64 && Double.parseDouble(text) == number.doubleValue());
  }

  // precision differs, and python-evtx calculates times in floating point
  private static boolean sameTime(String ours, String theirs) {
    Double a = seconds(ours);
    Double b = seconds(theirs);
    return a != null && b != null && Math.abs(a - b) < 0.0011;
  }

  private static @Nullable Double seconds(String text) {
    Matcher time = TIME.matcher(text);
    try {
      if (time.matches()) {
        Instant whole =
            LocalDateTime.parse(time.group(1) + "T" + time.group(2)).toInstant(ZoneOffset.UTC);
        String fraction = time.group(3);
        return whole.getEpochSecond()
            + (fraction == null || fraction.length() < 2 ? 0 : Double.parseDouble("0" + fraction));
      }
      // a row has seconds since 1970
      return text.matches("\\d{10}(\\.\\d+)?(e\\+?09)?|\\d\\.\\d+[eE]\\+?0?9")
          ? Double.valueOf(text)
          : null;
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private static boolean isBase64Of(String hex, String base64) {
    try {
      return hex.equals(
          HexFormat.of()
              .withUpperCase()
              .formatHex(Base64.getMimeDecoder().decode(base64.replace("\n", ""))));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
