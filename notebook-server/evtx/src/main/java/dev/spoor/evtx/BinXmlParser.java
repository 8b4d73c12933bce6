package dev.spoor.evtx;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the binary XML of one chunk. Names and templates are found by their offset in the chunk
/// and kept for the records after. All that the bytes claim is checked against what is there.
final class BinXmlParser {
  private static final int MAX_DEPTH = 100;
  private static final int MAX_NAME = 1024;

  /// Templates that do not overlap have fewer nodes than this, for each takes four bytes.
  private static final int MAX_NODES = 1 << 15;

  /// How many nodes are read in one chunk at most, those of broken templates too.
  private static final int MAX_EFFORT = 1 << 20;

  private static final int MAX_KNOWN_NAMES = 4096;
  private static final int DEFINITION_HEADER = 24;

  private final byte[] data;
  private final Map<String, EventName> knownNames = new HashMap<>();
  private final Map<Integer, EventName> names = new HashMap<>();
  private final Map<Integer, Template> templates = new HashMap<>();
  private final Map<Integer, String> failures = new HashMap<>();
  private final List<Integer> openTemplates = new ArrayList<>();

  private int at;
  private int end;
  private int depth;
  private int nodes;
  private int templateNodes;
  private int effort;
  // where values are kept: a copy, because the chunk is read anew; null inside of a template, whose
  // values are kept in a copy of the whole chunk
  private byte @Nullable [] store;
  private int storeStart;
  private byte @Nullable [] chunkCopy;

  // of the tree that is read at the moment
  private int size;
  private int[] places = new int[16];
  private int placeCount;
  private boolean dependencyIds;

  BinXmlParser(byte[] chunk) {
    data = chunk;
  }

  /// Forgets what belonged to the chunk that was there before.
  void newChunk() {
    names.clear();
    templates.clear();
    failures.clear();
    templateNodes = 0;
    effort = 0;
    chunkCopy = null;
    if (knownNames.size() > MAX_KNOWN_NAMES) {
      knownNames.clear();
    }
  }

  /// Reads the event of a record.
  ///
  /// @param from where its binary XML begins in the chunk
  /// @param to where it ends
  /// @param limit where the chunk ends
  Instance event(int from, int to, int limit) {
    openTemplates.clear();
    depth = 0;
    end = limit;
    store = Arrays.copyOfRange(data, from, to);
    storeStart = from;
    nodes = templateNodes;
    return fragment(from, to);
  }

  // a tree of its own: the event of a record, the content of a template, a value that is a tree
  private Instance fragment(int from, int to) {
    int savedSize = size;
    int[] savedPlaces = places;
    int savedCount = placeCount;
    boolean savedIds = dependencyIds;
    int savedEnd = end;
    deeper();
    size = 0;
    places = new int[16];
    placeCount = 0;
    dependencyIds = false;
    at = from;
    end = to;
    List<Node> all = new ArrayList<>(1);
    content(all, true);
    Instance tree =
        all.size() == 1 && all.getFirst() instanceof Node.Embedded only
            ? only.instance()
            : new Instance(new Template(all, size, usedPlaces(), 0), Instance.NO_VALUES);
    depth--;
    size = savedSize;
    places = savedPlaces;
    placeCount = savedCount;
    dependencyIds = savedIds;
    end = savedEnd;
    return tree;
  }

  private int[] usedPlaces() {
    return Arrays.copyOf(places, placeCount);
  }

  private void deeper() {
    if (++depth > MAX_DEPTH) {
      throw new BinXmlException("elements are nested more than " + MAX_DEPTH + " deep");
    }
  }

  private void need(int bytes) {
    if (bytes < 0 || end - at < bytes) {
      throw new BinXmlException("ends in the middle of its binary XML at chunk offset " + at);
    }
  }

  private int u8() {
    need(1);
    return Bytes.u8(data, at++);
  }

  private int u16() {
    need(2);
    int value = Bytes.u16(data, at);
    at += 2;
    return value;
  }

  private int i32() {
    need(4);
    int value = Bytes.i32(data, at);
    at += 4;
    return value;
  }

  private void skip(int bytes) {
    need(bytes);
    at += bytes;
  }

  private void add(List<Node> to, Node node) {
    if (++nodes > MAX_NODES) {
      throw new BinXmlException("the chunk has more than " + MAX_NODES + " pieces of templates");
    }
    to.add(node);
  }

