package dev.spoor.wire;

/// What travels between agent and server.
public interface Message {}
