-- one item of the inbox: detections of one rule with one dedup key, until it is closed
create table alert (
  id          text    primary key,
  rule        text    not null,
  dedup       text    not null,
  title       text    not null,
  severity    integer not null,
  client      text,
  hostname    text    not null,
  clients     integer not null,
  account     text    not null,
  key_column  text    not null,
  key_value   text    not null,
  why         text    not null,
  -- section of the inbox: 0 new, 1 someone is on it, 2 snoozed, 3 closed
  shelf       integer not null,
  state       text    not null,
  owner       text,
  until       integer,
  reason      text,
  comment     text    not null,
  count       integer not null,
  value_count integer not null,
  note_count  integer not null,
  first_time  integer not null,
  last_time   integer not null,
  created     integer not null,
  closed      integer,
  revision    integer not null,
  -- what the free text search looks into, in lower case
  search      text    not null
);

create unique index alert_open on alert (rule, dedup) where shelf < 3;
create index alert_inbox on alert (shelf, severity, (-last_time), id);
create index alert_time on alert ((-last_time), id);
create index alert_client on alert (client, shelf);
create index alert_account on alert (account, shelf);
create index alert_owner on alert (owner, shelf);
create index alert_wakes on alert (until) where shelf = 2;

-- a distinct value of an alert: client, account and key column
create table alert_value (
  alert      text    not null,
  hash       text    not null,
  client     text,
  hostname   text    not null,
  account    text    not null,
  key_column text    not null,
  key_value  text    not null,
  count      integer not null,
  first_time integer not null,
  last_time  integer not null,
  told       integer not null,
  primary key (alert, hash)
) without rowid;

-- which events were counted; the newest thousand of each alert
create table alert_event (
  number   integer primary key,
  rule     text    not null,
  event_id text    not null,
  dedup    text    not null,
  alert    text    not null,
  value    text    not null,
  time     integer not null,
  delivery text,
  unique (rule, event_id, dedup)
);

create index alert_event_of on alert_event (alert, number);

create table alert_hour (
  alert text    not null,
  hour  integer not null,
  count integer not null,
  primary key (alert, hour)
) without rowid;

create table alert_note (
  number integer primary key,
  alert  text    not null,
  author text    not null,
  time   integer not null,
  text   text    not null
);

create index alert_note_of on alert_note (alert, number);

create table alert_history (
  number   integer primary key,
  undo     text    not null,
  alert    text    not null,
  verb     text    not null,
  author   text    not null,
  time     integer not null,
  before   text,
  after    text    not null,
  revision integer not null,
  undone   integer not null
);

create index alert_history_of on alert_history (alert, number);
create index alert_history_undo on alert_history (undo);
