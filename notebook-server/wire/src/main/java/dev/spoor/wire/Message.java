package dev.spoor.wire;

/// What travels between agent and server, in either direction. Every message is an immutable
/// record; [WireCodec] is the only way to bytes and back.
public sealed interface Message
    permits Hello,
        Challenge,
        ChallengeAnswer,
        Welcome,
        EventBatch,
        RowPart,
        BatchAck,
        BatchReject,
        StreamStatus,
        MonitoringUpdate,
        QueryLog,
        Ping,
        Pong {}
