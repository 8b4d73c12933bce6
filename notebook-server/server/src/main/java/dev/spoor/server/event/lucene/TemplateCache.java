package dev.spoor.server.event.lucene;

import java.util.concurrent.ConcurrentHashMap;

/// Parsed shapes, shared by all readers; bounded. Thread-safe.
final class TemplateCache {
  private static final int MAX = 4_096;
  private static final int MAX_SHAPE = 64 << 10;

  private final ConcurrentHashMap<ShapeKey, RowTemplate> known = new ConcurrentHashMap<>();

  RowTemplate template(byte[] bytes, int offset, int length) {
    ShapeKey key = ShapeKey.of(bytes, offset, length);
    RowTemplate template = known.get(key);
    if (template == null) {
      template = RowTemplate.parse(key.shape(), length);
      if (length <= MAX_SHAPE) {
        if (known.size() >= MAX) {
          known.clear();
        }
        known.put(key, template);
      }
    }
    return template;
  }
}
