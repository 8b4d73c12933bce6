-- the secret itself is never stored
create table enrolment_token (
  hash    text    primary key,
  uses    integer not null,
  expires integer not null,
  creator text    not null,
  created integer not null
);

create table certificate_revocation (
  client_id text    primary key,
  revoked   integer not null,
  revoker   text    not null
);
