package dev.spoor.evtx;

import java.util.List;

/// A piece of an event's tree. Immutable.
sealed interface Node {

  /// An element with its attributes and content.
  ///
  /// @param repeats whether a substitution stands in its content: an array there repeats it
  record Element(EventName name, List<Attribute> attributes, List<Node> content, boolean repeats)
      implements Node {}

  /// An attribute, whose value may be put together from parts.
  record Attribute(EventName name, List<Node> parts) {}

  /// Text of the tree itself, with entities and character references resolved.
  record Text(EventValue value) implements Node {}

  /// The place of a value.
  ///
  /// @param optional whether what holds it is left out when there is no value
  record Substitution(int index, boolean optional) implements Node {}

  /// A processing instruction.
  record Instruction(EventName target, String data) implements Node {}

  /// A tree with values of its own.
  record Embedded(Instance instance) implements Node {}
}
