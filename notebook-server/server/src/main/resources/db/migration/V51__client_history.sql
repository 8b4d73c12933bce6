-- When a client was connected (times in ns; to_time is NULL while it is).
CREATE TABLE client_presence (
  client TEXT NOT NULL,
  from_time INTEGER NOT NULL,
  to_time INTEGER,
  PRIMARY KEY (client, from_time)
) STRICT, WITHOUT ROWID;

-- What people noted of a client.
CREATE TABLE client_note (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  client TEXT NOT NULL,
  author TEXT NOT NULL,
  text TEXT NOT NULL,
  created INTEGER NOT NULL
) STRICT;
CREATE INDEX client_note_by_client ON client_note (client, created);
