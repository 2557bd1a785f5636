-- What a calendar answered can be taken by the secretariat later.

-- What the calendar program said, as JSON; empty for other emails.
alter table received add column calendar text not null default '';
