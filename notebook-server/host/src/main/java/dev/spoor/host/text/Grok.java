package dev.spoor.host.text;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.spoor.vql.catalog.ArgumentException;
import dev.spoor.vql.value.Dict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Texts by patterns that are put together from named ones: `%{IP:client} said %{WORD:what}`.
final class Grok {
  private static final int MAX_DEPTH = 20;
  private static final int MAX_CHARACTERS = 100_000;
  private static final Pattern REFERENCE =
      Pattern.compile("%\\{([A-Za-z0-9_]+)(?::([A-Za-z0-9_.@\\[\\]-]+))?(?::[a-z]+)?\\}");

  /// Our own forms of what logs are made of, under the names that people know.
  private static final Map<String, String> PATTERNS =
      Map.ofEntries(
          Map.entry("WORD", "\\b\\w+\\b"),
          Map.entry("NOTSPACE", "\\S+"),
          Map.entry("SPACE", "\\s*"),
          Map.entry("DATA", ".*?"),
          Map.entry("GREEDYDATA", ".*"),
          Map.entry("INT", "[+-]?[0-9]+"),
          Map.entry("POSINT", "\\b[1-9][0-9]*\\b"),
          Map.entry("NONNEGINT", "\\b[0-9]+\\b"),
          Map.entry("NUMBER", "[+-]?(?:[0-9]+(?:\\.[0-9]+)?|\\.[0-9]+)"),
          Map.entry("BASE10NUM", "[+-]?(?:[0-9]+(?:\\.[0-9]+)?|\\.[0-9]+)"),
          Map.entry("BASE16NUM", "(?:0[xX])?[0-9A-Fa-f]+"),
          Map.entry("QUOTEDSTRING", "\"(?:\\\\.|[^\"\\\\])*\"|'(?:\\\\.|[^'\\\\])*'"),
          Map.entry("QS", "%{QUOTEDSTRING}"),
          Map.entry("UUID", "[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}"),
          Map.entry("USERNAME", "[A-Za-z0-9._-]+"),
          Map.entry("USER", "%{USERNAME}"),
          Map.entry("EMAILADDRESS", "[A-Za-z0-9._%+-]+@%{HOSTNAME}"),
          Map.entry("HTTPDUSER", "%{EMAILADDRESS}|%{USER}"),
          Map.entry("MAC", "(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}"),
          Map.entry(
              "IPV4",
              "(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\\.){3}(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])"),
          Map.entry(
              "IPV6", "[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?:%{IPV4})?(?:%[0-9A-Za-z]+)?"),
          Map.entry("IP", "%{IPV6}|%{IPV4}"),
          Map.entry(
              "HOSTNAME",
              "\\b[0-9A-Za-z][0-9A-Za-z-]{0,62}(?:\\.[0-9A-Za-z][0-9A-Za-z-]{0,62})*\\.?"),
          Map.entry("IPORHOST", "%{IP}|%{HOSTNAME}"),
          Map.entry("HOSTPORT", "%{IPORHOST}:%{POSINT}"),
          Map.entry("UNIXPATH", "(?:/[^\\s:]*)+"),
          Map.entry("WINPATH", "(?:[A-Za-z]:|\\\\)(?:\\\\[^\\\\?*]*)+"),
          Map.entry("PATH", "%{UNIXPATH}|%{WINPATH}"),
          Map.entry("URIPROTO", "[A-Za-z][A-Za-z0-9+.-]*"),
          Map.entry("URIPATH", "(?:/[^\\s?#]*)+"),
          Map.entry("URIPARAM", "\\?[^\\s#]*"),
          Map.entry("URIPATHPARAM", "%{URIPATH}(?:%{URIPARAM})?"),
          Map.entry(
              "URI",
              "%{URIPROTO}://(?:%{USER}(?::[^@]*)?@)?(?:%{IPORHOST}(?::%{POSINT})?)?(?:%{URIPATHPARAM})?"),
          Map.entry("MONTH", "\\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\\b"),
          Map.entry("MONTHNUM", "0?[1-9]|1[0-2]"),
          Map.entry("MONTHDAY", "3[01]|[12][0-9]|0?[1-9]"),
          Map.entry("DAY", "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*"),
          Map.entry("YEAR", "[0-9]{4}"),
          Map.entry("HOUR", "2[0-3]|[01]?[0-9]"),
          Map.entry("MINUTE", "[0-5][0-9]"),
          Map.entry("SECOND", "(?:[0-5]?[0-9]|60)(?:[.,][0-9]+)?"),
          Map.entry("TIME", "(?:%{HOUR}):(?:%{MINUTE})(?::%{SECOND})?"),
          Map.entry("ISO8601_TIMEZONE", "Z|[+-][0-9]{2}:?[0-9]{2}"),
          Map.entry(
              "TIMESTAMP_ISO8601",
              "%{YEAR}-(?:%{MONTHNUM})-(?:%{MONTHDAY})[T ]%{TIME}(?:%{ISO8601_TIMEZONE})?"),
          Map.entry("SYSLOGTIMESTAMP", "%{MONTH} +(?:%{MONTHDAY}) %{TIME}"),
          Map.entry("HTTPDATE", "(?:%{MONTHDAY})/%{MONTH}/%{YEAR}:%{TIME} %{INT}"),
          Map.entry("PROG", "[!-Z\\\\^-~]+"),
          Map.entry("SYSLOGPROG", "%{PROG:program}(?:\\[%{POSINT:pid}\\])?"),
          Map.entry("SYSLOGHOST", "%{IPORHOST}"),
          Map.entry(
              "SYSLOGBASE",
              "%{SYSLOGTIMESTAMP:timestamp} (?:%{SYSLOGHOST:logsource} )?%{SYSLOGPROG}:"),
          Map.entry("SYSLOGLINE", "%{SYSLOGBASE} %{GREEDYDATA:message}"),
          Map.entry(
              "LOGLEVEL",
              "(?i:trace|debug|info|notice|warn(?:ing)?|err(?:or)?|crit(?:ical)?|alert|fatal|emerg(?:ency)?)"),
          Map.entry(
              "COMMONAPACHELOG",
              "%{IPORHOST:clientip} %{HTTPDUSER:ident} %{HTTPDUSER:auth}"
                  + " \\[%{HTTPDATE:timestamp}\\] \"(?:%{WORD:verb} %{NOTSPACE:request}(?:"
                  + " HTTP/%{NUMBER:httpversion})?|%{DATA:rawrequest})\" %{INT:response}"
                  + " (?:%{INT:bytes}|-)"),
          Map.entry("COMBINEDAPACHELOG", "%{COMMONAPACHELOG} %{QS:referrer} %{QS:agent}"));

