-- what was decided about a client, an account or a notebook; nothing is deleted
create table decision (
  number    integer primary key,
  about     text    not null,
  subject   text    not null,
  kind      text    not null,
  text      text    not null,
  due       integer,
  owner     text    not null,
  author    text    not null,
  time      integer not null,
  withdrawn integer
);

create index decision_on on decision (about, subject, number);
