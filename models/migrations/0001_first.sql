-- The first schema. Frozen: later changes are later files.
-- {{id}}, {{time}} and {{bytes}} are the column types of the database in use.

create table store_versions (
  id      integer primary key,
  version bigint not null
);

create table partnerships (
  id                      {{id}},
  name                    text not null,
  convener                text not null default '',
  time_zone               text not null,
  language                text not null,
  quarter_basis           text not null,
  rule_week               integer not null,
  rule_weekday            integer not null,
  rule_month              integer not null,
  start_time              text not null,
  duration_minutes        integer not null,
  venue                   text not null default '',
  joining_link            text not null default '',
  call_weeks              integer not null,
  submission_days         integer not null,
  agenda_days             integer not null,
  minutes_days            integer not null,
  corrections_days        integer not null,
  quorum_numerator        integer not null,
  quorum_denominator      integer not null,
  quorum_sectors          text not null default '',
  sectors                 text not null default '',
  themes                  text not null default '',
  marking                 text not null default '',
  restricted_marking      text not null default '',
  reply_address           text not null default '',
  reporting               text not null default '',
  about                   text not null default '',
  retention_years         integer not null,
  next_meeting_public     boolean not null,
  set_up_at               {{time}},
  set_up_token_hash       text not null default '',
  version                 integer not null
);

create table standing_items (
  id         {{id}},
  position   integer not null,
  section    text not null default '',
  role       text not null,
  title      text not null,
  purpose    text not null,
  minutes    integer not null,
  presenter  text not null default ''
);

create table organisations (
  id         {{id}},
  name       text not null,
  short_name text not null,
  name_key   text not null unique,
  short_key  text not null unique,
  sector     text not null,
  joined     text,
  "left"     text,
  version    integer not null
);

create table people (
  id              {{id}},
  name            text not null,
  name_key        text not null,
  email           text not null unique,
  job_title       text not null default '',
  organisation_id bigint not null references organisations(id),
  role            text not null,
  initials        text not null,
  deactivated_at  {{time}},
  version         integer not null
);
create index people_name on people (name_key, id);
create index people_organisation on people (organisation_id);
create unique index people_initials on people (initials) where deactivated_at is null;

create table meetings (
  id                   {{id}},
  reference            text not null unique,
  kind                 text not null,
  year                 integer not null,
  quarter              integer not null,
  number               integer not null,
  title                text not null default '',
  starts_at            {{time}} not null,
  duration_minutes     integer not null,
  venue                text not null default '',
  joining_link         text not null default '',
  chair_id             bigint references people(id),
  minute_taker_id      bigint references people(id),
  call_on              text,
  submissions_close_at {{time}} not null,
  agenda_on            text,
  minutes_on           text,
  corrections_on       text,
  state                text not null,
  reason               text not null default '',
  called_at            {{time}},
  moved_from           {{time}},
  moved_reason         text not null default '',
  cancelled_reason     text not null default '',
  agenda_version       integer not null default 0,
  agenda_published_at  {{time}},
  last_decision        integer not null default 0,
  last_action          integer not null default 0,
  began                text not null default '',
  ended                text not null default '',
  sequence             integer not null default 0,
  created_at           {{time}} not null,
  version              integer not null
);
create index meetings_starts on meetings (starts_at);

create table practices (
  id              {{id}},
  slug            text not null unique,
  title           text not null,
  summary         text not null default '',
  context         text not null default '',
  done            text not null default '',
  results         text not null default '',
  cost            text not null default '',
  lessons         text not null default '',
  conditions      text not null default '',
  contact         text not null default '',
  themes          text not null default '',
  visibility      text not null,
  state           text not null,
  wanted          text not null default '',
  organisation_id bigint not null references organisations(id),
  author_id       bigint not null references people(id),
  client_key      text unique,
  submitted_at    {{time}},
  published_at    {{time}},
  created_at      {{time}} not null,
  version         integer not null
);
create index practices_state on practices (state, published_at);

create table practice_adoptions (
  id              {{id}},
  practice_id     bigint not null references practices(id),
  organisation_id bigint not null references organisations(id),
  note            text not null default '',
  person_id       bigint not null references people(id),
  created_at      {{time}} not null,
  unique (practice_id, organisation_id)
);