  // reads until the end of the element, or of the fragment
  private void content(List<Node> into, boolean top) {
    StringBuilder text = null;
    while (true) {
      if (at >= end) {
        if (top) {
          break;
        }
        throw new BinXmlException("ends inside of an element at chunk offset " + at);
      }
      int token = Bytes.u8(data, at);
      switch (token & ~0x40) {
        case 0x05, 0x07, 0x08, 0x09 -> {
          text = text == null ? new StringBuilder() : text;
          characters(text);
          continue;
        }
        default -> {}
      }
      if (text != null) {
        text(into, text);
        text = null;
      }
      switch (token) {
        case 0x00 -> {
          if (!top) {
            throw new BinXmlException("ends inside of an element at chunk offset " + at);
          }
          at++;
          return;
        }
        case 0x01, 0x41 -> add(into, element());
        case 0x04 -> {
          if (top) {
            throw new BinXmlException("an element ends that never began, at chunk offset " + at);
          }
          at++;
          return;
        }
        case 0x0a -> instruction(into);
        case 0x0c -> add(into, new Node.Embedded(templateInstance()));
        case 0x0d, 0x0e -> add(into, substitution());
        case 0x0f -> skip(4);
        default ->
            throw new BinXmlException(
                "token 0x" + Integer.toHexString(token) + " is unknown, at chunk offset " + at);
      }
    }
    if (text != null) {
      text(into, text);
    }
  }

  private void text(List<Node> into, StringBuilder text) {
    size += text.length();
    add(into, new Node.Text(EventValue.literal(text.toString())));
  }

  // a value, CDATA, a character or an entity
  private void characters(StringBuilder into) {
    int token = u8() & ~0x40;
    switch (token) {
      case 0x05 -> {
        int type = u8();
        if (type == 0x01) {
          into.append(countedText());
        } else {
          int width = ValueType.of(type).width();
          if (width < 0 || (type & 0x80) != 0) {
            throw new BinXmlException(
                "a value of type 0x" + Integer.toHexString(type) + " stands in the tree itself");
          }
          need(width);
          into.append(new EventValue(ValueType.of(type), false, data, at, width).text());
          at += width;
        }
      }
      case 0x07 -> into.append(countedText());
      case 0x08 -> into.append((char) u16());
      default -> {
        String entity = name().text();
        into.append(
            switch (entity) {
              case "amp" -> "&";
              case "lt" -> "<";
              case "gt" -> ">";
              case "quot" -> "\"";
              case "apos" -> "'";
              default -> "&" + entity + ";";
            });
      }
    }
  }

  private String countedText() {
    int count = u16();
    need(2 * count);
    String text = new String(data, at, 2 * count, StandardCharsets.UTF_16LE);
    at += 2 * count;
    return text;
  }

  private void instruction(List<Node> into) {
    at++;
    EventName target = name();
    String instruction = "";
    if (at < end && Bytes.u8(data, at) == 0x0b) {
      at++;
      instruction = countedText();
    }
    size += instruction.length() + target.text().length();
    add(into, new Node.Instruction(target, instruction));
  }

  private Node.Substitution substitution() {
    boolean optional = u8() == 0x0e;
    int index = u16();
    u8();
    if (placeCount == places.length) {
      places = Arrays.copyOf(places, 2 * placeCount);
    }
    places[placeCount++] = index;
    return new Node.Substitution(index, optional);
  }

  private Node.Element element() {
    deeper();
    boolean hasAttributes = (u8() & 0x40) != 0;
    if (dependencyIds) {
      skip(2);
    }
    // the size of the element; a wrong one harms nobody who does not use it
    skip(4);
    EventName name = name();
    size += 2 * name.text().length() + 8;
    List<Node.Attribute> attributes = List.of();
    if (hasAttributes) {
      skip(4);
      attributes = attributes();
    }
    List<Node> content = List.of();
    boolean repeats = false;
    int token = u8();
    if (token == 0x02) {
      List<Node> inner = new ArrayList<>(2);
      content(inner, false);
      content = inner;
      for (Node node : inner) {
        repeats |= node instanceof Node.Substitution;
      }
    } else if (token != 0x03) {
      throw new BinXmlException(
          "token 0x"
              + Integer.toHexString(token)
              + " instead of the end of a start tag, at chunk offset "
              + (at - 1));
    }
    depth--;
    return new Node.Element(name, attributes, content, repeats);
  }

  private List<Node.Attribute> attributes() {
    List<Node.Attribute> all = new ArrayList<>(4);
    while (at < end && (Bytes.u8(data, at) & ~0x40) == 0x06) {
      at++;
      EventName name = name();
      size += name.text().length() + 4;
      List<Node> parts = new ArrayList<>(1);
      StringBuilder text = null;
      loop:
      while (at < end) {
        switch (Bytes.u8(data, at) & ~0x40) {
          case 0x05, 0x08, 0x09 -> {
            text = text == null ? new StringBuilder() : text;
            characters(text);
          }
          case 0x0d, 0x0e -> {
            if (text != null) {
              text(parts, text);
              text = null;
            }
            add(parts, substitution());
          }
          default -> {
            break loop;
          }
        }
      }
      if (text != null) {
        text(parts, text);
      }
      if (++nodes > MAX_NODES) {
        throw new BinXmlException("the chunk has more than " + MAX_NODES + " pieces of templates");
      }
      all.add(new Node.Attribute(name, parts));
    }
    return all;
  }

