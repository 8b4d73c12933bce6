-- recordings: the bytes lie in the blobs folder under their hash
create table recording (
  id text primary key,
  name text not null,
  source text not null,
  host text not null,
  os text not null,
  licence text not null,
  sha256 text not null,
  size integer not null,
  row_count integer not null,
  first_time integer,
  last_time integer,
  event_ids text not null,
  parts text not null,
  problems text not null,
  author text not null,
  created integer not null
) strict;
create index recording_name on recording (name);

-- test files of detections, newest version of each
create table detection_test (
  name text primary key,
  version integer not null,
  detection text not null,
  content text not null,
  author text not null,
  created integer not null
) strict;

-- how tests ended when they last ran, the shipped ones among them
create table detection_test_result (
  file text not null,
  test text not null,
  detection text not null,
  outcome text not null,
  differences text not null,
  finished integer not null,
  primary key (file, test)
) strict;
