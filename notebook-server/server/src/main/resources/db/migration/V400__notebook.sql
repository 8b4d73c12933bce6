create table notebook (
  id             text    primary key,
  title          text    not null,
  title_revision integer not null,
  owner          text    not null,
  time_range     text    not null,
  revision       integer not null,
  created        integer not null,
  updated        integer not null,
  deleted        integer
);

create table notebook_cell (
  notebook    text    not null references notebook (id),
  id          text    not null,
  type        text    not null,
  text        text    not null,
  revision    integer not null,
  author      text    not null,
  conflict_of text,
  run         text,
  pending     text,
  position    integer not null,
  deleted     integer,
  primary key (notebook, id)
);

-- every saved text, so that none is lost and a later issue can show the history
create table notebook_cell_revision (
  notebook text    not null,
  cell     text    not null,
  revision integer not null,
  type     text    not null,
  text     text    not null,
  author   text    not null,
  saved    integer not null,
  primary key (notebook, cell, revision)
);

-- the answer to an edit, so that the same edit sent twice is applied once
create table notebook_edit (
  notebook text    not null,
  edit_id  text    not null,
  revision integer not null,
  answer   text    not null,
  saved    integer not null,
  primary key (notebook, edit_id)
);

create table notebook_created (
  owner    text not null,
  key      text not null,
  notebook text not null,
  primary key (owner, key)
);

create table cell_run (
  id        text    primary key,
  notebook  text    not null,
  cell      text    not null,
  text_hash text    not null,
  runner    text    not null,
  state     text    not null,
  started   integer not null,
  finished  integer,
  needed    text    not null,
  summary   text    not null
);

create index cell_run_by_cell on cell_run (notebook, cell);
