package models

import (
	"context"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// PublishedPaper is a paper as it went out with a version of an agenda. Its
// bytes are kept for as long as the version is, also when the paper is taken
// away or replaced.
type PublishedPaper struct {
	MeetingID int64 `gorm:"primaryKey"`
	Version   int   `gorm:"primaryKey"`
	PaperID   int64 `gorm:"primaryKey"`
	SHA256    string
}

// ConvertedFile is the PDF that was made of an office file.
type ConvertedFile struct {
	SHA256    string `gorm:"primaryKey"` // of the office file
	PDFSHA256 string `gorm:"column:pdf_sha256"`
	MadeAt    time.Time
}

// paperLines are the papers of the agenda by their number.
func (c AgendaContent) paperLines() map[int64]PaperLine {
	lines := map[int64]PaperLine{}
	for _, i := range c.Items {
		for _, p := range i.Papers {
			lines[p.ID] = p
		}
	}
	return lines
}

// keepPublishedPapers notes the papers of a version that is published now.
func (t *tx) keepPublishedPapers(m Meeting, c AgendaContent) error {
	papers, err := papersNamed(t.DB, c)
	if err != nil || len(papers) == 0 {
		return err
	}
	var rows []PublishedPaper
	for _, p := range papers {
		rows = append(rows, PublishedPaper{MeetingID: m.ID, Version: c.Version, PaperID: p.ID, SHA256: p.SHA256})
	}
	return t.Create(&rows).Error
}

// papersNamed are the papers that the agenda names and that there are now.
func papersNamed(db *gorm.DB, c AgendaContent) ([]Paper, error) {
	var ids []int64
	for id := range c.paperLines() {
		ids = append(ids, id)
	}
	if len(ids) == 0 {
		return nil, nil
	}
	var papers []Paper
	err := db.Where("id in ?", ids).Order("id").Find(&papers).Error
	return papers, err
}

// PackPapers are the papers of an agenda that the actor may read, by their
// number: of a published version those that were published with it, of a draft
// those that there are.
func (s *Store) PackPapers(ctx context.Context, actor Actor, c AgendaContent) (map[int64]Paper, error) {
	papers := map[int64]Paper{}
	if !actor.May(ReadMeetings, false) {
		return papers, nil
	}
	db := s.reading(ctx)
	var list []Paper
	var err error
	if c.Version == 0 {
		list, err = papersNamed(db, c)
	} else {
		list, err = publishedPapers(db, c)
	}
	for _, p := range list {
		if !p.Restricted || actor.May(ReadRestricted, false) {
			papers[p.ID] = p
		}
	}
	return papers, err
}

// publishedPapers are the papers of a published version, as it names them.
func publishedPapers(db *gorm.DB, c AgendaContent) ([]Paper, error) {
	var rows []PublishedPaper
	err := db.Where("version = ? and meeting_id = (select id from meetings where reference = ?)", c.Version, c.Meeting.Reference).Order("paper_id").Find(&rows).Error
	lines := c.paperLines()
	var papers []Paper
	for _, row := range rows {
		if line, ok := lines[row.PaperID]; ok {
			papers = append(papers, line.published(row.SHA256))
		}
	}
	return papers, err
}

// published is the paper of a line, whose bytes have this SHA-256.
func (l PaperLine) published(sha256 string) Paper {
	return Paper{ID: l.ID, Title: l.Title, FileName: l.FileName, MediaType: l.MediaType, Size: l.Size, SHA256: sha256, Restricted: l.Restricted}
}

// paperPublished is a paper as the newest agenda that was published with it
// names it, for those who may read that; not found if there is none.
func paperPublished(db *gorm.DB, actor Actor, id int64) (Paper, error) {
	none := Paper{}
	if !actor.May(ReadMeetings, false) {
		return none, notFound("paper")
	}
	var row PublishedPaper
	err := db.Where("paper_id = ?", id).Order("version desc").Limit(1).Find(&row).Error
	if err != nil {
		return none, err
	}
	if row.PaperID == 0 {
		return none, notFound("paper")
	}
	c, err := publishedAgenda(db, Meeting{ID: row.MeetingID}, row.Version)
	if err != nil {
		return none, err
	}
	line, ok := c.For(actor).paperLines()[id]
	if !ok || line.Restricted && !actor.May(ReadRestricted, false) {
		return none, notFound("paper")
	}
	return line.published(row.SHA256), nil
}

// Converted is the SHA-256 of the PDF that was made of an office file; "" if
// none was.
func (s *Store) Converted(ctx context.Context, sha256 string) (string, error) {
	var f ConvertedFile
	err := s.reading(ctx).Where("sha256 = ?", sha256).Limit(1).Find(&f).Error
	return f.PDFSHA256, err
}

// KeepConverted notes the PDF that was made of an office file, in place of one
// that is not kept any more.
func (s *Store) KeepConverted(ctx context.Context, actor Actor, sha256, pdf string) error {
	return s.command(ctx, actor, func(t *tx) error {
		if err := t.may(DoTimedWork, false); err != nil {
			return err
		}
		return t.Clauses(clause.OnConflict{UpdateAll: true}).Create(&ConvertedFile{SHA256: sha256, PDFSHA256: pdf, MadeAt: t.now}).Error
	})
}

// AgendaPublished names a version of an agenda that was published.
type AgendaPublished struct {
	Reference string
	Version   int
}

// PacksToDraw are the published agendas whose pack has not been drawn yet, the
// newest first.
func (s *Store) PacksToDraw(ctx context.Context, actor Actor) ([]AgendaPublished, error) {
	if _, err := s.mayRead(ctx, actor, DoTimedWork); err != nil {
		return nil, err
	}
	var list []AgendaPublished
	err := s.reading(ctx).Raw(`select m.reference, v.version from agenda_versions v join meetings m on m.id = v.meeting_id
		where not exists (select 1 from documents d where d.kind = ? and d.meeting_id = v.meeting_id and d.version = v.version)
		order by v.published_at desc, v.id desc`, PackDocument).Scan(&list).Error
	return list, err
}
