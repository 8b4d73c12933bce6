package dev.spoor.server.alert;

/// Where an alert stands in a list.
///
/// @param shelf section of the inbox: 0 new, 1 someone is on it, 2 snoozed, 3 closed
public record AlertPlace(String id, int shelf, String hostname) {}