  // a name stands where it is first used; later it is found by its offset
  private EventName name() {
    int offset = i32();
    EventName name = names.get(offset);
    boolean here = offset == at;
    if (name == null) {
      if (offset < 0 || offset > data.length - 8) {
        throw new BinXmlException("a name is at chunk offset " + (offset & 0xffff_ffffL));
      }
      int length = Bytes.u16(data, offset + 6);
      if (length == 0 || length > MAX_NAME || data.length - offset - 8 < 2 * length) {
        throw new BinXmlException("a name at chunk offset " + offset + " is " + length + " long");
      }
      String text = new String(data, offset + 8, 2 * length, StandardCharsets.UTF_16LE);
      name = knownNames.computeIfAbsent(text, EventName::new);
      names.put(offset, name);
    }
    if (here) {
      need(8);
      skip(8 + 2 * Bytes.u16(data, at + 6) + 2);
    }
    return name;
  }

  private Instance templateInstance() {
    at++;
    u8();
    int id = i32();
    int offset = i32();
    if (offset == at) {
      need(DEFINITION_HEADER);
      int length = Bytes.i32(data, at + 20);
      if (length < 0 || length > end - at - DEFINITION_HEADER) {
        throw new BinXmlException("a template at chunk offset " + at + " is " + length + " long");
      }
      int next = at + DEFINITION_HEADER + length;
      Template template = template(offset, id);
      at = next;
      return new Instance(template, values());
    }
    int next = at;
    Template template = template(offset, id);
    at = next;
    return new Instance(template, values());
  }

  private Template template(int offset, int id) {
    Template known = templates.get(offset);
    if (known != null) {
      return known;
    }
    if (offset < 512 || offset > data.length - DEFINITION_HEADER) {
      throw new BinXmlException("a template is at chunk offset " + (offset & 0xffff_ffffL));
    }
    String failure = failures.get(offset);
    if (failure != null) {
      throw new BinXmlException(failure);
    }
    if (openTemplates.contains(offset)) {
      throw new BinXmlException("the template at chunk offset " + offset + " holds itself");
    }
    int length = Bytes.i32(data, offset + 20);
    int from = offset + DEFINITION_HEADER;
    if (Bytes.i32(data, offset + 4) != id || length < 0 || length > data.length - from) {
      throw new BinXmlException("there is no such template at chunk offset " + offset);
    }
    if (effort > MAX_EFFORT) {
      throw new BinXmlException("the templates of the chunk are too many");
    }
    int before = nodes;
    try {
      Template template = definition(offset, from, from + length);
      templateNodes += template.weight();
      templates.put(offset, template);
      return template;
    } catch (BinXmlException e) {
      failures.put(offset, String.valueOf(e.getMessage()));
      throw e;
    } finally {
      effort += nodes - before;
    }
  }

  private Template definition(int offset, int from, int to) {
    openTemplates.add(offset);
    byte[] savedStore = store;
    int savedStart = storeStart;
    store = null;
    int savedSize = size;
    int[] savedPlaces = places;
    int savedCount = placeCount;
    boolean savedIds = dependencyIds;
    int savedEnd = end;
    int before = nodes;
    deeper();
    size = 0;
    places = new int[16];
    placeCount = 0;
    dependencyIds = true;
    at = from;
    end = to;
    List<Node> all = new ArrayList<>(1);
    content(all, true);
    Template template = new Template(List.copyOf(all), size, usedPlaces(), nodes - before);
    depth--;
    size = savedSize;
    places = savedPlaces;
    placeCount = savedCount;
    dependencyIds = savedIds;
    end = savedEnd;
    store = savedStore;
    storeStart = savedStart;
    openTemplates.removeLast();
    return template;
  }

  private Instance.Values values() {
    int count = i32();
    if (count < 0 || count > (end - at) / 4) {
      throw new BinXmlException("has " + (count & 0xffff_ffffL) + " values");
    }
    byte[] types = new byte[count];
    int[] offsets = new int[count];
    int[] lengths = new int[count];
    byte[] keep = store;
    int keepStart = storeStart;
    if (keep == null) {
      keep = chunkCopy == null ? data.clone() : chunkCopy;
      chunkCopy = keep;
      keepStart = 0;
    }
    int from = at + 4 * count;
    for (int i = 0; i < count; i++) {
      lengths[i] = Bytes.u16(data, at + 4 * i);
      types[i] = data[at + 4 * i + 2];
      offsets[i] = from - keepStart;
      from += lengths[i];
      if (from > end) {
        throw new BinXmlException("value " + i + " reaches beyond the end");
      }
    }
    int next = from;
    @Nullable Instance[] nested = null;
    for (int i = 0; i < count; i++) {
      if (types[i] == 0x21 && lengths[i] > 0) {
        nested = nested == null ? new @Nullable Instance[count] : nested;
        int start = offsets[i] + keepStart;
        nested[i] = fragment(start, start + lengths[i]);
      }
    }
    at = next;
    return new Instance.Values(keep, types, offsets, lengths, nested);
  }
}
