-- Answers are read from a mailbox.

-- How far each mailbox has been read.
create table mailboxes (
  name      text primary key,
  validity  bigint not null,
  last_read bigint not null
);

-- Attachments that could not be taken, with why, a line each.
alter table received add column left_out text not null default '';
