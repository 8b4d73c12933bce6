package dev.spoor.evtx;

import java.util.List;

/// Shows a tree to a visitor, with its values in their places. The bound holds for what is shown: a
/// small record can ask for the same value thousands of times.
final class TreeWalk {
  private final EventVisitor visitor;
  private long left;

  TreeWalk(EventVisitor visitor, long limit) {
    this.visitor = visitor;
    this.left = limit;
  }

  void show(Instance tree) {
    for (Node node : tree.template().nodes()) {
      show(node, tree, -1);
    }
  }

  private void spend(long amount) {
    left -= amount;
    if (left < 0) {
      throw new BinXmlException("expands to more than the limit of a record");
    }
  }

  // item: which item of an array is shown; -1 outside of repeated elements
  private void show(Node node, Instance tree, int item) {
    spend(1);
    switch (node) {
      case Node.Element element -> {
        int times = element.repeats() ? repetitions(element, tree) : -1;
        if (times < 0) {
          element(element, tree, -1);
        }
        for (int i = 0; i < times; i++) {
          element(element, tree, i);
        }
      }
      case Node.Text text -> {
        spend(text.value().length());
        visitor.text(text.value());
      }
      case Node.Substitution place -> substitution(place, tree, item);
      case Node.Instruction instruction -> {
        spend(instruction.data().length());
        visitor.instruction(instruction.target(), instruction.data());
      }
      case Node.Embedded embedded -> show(embedded.instance());
    }
  }

  // how often an element stands there because of arrays in its content; -1 if there are none
  private static int repetitions(Node.Element element, Instance tree) {
    int most = -1;
    List<Node> content = element.content();
    for (int i = 0; i < content.size(); i++) {
      if (content.get(i) instanceof Node.Substitution place && tree.isArray(place.index())) {
        most = Math.max(most, Math.max(1, tree.items(place.index()).size()));
      }
    }
    return most;
  }

  private void element(Node.Element element, Instance tree, int item) {
    spend(8 + 2L * element.name().text().length());
    visitor.startElement(element.name());
    List<Node.Attribute> attributes = element.attributes();
    for (int i = 0; i < attributes.size(); i++) {
      attribute(attributes.get(i), tree);
    }
    List<Node> content = element.content();
    for (int i = 0; i < content.size(); i++) {
      show(content.get(i), tree, item);
    }
    visitor.endElement(element.name());
  }

  private void attribute(Node.Attribute attribute, Instance tree) {
    spend(4 + attribute.name().text().length());
    List<Node> parts = attribute.parts();
    if (parts.size() == 1) {
      Node only = parts.getFirst();
      if (only instanceof Node.Substitution place) {
        if (!tree.isNull(place.index()) || !place.optional()) {
          EventValue value = tree.value(place.index());
          spend(2L * value.length());
          visitor.attribute(attribute.name(), value);
        }
        return;
      }
      if (only instanceof Node.Text text) {
        spend(text.value().length());
        visitor.attribute(attribute.name(), text.value());
        return;
      }
    }
    StringBuilder joined = new StringBuilder();
    boolean any = parts.isEmpty();
    for (Node part : parts) {
      switch (part) {
        case Node.Text text -> {
          any = true;
          spend(text.value().length());
          joined.append(text.value().text());
        }
        case Node.Substitution place -> {
          any |= !tree.isNull(place.index()) || !place.optional();
          EventValue value = tree.value(place.index());
          spend(2L * value.length());
          joined.append(value.text());
        }
        default -> throw new BinXmlException("a tree inside of an attribute");
      }
    }
    if (any) {
      visitor.attribute(attribute.name(), EventValue.literal(joined.toString()));
    }
  }

  private void substitution(Node.Substitution place, Instance tree, int item) {
    Instance inner = tree.nested(place.index());
    if (inner != null) {
      show(inner);
      return;
    }
    if (item >= 0 && tree.isArray(place.index())) {
      List<EventValue> items = tree.items(place.index());
      if (item < items.size()) {
        spend(2L * items.get(item).length());
        visitor.text(items.get(item));
      }
      return;
    }
    EventValue value = tree.value(place.index());
    spend(2L * value.length());
    visitor.text(value);
  }
}
