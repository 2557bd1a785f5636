package models

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"
)

// DocumentKind is what an issued document is.
type DocumentKind string

const (
	AgendaDocument  DocumentKind = "agenda"
	PackDocument    DocumentKind = "agenda pack"
	MinutesDocument DocumentKind = "minutes"
)

// Document is a PDF as it was issued: its bytes, kept under their SHA-256, never
// change.
type Document struct {
	ID        int64
	Kind      DocumentKind
	MeetingID int64
	Meeting   *Meeting `gorm:"constraint:-"`
	Edition   Edition  // of minutes; members for all others
	// Standing is how the version stood when it was issued: published for an
	// agenda and its pack; circulated, agreed or published for minutes.
	Standing string
	Version  int
	Title    string
	SHA256   string
	Size     int64
	Pages    int // of a pack, so that a supplement continues its numbers
	IssuedAt time.Time
}

// Name is what the document is called in a sentence: "Agenda pack, version 2".
func (d Document) Name() string {
	name := upperFirst(string(d.Kind))
	if d.Edition == PublicEdition {
		name += ", public edition"
	}
	if d.Standing == string(MinutesAgreed) {
		return name + ", agreed"
	}
	if d.Edition == PublicEdition {
		return name
	}
	return fmt.Sprintf("%s, version %d", name, d.Version)
}

// VisibleTo says whether the actor may read it: the public only what was
// published for it.
func (d Document) VisibleTo(a Actor) bool {
	if d.Edition == PublicEdition {
		return a.May(ReadPublicMinutes, false)
	}
	return a.May(ReadMeetings, false) && a.May(ReadRestricted, false)
}

// Drawn is where a drawn document is kept.
type Drawn struct {
	SHA256 string
	Size   int64
}

// Drawer draws a document from what it says (an AgendaContent or a
// MinutesContent) and returns once its bytes are safe.
type Drawer func(ctx context.Context, content any) (Drawn, error)

// DrawWith has documents drawn and recorded by the very command that issues
// them, so that nothing is issued whose bytes are not kept. It is called once,
// before the store is used by many. Without it, documents are drawn from what
// was issued when they are first asked for.
func (s *Store) DrawWith(draw Drawer) { s.draw = draw }

// issue records the document that a command issues.
func (t *tx) issue(d Document, content any) error {
	if t.draw == nil {
		return nil
	}
	drawn, err := t.draw(t.ctx, content)
	if err != nil {
		return fmt.Errorf("draw the document: %w", err)
	}
	d.SHA256, d.Size, d.IssuedAt = drawn.SHA256, drawn.Size, t.now
	return t.Create(&d).Error
}

// agendaDocument is a version of a meeting's agenda as a document.
func agendaDocument(m Meeting, version int) Document {
	return Document{Kind: AgendaDocument, MeetingID: m.ID, Edition: MembersEdition, Standing: "published", Version: version, Title: "Agenda, " + m.Name()}
}

// minutesDocument is minutes as they were issued.
func minutesDocument(m Meeting, c MinutesContent) Document {
	d := Document{Kind: MinutesDocument, MeetingID: m.ID, Edition: c.Edition, Standing: string(c.State), Version: c.Version, Title: "Minutes, " + m.Name()}
	if c.State == MinutesPublished && c.Edition == MembersEdition {
		d.Standing = string(MinutesAgreed) // publishing changes nothing for members
	}
	return d
}

// IssuedAgenda is the document of a published version of the agenda, without
// its bytes' name where it has not been drawn yet.
func (s *Store) IssuedAgenda(ctx context.Context, actor Actor, kind DocumentKind, c AgendaContent) (Document, error) {
	m, err := s.Meeting(ctx, actor, c.Meeting.Reference)
	if err != nil {
		return Document{}, err
	}
	d := agendaDocument(m, c.Version)
	if d.Kind = kind; kind == PackDocument {
		d.Title = "Agenda pack, " + m.Name()
	}
	if c.PublishedAt != nil {
		d.IssuedAt = *c.PublishedAt
	}
	return s.known(ctx, actor, d)
}

// IssuedMinutes is the same for minutes that are no draft.
func (s *Store) IssuedMinutes(ctx context.Context, actor Actor, c MinutesContent) (Document, error) {
	m, err := meetingBy(s.reading(ctx), "reference = ?", c.Meeting.Reference)
	if err != nil {
		return Document{}, err
	}
	d := minutesDocument(m, c)
	var v MinutesVersion
	err = s.reading(ctx).Where("meeting_id = ? and version = ? and kind = ?", m.ID, d.Version, d.Standing).Limit(1).Find(&v).Error
	if err != nil {
		return Document{}, err
	}
	d.IssuedAt = v.IssuedAt
	return s.known(ctx, actor, d)
}

