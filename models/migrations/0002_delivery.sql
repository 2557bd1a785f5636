-- Letters leave the outbox by a mail server.

-- What a letter is about, so that letters about one meeting are joined, kept in
-- order and withdrawn together.
alter table letters add column meeting_id bigint references meetings(id);
-- The name it has for mail programs, given before it is handed over first.
alter table letters add column message_id text not null default '';
alter table letters add column first_tried_at {{time}};
-- When it was last handed over without an answer that says whether it was taken.
alter table letters add column in_flight_at {{time}};
-- After this it is no news any more and is not sent.
alter table letters add column expires_at {{time}};
create index letters_meeting on letters (meeting_id, person_id, id);
create index letters_message on letters (message_id);
-- Links to sign in that wait since before have ended.
update letters set state = 'cancelled', problem = 'The link in it has ended.' where kind = 'sign-in' and state = 'waiting';

-- Who does what only one process may do at a time, and until when.
create table leases (
  name    text primary key,
  holder  text not null,
  ends_at {{time}} not null
);

-- How the mail server does: a row while it fails.
create table mail_failures (
  id       integer primary key,
  failures integer not null,
  since    {{time}} not null,
  retry_at {{time}} not null,
  problem  text not null
);

-- Addresses that a mail server refused for good, until one takes a letter to them.
create table address_problems (
  email   text primary key,
  problem text not null,
  at      {{time}} not null
);

-- The kinds of letter that somebody does not want.
create table unwanted_letters (
  person_id  bigint not null references people(id) on delete cascade,
  kind       text not null,
  created_at {{time}} not null,
  primary key (person_id, kind)
);

-- Keys with which links in letters are signed.
create table secrets (
  name       text primary key,
  value      text not null,
  created_at {{time}} not null
);
