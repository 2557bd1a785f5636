-- Whoever runs the partnership sees when answers are not read.

-- Why a mailbox cannot be read, and since when; empty while it can.
alter table mailboxes add column problem text not null default '';
alter table mailboxes add column failing_since {{time}};
