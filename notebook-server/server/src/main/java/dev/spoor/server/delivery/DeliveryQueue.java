package dev.spoor.server.delivery;

/// Takes messages from queries. A server event query is given one that holds them until its offset
/// is committed in the same transaction.
public interface DeliveryQueue {
  /// @return the id of the delivery, `D.…`
  String enqueue(DeliveryRequest request);
}
