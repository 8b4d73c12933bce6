-- times are nanoseconds since 1970 in UTC

CREATE TABLE audit (
  seq           INTEGER PRIMARY KEY,
  time          INTEGER NOT NULL,
  principal     TEXT NOT NULL,
  action        TEXT NOT NULL,
  target        TEXT NOT NULL,
  before_json   TEXT,
  after_json    TEXT,
  previous_hash BLOB NOT NULL,
  hash          BLOB NOT NULL
);

CREATE TRIGGER audit_is_append_only_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;

CREATE TRIGGER audit_is_append_only_delete BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;

CREATE TABLE user (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  name       TEXT NOT NULL COLLATE NOCASE UNIQUE,
  role       TEXT NOT NULL,
  passphrase TEXT NOT NULL,
  enabled    INTEGER NOT NULL DEFAULT 1,
  created    INTEGER NOT NULL
);

-- token_hash = SHA-256 of the 256 random bits that only the cookie holds
CREATE TABLE session (
  token_hash TEXT PRIMARY KEY,
  user_id    INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  address    TEXT NOT NULL,
  created    INTEGER NOT NULL,
  last_used  INTEGER NOT NULL
);

CREATE TABLE api_token (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  token_hash  TEXT NOT NULL UNIQUE,
  label       TEXT NOT NULL,
  user_id     INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  permissions TEXT NOT NULL,
  created     INTEGER NOT NULL,
  expires     INTEGER NOT NULL,
  last_used   INTEGER
);

-- sealed = nonce and AES-GCM ciphertext; the key lies outside this file
CREATE TABLE secret (
  name    TEXT PRIMARY KEY,
  hosts   TEXT NOT NULL,
  sealed  BLOB NOT NULL,
  created INTEGER NOT NULL,
  updated INTEGER NOT NULL
);

CREATE TABLE setting (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
);
