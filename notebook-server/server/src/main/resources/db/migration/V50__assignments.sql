-- Which client was to watch what, from when to when (times in ns; to_time is NULL while it lasts).
CREATE TABLE assignment (
  client TEXT NOT NULL,
  artifact TEXT NOT NULL,
  from_time INTEGER NOT NULL,
  to_time INTEGER,
  PRIMARY KEY (client, artifact, from_time)
) STRICT, WITHOUT ROWID;
CREATE INDEX assignment_by_end ON assignment (to_time);
