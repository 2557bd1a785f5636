-- The partnership's logo, at the head of its documents.

alter table partnerships add column logo_sha256 text not null default '';
alter table partnerships add column logo_media_type text not null default '';
alter table partnerships add column logo_text text not null default '';
alter table partnerships add column logo_width integer not null default 0;
alter table partnerships add column logo_height integer not null default 0;

-- Every logo there ever was: what was issued under an older one still shows it.
create table logos (
  sha256   text primary key,
  added_at {{time}} not null
);
