create table delivery_target (
  name           text    primary key,
  kind           text    not null,
  secret         text    not null,
  signing_secret text,
  created        integer not null
);

-- the outbox: one row for each (event, target, kind), whatever is replayed above
create table delivery (
  id           text    primary key,
  event_id     text    not null,
  target       text    not null,
  kind         text    not null,
  state        text    not null,
  message      text    not null,
  attempts     integer not null,
  may_repeat   integer not null,
  created      integer not null,
  next_attempt integer not null,
  finished     integer,
  error        text,
  unique (event_id, target, kind)
);

create index delivery_due on delivery (state, next_attempt);

create table delivery_attempt (
  delivery text    not null,
  number   integer not null,
  started  integer not null,
  finished integer,
  outcome  text,
  detail   text,
  primary key (delivery, number)
);
