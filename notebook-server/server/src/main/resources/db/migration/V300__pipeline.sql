-- A stream number is never reused, however old the rows are.
CREATE TABLE stream (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  client TEXT NOT NULL,
  artifact TEXT NOT NULL,
  artifact_version INTEGER NOT NULL,
  source TEXT NOT NULL,
  parameter_hash TEXT NOT NULL,
  UNIQUE (client, artifact, artifact_version, source, parameter_hash)
) STRICT;

-- Where each consumer of the journal goes on after a restart.
CREATE TABLE consumer (
  name TEXT PRIMARY KEY,
  next_lsn INTEGER NOT NULL,
  updated INTEGER NOT NULL
) STRICT;

-- What an agent reported of a stream, as intervals in which its state stayed the same (times in ns).
CREATE TABLE stream_interval (
  id INTEGER PRIMARY KEY,
  client TEXT NOT NULL,
  stream INTEGER NOT NULL,
  boot TEXT NOT NULL,
  from_time INTEGER NOT NULL,
  to_time INTEGER NOT NULL,
  state TEXT NOT NULL,
  since INTEGER NOT NULL,
  error TEXT,
  last_seq INTEGER NOT NULL,
  complete_up_to INTEGER,
  captured INTEGER NOT NULL,
  spooled INTEGER NOT NULL,
  sent INTEGER NOT NULL,
  lost INTEGER NOT NULL
) STRICT;
CREATE INDEX stream_interval_by_stream ON stream_interval (client, stream, to_time);

-- Every version of every artifact, with the text it had.
CREATE TABLE artifact_version (
  name TEXT NOT NULL,
  version INTEGER NOT NULL,
  built_in INTEGER NOT NULL,
  hash TEXT NOT NULL,
  definition TEXT NOT NULL,
  author TEXT NOT NULL,
  created INTEGER NOT NULL,
  PRIMARY KEY (name, version)
) STRICT;

-- Monitoring tables by version; the newest of a kind ('client', 'server') is in force.
CREATE TABLE monitoring_table (
  kind TEXT NOT NULL,
  version INTEGER NOT NULL,
  content TEXT NOT NULL,
  compiled TEXT NOT NULL,
  author TEXT NOT NULL,
  created INTEGER NOT NULL,
  PRIMARY KEY (kind, version)
) STRICT;