create table items (
  id               {{id}},
  meeting_id       bigint not null references meetings(id),
  kind             text not null,
  role             text not null default '',
  section          text not null default '',
  position         integer not null default 0,
  title            text not null,
  purpose          text not null,
  minutes          integer not null,
  ask              text not null default '',
  background       text not null default '',
  restricted       boolean not null,
  state            text not null,
  reason           text not null default '',
  organisation_id  bigint references organisations(id),
  author_id        bigint references people(id),
  practice_id      bigint references practices(id),
  deferred_to_id   bigint references meetings(id),
  deferred_from_id bigint references items(id),
  submitted_at     {{time}},
  client_key       text unique,
  created_at       {{time}} not null,
  version          integer not null
);
create index items_meeting on items (meeting_id, state, position);
create index items_author on items (author_id);
create index items_organisation on items (organisation_id);

create table presenters (
  id        {{id}},
  item_id   bigint not null references items(id) on delete cascade,
  position  integer not null,
  person_id bigint references people(id),
  name      text not null default ''
);
create index presenters_item on presenters (item_id);

create table papers (
  id          {{id}},
  item_id     bigint references items(id) on delete cascade,
  practice_id bigint references practices(id) on delete cascade,
  position    integer not null,
  title       text not null,
  file_name   text not null,
  media_type  text not null,
  size        bigint not null,
  sha256      text not null,
  marking     text not null default '',
  restricted  boolean not null,
  uploader_id bigint references people(id),
  created_at  {{time}} not null
);
create index papers_item on papers (item_id);
create index papers_practice on papers (practice_id);
create index papers_sha256 on papers (sha256);

create table agenda_versions (
  id           {{id}},
  meeting_id   bigint not null references meetings(id),
  version      integer not null,
  published_at {{time}} not null,
  publisher_id bigint references people(id),
  changes      text not null default '',
  content      text not null,
  unique (meeting_id, version)
);

create table attendances (
  id                {{id}},
  meeting_id        bigint not null references meetings(id),
  position          integer not null,
  person_id         bigint references people(id),
  organisation_id   bigint references organisations(id),
  name              text not null default '',
  initials          text not null default '',
  job_title         text not null default '',
  organisation_name text not null default '',
  capacity          text not null,
  reply             text not null,
  replied_at        {{time}},
  reply_note        text not null default '',
  email             text not null default '',
  outcome           text not null,
  online            boolean not null,
  deputy_for_id     bigint references attendances(id),
  arrived           text not null default '',
  "left"            text not null default '',
  away_from         text not null default '',
  away_to           text not null default '',
  remark            text not null default '',
  restricted        boolean not null,
  version           integer not null,
  unique (meeting_id, person_id)
);
create index attendances_meeting on attendances (meeting_id, position);

create table actions (
  id            {{id}},
  reference     text not null unique,
  meeting_id    bigint not null references meetings(id),
  number        integer not null,
  item_id       bigint references items(id),
  text          text not null,
  restricted    boolean not null,
  all_partners  boolean not null,
  deadline_kind text not null,
  due_on        text,
  next_after    text,
  state         text not null,
  settled_at    {{time}},
  created_at    {{time}} not null,
  version       integer not null
);
create index actions_state on actions (state, due_on);
create index actions_meeting on actions (meeting_id, number);

create table action_owners (
  id              {{id}},
  action_id       bigint not null references actions(id) on delete cascade,
  position        integer not null,
  person_id       bigint references people(id),
  organisation_id bigint references organisations(id),
  name            text not null default ''
);
create index action_owners_action on action_owners (action_id);
create index action_owners_organisation on action_owners (organisation_id);
create index action_owners_person on action_owners (person_id);

create table action_updates (
  id            {{id}},
  action_id     bigint not null references actions(id) on delete cascade,
  kind          text not null,
  note          text not null default '',
  deadline_kind text not null default '',
  due_on        text,
  meeting_id    bigint references meetings(id),
  person_id     bigint references people(id),
  restricted    boolean not null,
  client_key    text,
  created_at    {{time}} not null,
  unique (action_id, client_key)
);
create index action_updates_action on action_updates (action_id, id);