// known looks the document up among those whose bytes are kept.
func (s *Store) known(ctx context.Context, actor Actor, d Document) (Document, error) {
	if !d.VisibleTo(actor) {
		return Document{}, notFound("document")
	}
	var found Document
	err := sameDocument(s.reading(ctx), d).Limit(1).Find(&found).Error
	if err != nil || found.ID == 0 {
		return d, err
	}
	return found, nil
}

func sameDocument(db *gorm.DB, d Document) *gorm.DB {
	return db.Where("kind = ? and meeting_id = ? and edition = ? and standing = ? and version = ?", d.Kind, d.MeetingID, d.Edition, d.Standing, d.Version)
}

// KeepDocument records the bytes of a document that was issued before and has
// only now been drawn. The first to record it wins: its bytes are returned.
func (s *Store) KeepDocument(ctx context.Context, d Document) (Document, error) {
	if d.SHA256 == "" || d.IssuedAt.IsZero() {
		return d, errors.New("models: a document that was not drawn or not issued is not kept")
	}
	err := s.command(ctx, Operator, func(t *tx) error {
		var found Document
		if err := sameDocument(t.DB, d).Limit(1).Find(&found).Error; err != nil {
			return err
		}
		if found.ID != 0 {
			d = found
			return nil
		}
		if err := t.Create(&d).Error; err != nil {
			return err
		}
		return t.event("kept a document", "document", d.ID, d.Title, d.MeetingID, d.Name())
	})
	return d, err
}

// Document is the issued document with these bytes, if the actor may read it.
func (s *Store) Document(ctx context.Context, actor Actor, sha256 string) (Document, error) {
	var d Document
	err := s.reading(ctx).Preload("Meeting").Where("sha256 = ?", strings.ToLower(strings.TrimSpace(sha256))).Order("id").Limit(1).Find(&d).Error
	if err == nil && (d.ID == 0 || !d.VisibleTo(actor)) {
		err = notFound("document")
	}
	return d, err
}

// Verified is what is known of a document by its bytes.
type Verified struct {
	Document Document
	Newer    *Document // the newest of its kind, if this is not it
}

// VerifyDocument says which document has these bytes, and whether there is a
// newer one that the actor may read.
func (s *Store) VerifyDocument(ctx context.Context, actor Actor, sha256 string) (Verified, error) {
	d, err := s.Document(ctx, actor, sha256)
	if err != nil {
		return Verified{}, err
	}
	v := Verified{Document: d}
	var newest Document
	err = s.reading(ctx).Preload("Meeting").Where("kind = ? and meeting_id = ? and edition = ? and issued_at > ?", d.Kind, d.MeetingID, d.Edition, d.IssuedAt).
		Order("issued_at desc, id desc").Limit(1).Find(&newest).Error
	if err == nil && newest.ID != 0 {
		v.Newer = &newest
	}
	return v, err
}

// PackPapers are the papers of an agenda's lines that are still kept and that
// the actor may read, by their number.
func (s *Store) PackPapers(ctx context.Context, actor Actor, c AgendaContent) (map[int64]Paper, error) {
	var ids []int64
	for _, i := range c.Items {
		for _, p := range i.Papers {
			ids = append(ids, p.ID)
		}
	}
	papers := map[int64]Paper{}
	if len(ids) == 0 {
		return papers, nil
	}
	var list []Paper
	if err := s.reading(ctx).Where("id in ?", ids).Find(&list).Error; err != nil {
		return nil, err
	}
	for _, p := range list {
		if !p.Restricted || actor.May(ReadRestricted, false) {
			papers[p.ID] = p
		}
	}
	return papers, nil
}

// NamedFiles are the SHA-256 of all files that papers, documents, received
// emails and logos name: those that must never be swept, and must be in every
// backup.
func (s *Store) NamedFiles(ctx context.Context) (map[string]bool, error) {
	var names []string
	err := s.reading(ctx).Raw("select sha256 from papers union select sha256 from documents union select sha256 from received_files union select sha256 from logos").Scan(&names).Error
	named := map[string]bool{}
	for _, n := range names {
		named[n] = true
	}
	return named, err
}
