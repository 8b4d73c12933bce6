package dev.spoor.sigma.document;

import org.jspecify.annotations.Nullable;

/// Which events a rule is about, or what is known about an event.
public record LogSource(
    @Nullable String product, @Nullable String category, @Nullable String service) {

  /// From text such as `windows/process_creation` (product, category, service; `*` or nothing for
  /// any) or `product=linux,service=auditd`.
  public static LogSource parse(String text) {
    @Nullable String[] parts = new @Nullable String[3];
    boolean named = text.indexOf('=') >= 0;
    int index = 0;
    int from = 0;
    while (from <= text.length()) {
      int end = text.indexOf(named ? ',' : '/', from);
      String part = text.substring(from, end < 0 ? text.length() : end).strip();
      from = end < 0 ? text.length() + 1 : end + 1;
      int at = index++;
      if (named) {
        int equals = part.indexOf('=');
        at =
            switch (equals < 0 ? part : part.substring(0, equals).strip()) {
              case "product" -> 0;
              case "category" -> 1;
              case "service" -> 2;
              default -> throw new IllegalArgumentException("not a log source: " + text);
            };
        part = part.substring(equals + 1).strip();
      }
      if (at > 2) {
        throw new IllegalArgumentException("not a log source: " + text);
      }
      parts[at] = part.isEmpty() || part.equals("*") ? null : part;
    }
    return new LogSource(parts[0], parts[1], parts[2]);
  }

  /// True if everything that this asks for is so in the other.
  public boolean covers(LogSource other) {
    return asks(product, other.product)
        && asks(category, other.category)
        && asks(service, other.service);
  }

  private static boolean asks(@Nullable String wanted, @Nullable String there) {
    return wanted == null || wanted.equalsIgnoreCase(there);
  }

  /// True if nothing that both say is different.
  public boolean agreesWith(LogSource other) {
    return agree(product, other.product)
        && agree(category, other.category)
        && agree(service, other.service);
  }

  private static boolean agree(@Nullable String a, @Nullable String b) {
    return a == null || b == null || a.equalsIgnoreCase(b);
  }

  @Override
  public String toString() {
    return part(product) + "/" + part(category) + "/" + part(service);
  }

  private static String part(@Nullable String text) {
    return text == null ? "*" : text;
  }
}
