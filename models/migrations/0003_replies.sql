-- People answer from where they are, and what is to be done in time is done once.

-- Somebody's private calendar address. It is signed with the key for links and
-- names this number: neither it nor a hash of it is kept, so that it can be
-- shown again, and a new number makes every earlier address worth nothing.
create table calendar_feeds (
  person_id      bigint primary key references people(id) on delete cascade,
  number         integer not null,
  follows        boolean not null,
  remind_minutes integer not null,
  created_at     {{time}} not null,
  read_at        {{time}}
);

-- When the secretariat agreed to a deputy who has no account.
alter table attendances add column confirmed_at {{time}};
update attendances set confirmed_at = replied_at where deputy_for_id is not null;

-- What timed work has been done: "items-close/2026-q4".
create table timed_marks (
  name    text primary key,
  done_at {{time}} not null
);

-- Emails that came back to the partnership.
create table received (
  id          {{id}},
  mail_key    text not null unique,
  at          {{time}} not null,
  email       text not null,
  name        text not null default '',
  subject     text not null default '',
  text        text not null default '',
  kind        text not null,
  outcome     text not null,
  problem     text not null default '',
  letter_id   bigint references letters(id),
  person_id   bigint references people(id),
  meeting_id  bigint references meetings(id),
  item_id     bigint references items(id) on delete set null,
  action_id   bigint references actions(id),
  settled_at  {{time}},
  settled_by  text not null default ''
);
create index received_settled on received (settled_at, id);
create index received_item on received (item_id);
create index received_person on received (person_id, id);

create table received_files (
  id          {{id}},
  received_id bigint not null references received(id) on delete cascade,
  file_name   text not null,
  media_type  text not null,
  extension   text not null,
  size        bigint not null,
  sha256      text not null
);
create index received_files_received on received_files (received_id);