create table entries (
  id             {{id}},
  meeting_id     bigint not null references meetings(id),
  item_id        bigint not null references items(id),
  position       integer not null,
  kind           text not null,
  heading        text not null default '',
  text           text not null,
  restricted     boolean not null,
  public_text    text not null default '',
  number         integer not null default 0,
  how            text not null default '',
  votes_for      integer not null default 0,
  votes_against  integer not null default 0,
  abstained      integer not null default 0,
  action_id      bigint references actions(id),
  done_at_meeting boolean not null,
  reviews_id     bigint references actions(id),
  review_outcome text not null default '',
  review_deadline_kind text not null default '',
  review_due_on  text,
  author_id      bigint references people(id),
  client_key     text,
  created_at     {{time}} not null,
  version        integer not null,
  unique (meeting_id, client_key)
);
create index entries_meeting on entries (meeting_id, item_id, position);

create table interests (
  id         {{id}},
  meeting_id bigint not null references meetings(id),
  item_id    bigint not null references items(id),
  person_id  bigint references people(id),
  name       text not null default '',
  declared   text not null,
  then_did   text not null,
  restricted boolean not null,
  version    integer not null
);
create index interests_meeting on interests (meeting_id);

create table minutes (
  id             {{id}},
  meeting_id     bigint not null unique references meetings(id),
  state          text not null,
  circulated     integer not null default 0,
  circulated_at  {{time}},
  agreed_at_id   bigint references meetings(id),
  agreed_on      text,
  published_at   {{time}},
  version        integer not null
);

create table minutes_versions (
  id         {{id}},
  meeting_id bigint not null references meetings(id),
  version    integer not null,
  kind       text not null,
  issued_at  {{time}} not null,
  issuer_id  bigint references people(id),
  changes    text not null default '',
  content    text not null,
  unique (meeting_id, version, kind)
);

create table documents (
  id         {{id}},
  kind       text not null,
  meeting_id bigint not null references meetings(id),
  edition    text not null,
  standing   text not null,
  version    integer not null,
  title      text not null,
  sha256     text not null,
  size       bigint not null,
  pages      integer not null default 0,
  issued_at  {{time}} not null,
  unique (kind, meeting_id, edition, standing, version)
);
create index documents_sha256 on documents (sha256);

create table corrections (
  id         {{id}},
  meeting_id bigint not null references meetings(id),
  to_version integer not null,
  person_id  bigint references people(id),
  name       text not null default '',
  paragraph  text not null default '',
  text       text not null,
  outcome    text not null,
  answer     text not null default '',
  made_at_id bigint references meetings(id),
  restricted boolean not null,
  created_at {{time}} not null,
  version    integer not null
);
create index corrections_meeting on corrections (meeting_id);

create table letters (
  id         {{id}},
  kind       text not null,
  cause      text not null unique,
  person_id  bigint references people(id),
  email      text not null,
  name       text not null default '',
  facts      text not null,
  state      text not null,
  attempts   integer not null default 0,
  next_at    {{time}},
  sent_at    {{time}},
  problem    text not null default '',
  created_at {{time}} not null
);
create index letters_state on letters (state, id);

create table events (
  id           {{id}},
  at           {{time}} not null,
  person_id    bigint references people(id),
  actor        text not null,
  what         text not null,
  subject      text not null,
  subject_id   bigint not null default 0,
  label        text not null default '',
  meeting_id   bigint references meetings(id),
  detail       text not null default '',
  request_id   text not null default ''
);
create index events_subject on events (subject, subject_id);
create index events_person on events (person_id, id);
create index events_what on events (what);
create index events_meeting on events (meeting_id, id);

create table sessions (
  token_hash   text primary key,
  person_id    bigint not null references people(id) on delete cascade,
  created_at   {{time}} not null,
  seen_at      {{time}} not null
);
create index sessions_person on sessions (person_id);

create table sign_ins (
  id         {{id}},
  token_hash text not null unique,
  code_hash  text not null,
  person_id  bigint not null references people(id) on delete cascade,
  guesses    integer not null,
  created_at {{time}} not null,
  expires_at {{time}} not null,
  used_at    {{time}}
);
create index sign_ins_person on sign_ins (person_id);

insert into store_versions (id, version) values (1, 1);
