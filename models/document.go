package models

import (
	"context"
	"errors"
	"fmt"
	"strconv"
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
	// SupplementDocument is what came to an agenda after an earlier version.
	SupplementDocument DocumentKind = "supplement"
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
	// agenda and its pack; circulated, agreed or published for minutes. Of a
	// supplement it is the version that it adds to: "since version 1".
	Standing string
	Version  int
	Title    string
	SHA256   string
	Size     int64
	Pages    int // the number of the last page, of a pack or supplement: a supplement continues its pack's numbers
	// LeftOut says by its label of each paper that a pack or supplement names
	// and does not show, why.
	LeftOut  map[string]string `gorm:"serializer:json"`
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
	if since := d.Since(); since > 0 {
		return fmt.Sprintf("%s to version %d, up to version %d", name, since, d.Version)
	}
	return fmt.Sprintf("%s, version %d", name, d.Version)
}

const sinceVersion = "since version "

// Since is the version that a supplement adds to; 0 for all others.
func (d Document) Since() int {
	text, ok := strings.CutPrefix(d.Standing, sinceVersion)
	if !ok {
		return 0
	}
	n, _ := strconv.Atoi(text)
	return n
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
	return s.issuedOfAgenda(ctx, actor, c, func(m Meeting, d *Document) {
		if d.Kind = kind; kind == PackDocument {
			d.Title = "Agenda pack, " + m.Name()
		}
	})
}

// IssuedSupplement is the same for the supplement that leads from one published
// version to another.
func (s *Store) IssuedSupplement(ctx context.Context, actor Actor, c AgendaContent, since int) (Document, error) {
	return s.issuedOfAgenda(ctx, actor, c, func(m Meeting, d *Document) {
		d.Kind, d.Standing, d.Title = SupplementDocument, sinceVersion+strconv.Itoa(since), "Supplement to the agenda pack, "+m.Name()
	})
}

func (s *Store) issuedOfAgenda(ctx context.Context, actor Actor, c AgendaContent, is func(m Meeting, d *Document)) (Document, error) {
	m, err := s.Meeting(ctx, actor, c.Meeting.Reference)
	if err != nil {
		return Document{}, err
	}
	d := agendaDocument(m, c.Version)
	is(m, &d)
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
	// Newer is the newest of its kind, if this is not it. Of a pack or supplement
	// that nobody has drawn yet it has no bytes.
	Newer *Document
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
	if err != nil {
		return v, err
	}
	if m := d.Meeting; d.Kind != MinutesDocument && m.AgendaVersion > max(d.Version, newest.Version) && m.AgendaPublishedAt != nil {
		newest = d
		newest.ID, newest.SHA256, newest.Size, newest.Version, newest.IssuedAt = 0, "", 0, m.AgendaVersion, *m.AgendaPublishedAt
		if d.Kind == SupplementDocument {
			newest.Standing = sinceVersion + strconv.Itoa(newest.Version-1)
		}
	}
	if newest.MeetingID != 0 {
		v.Newer = &newest
	}
	return v, nil
}

// NamedFiles are the SHA-256 of all files that papers, published agendas,
// documents, received emails and logos name, and of the PDFs made of such files:
// those that must never be swept, and must be in every backup.
func (s *Store) NamedFiles(ctx context.Context) (map[string]bool, error) {
	var names []string
	err := s.reading(ctx).Raw(`select sha256 from papers union select sha256 from published_papers union select sha256 from documents
		union select sha256 from received_files union select sha256 from logos
		union select pdf_sha256 from converted_files where sha256 in (select sha256 from papers union select sha256 from published_papers)`).Scan(&names).Error
	named := map[string]bool{}
	for _, n := range names {
		named[n] = true
	}
	return named, err
}
