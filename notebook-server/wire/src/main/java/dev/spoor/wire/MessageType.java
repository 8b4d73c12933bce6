package dev.spoor.wire;

/// The type byte of a message. Numbers are never reused.
enum MessageType {
  HELLO(1, Hello.class),
  WELCOME(2, Welcome.class),
  CHALLENGE(3, Challenge.class),
  CHALLENGE_ANSWER(4, ChallengeAnswer.class),
  PING(5, Ping.class),
  PONG(6, Pong.class),
  EVENT_BATCH(16, WireCodec.BatchHeader.class),
  ROW_PART(17, WireCodec.PartHeader.class),
  BATCH_ACK(18, BatchAck.class),
  BATCH_REJECT(19, BatchReject.class),
  STREAM_STATUS(20, StreamStatus.class),
  QUERY_LOG(21, QueryLog.class),
  MONITORING_UPDATE(32, WireCodec.TableHeader.class);

  private final int number;
  private final Class<?> header;

  MessageType(int number, Class<?> header) {
    this.number = number;
    this.header = header;
  }

  int number() {
    return number;
  }

  /// The record that the JSON header is read into.
  Class<?> header() {
    return header;
  }

  static MessageType of(int number) throws WireException {
    for (MessageType type : values()) {
      if (type.number == number) {
        return type;
      }
    }
    throw new WireException("message type " + number + " is unknown");
  }

  static MessageType of(Message message) {
    return switch (message) {
      case Hello ignored -> HELLO;
      case Welcome ignored -> WELCOME;
      case Challenge ignored -> CHALLENGE;
      case ChallengeAnswer ignored -> CHALLENGE_ANSWER;
      case Ping ignored -> PING;
      case Pong ignored -> PONG;
      case EventBatch ignored -> EVENT_BATCH;
      case RowPart ignored -> ROW_PART;
      case BatchAck ignored -> BATCH_ACK;
      case BatchReject ignored -> BATCH_REJECT;
      case StreamStatus ignored -> STREAM_STATUS;
      case QueryLog ignored -> QUERY_LOG;
      case MonitoringUpdate ignored -> MONITORING_UPDATE;
    };
  }
}
