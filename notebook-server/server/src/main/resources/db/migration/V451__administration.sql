-- artifact empty: all that have no rule of their own
create table retention_rule (
  artifact text primary key,
  days     integer,
  bytes    integer
);

alter table enrolment_token add column revoked integer;
alter table enrolment_token add column first_uses integer not null default 0;
update enrolment_token set first_uses = uses;
