package dev.spoor.evtx;

/// Is told an event piece by piece, in the order of its XML. A text that belongs to one element may
/// come in several pieces. Values are valid as long as the record is.
public interface EventVisitor {
  void startElement(EventName name);

  /// An attribute of the element that has just been started.
  void attribute(EventName name, EventValue value);

  void text(EventValue value);

  void endElement(EventName name);

  /// A processing instruction.
  default void instruction(EventName target, String data) {}
}
