-- key_hash = SHA-256 in hex of the whole SubjectPublicKeyInfo; the id holds only its first 16 digits

CREATE TABLE client (
  id            TEXT PRIMARY KEY,
  key_hash      TEXT NOT NULL,
  hostname      TEXT NOT NULL,
  os            TEXT NOT NULL,
  agent_version TEXT NOT NULL,
  facts         TEXT NOT NULL,
  first_seen    INTEGER NOT NULL,
  last_seen     INTEGER NOT NULL,
  address       TEXT NOT NULL DEFAULT '',
  clock_skew    INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE client_label (
  client TEXT NOT NULL REFERENCES client (id) ON DELETE CASCADE,
  label  TEXT NOT NULL,
  PRIMARY KEY (client, label)
) WITHOUT ROWID;
