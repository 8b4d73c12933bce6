-- Sigma rules, every version of each
create table detection_rule (
  id text not null,
  version integer not null,
  title text not null,
  level text not null,
  tags text not null,
  content text not null,
  author text not null,
  created integer not null,
  primary key (id, version)
) strict;

-- what is done with the newest version
create table detection_rule_state (
  id text primary key,
  state text not null,
  label text not null,
  changed_by text not null,
  changed integer not null
) strict;

-- matches by the hour they came in
create table detection_hits (
  rule text not null,
  hour integer not null,
  hits integer not null,
  primary key (rule, hour)
) strict;