  private final Pattern pattern;
  // the field of each group that we made, in the order of the groups
  private final List<String> fields;

  private Grok(Pattern pattern, List<String> fields) {
    this.pattern = pattern;
    this.fields = fields;
  }

  /// @param more patterns of the caller; they win over ours
  static Grok of(String text, Map<String, String> more) {
    List<String> fields = new ArrayList<>();
    StringBuilder regex = new StringBuilder();
    expand(text, more, fields, regex, 0);
    try {
      return new Grok(Pattern.compile(regex.toString()), fields);
    } catch (PatternSyntaxException e) {
      throw new ArgumentException("not a pattern: " + e.getMessage());
    }
  }

  private static void expand(
      String text, Map<String, String> more, List<String> fields, StringBuilder regex, int depth) {
    if (depth > MAX_DEPTH || regex.length() > MAX_CHARACTERS) {
      throw new ArgumentException("the patterns call each other without end");
    }
    Matcher reference = REFERENCE.matcher(text);
    int from = 0;
    while (reference.find()) {
      regex.append(text, from, reference.start());
      from = reference.end();
      String name = reference.group(1);
      String known = more.getOrDefault(name, PATTERNS.get(name));
      if (known == null) {
        throw new ArgumentException("unknown pattern " + name);
      }
      String field = reference.group(2);
      if (field == null) {
        regex.append("(?:");
      } else {
        regex.append("(?P<g").append(fields.size()).append('>');
        fields.add(field);
      }
      expand(known, more, fields, regex, depth + 1);
      regex.append(')');
    }
    regex.append(text, from, text.length());
    if (regex.length() > MAX_CHARACTERS) {
      throw new ArgumentException("the pattern is longer than " + MAX_CHARACTERS);
    }
  }

  /// The named parts by name, empty where they did not take part; null if nothing matches.
  @Nullable Dict find(String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      return null;
    }
    TreeMap<String, String> found = new TreeMap<>();
    for (int i = 0; i < fields.size(); i++) {
      String value = matcher.group("g" + i);
      found.merge(fields.get(i), value == null ? "" : value, (a, b) -> a.isEmpty() ? b : a);
    }
    Dict dict = new Dict(found.size());
    found.forEach(dict::with);
    return dict;
  }
}
