-- The papers of each published version of an agenda, as they were: their bytes
-- stay, whatever becomes of the papers.

create table published_papers (
  meeting_id bigint not null references meetings(id),
  version    integer not null,
  paper_id   bigint not null,
  sha256     text not null,
  primary key (meeting_id, version, paper_id)
);
create index published_papers_paper_id on published_papers (paper_id);

insert into published_papers (meeting_id, version, paper_id, sha256)
  select v.meeting_id, v.version, p.id, p.sha256 from agenda_versions v join papers p on v.content like '%{"ID":' || p.id || ',"Label":%';

-- The PDF that was made of an office file, so that it is made once.
create table converted_files (
  sha256     text primary key,
  pdf_sha256 text not null,
  made_at    {{time}} not null
);

-- What a pack leaves out, and why, by the labels of its papers; not known of
-- packs that were drawn before.
alter table documents add column left_out text;
