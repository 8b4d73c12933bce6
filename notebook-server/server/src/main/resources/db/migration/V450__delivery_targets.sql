-- per_minute = messages that a target takes in one minute; what is more waits and goes as one digest
alter table delivery_target add column per_minute integer not null default 30;
alter table delivery_target add column mail_from text;
-- addresses by line
alter table delivery_target add column mail_to text;

-- held = 1: waits because its target had enough; digest = the delivery that carries it instead
alter table delivery add column held integer not null default 0;
alter table delivery add column digest text;
-- attempts that were made before the last replay by hand: patience begins anew there
alter table delivery add column attempts_before integer not null default 0;

create index delivery_by_target on delivery (target, state, next_attempt);
create index delivery_by_time on delivery (created);
create index delivery_by_digest on delivery (digest) where digest is not null;
create index delivery_attempt_by_time on delivery_attempt (started);
