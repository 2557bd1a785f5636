package models

import (
	"context"
	"fmt"
	"path"
	"strings"
	"unicode"
)

// maxPapers is how many papers an item or a practice can have.
const maxPapers = 20

// PaperForm is a file that was uploaded and is kept under its SHA-256, and what
// it is to be called.
type PaperForm struct {
	Title     string // "" takes the file's name
	FileName  string // as the browser gave it
	MediaType string // by content
	Extension string // that goes with the media type: ".pdf"
	Size      int64
	SHA256    string
}

// cleanFileName is the name under which a paper is downloaded: the last part of
// what the browser gave, without what file systems or headers stumble over,
// ending as its content asks.
func cleanFileName(name, extension string) string {
	name = path.Base(strings.ReplaceAll(tidy(name), `\`, "/"))
	name = strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(`/\:*?"<>|`, r), r == '\t' || r == '\n':
			return ' '
		case unicode.Is(unicode.Cf, r): // invisible, and can turn the name round
			return -1
		}
		return r
	}, name)
	name = strings.Trim(strings.Join(strings.Fields(name), " "), ". ")
	if ext := strings.ToLower(path.Ext(name)); ext == extension || ext == ".jpeg" && extension == ".jpg" {
		name = strings.TrimRight(name[:len(name)-len(ext)], ". ")
	}
	if runes := []rune(name); len(runes) > 120 {
		name = strings.TrimRight(string(runes[:120]), ". ")
	}
	if name == "" {
		name = "paper"
	}
	return name + extension
}

// AttachPaper adds an uploaded file to an item: its author's organisation while
// the item is being written or waits, the secretariat for as long as the agenda
// can change. The same file sent twice is attached once.
func (s *Store) AttachPaper(ctx context.Context, actor Actor, item int64, form PaperForm) (Paper, error) {
	var paper Paper
	err := s.command(ctx, actor, func(t *tx) error {
		i, err := t.itemForPapers(item)
		if err != nil {
			return err
		}
		var papers []Paper
		if err := t.Where("item_id = ?", i.ID).Order("position").Find(&papers).Error; err != nil {
			return err
		}
		var problems Problems
		var again bool
		if paper, again = t.newPaper(papers, form, &problems); again {
			return nil
		}
		paper.ItemID, paper.Restricted = &i.ID, i.Restricted
		if i.Restricted {
			paper.Marking = t.partnership.RestrictedMarking
		}
		if err := problems.Err(); err != nil {
			return err
		}
		if err := t.Create(&paper).Error; err != nil {
			return err
		}
		return t.event("attached a paper", "item", i.ID, i.Label(), i.MeetingID, paper.label(i))
	})
	return paper, err
}

// newPaper makes the paper that the form describes, to be put beside these. The
// same file sent again is the paper that is there; no two have the same name.
func (t *tx) newPaper(papers []Paper, form PaperForm, p *Problems) (paper Paper, again bool) {
	names := map[string]bool{}
	for _, other := range papers {
		if other.SHA256 == form.SHA256 {
			return other, true
		}
		names[strings.ToLower(other.FileName)] = true
	}
	if len(papers) >= maxPapers {
		p.Add("papers", "There can be %d papers at most: remove one first", maxPapers)
	}
	name := cleanFileName(form.FileName, form.Extension)
	stem := strings.TrimSuffix(name, form.Extension)
	for n := 2; names[strings.ToLower(name)]; n++ {
		name = fmt.Sprintf("%s (%d)%s", stem, n, form.Extension)
	}
	if strings.TrimSpace(form.Title) == "" {
		form.Title = strings.TrimSuffix(name, form.Extension)
	}
	position := 1
	if n := len(papers); n > 0 {
		position = papers[n-1].Position + 1
	}
	return Paper{
		Position: position, Title: oneLine(p, "paper_title", "the paper's title", form.Title, 1, maxTitle),
		FileName: name, MediaType: form.MediaType, Size: form.Size, SHA256: form.SHA256,
		UploaderID: ptr(t.actor.PersonID), CreatedAt: t.now,
	}, false
}

// Names says whether a paper has the name that the form gives it, or that with
// the number that keeps it apart from another's. The same file under a name of
// its own is not the same form sent again.
func (f PaperForm) Names(p Paper) bool {
	name := cleanFileName(f.FileName, f.Extension)
	if strings.EqualFold(name, p.FileName) {
		return true
	}
	number, ok := strings.CutPrefix(strings.TrimSuffix(p.FileName, f.Extension), strings.TrimSuffix(name, f.Extension)+" (")
	return ok && strings.Trim(number, "0123456789") == ")"
}

// label is what the audit trail calls the paper.
func (p Paper) label(i Item) string {
	if i.Restricted || p.Restricted {
		return ""
	}
	return p.FileName
}

// itemForPapers is an item whose papers the actor may change.
func (t *tx) itemForPapers(id int64) (Item, error) {
	i, err := t.loadItem(id)
	if err != nil {
		return i, err
	}
	if err := t.may(SubmitItems, i.OwnedBy(t.actor)); err != nil {
		return i, err
	}
	switch i.State {
	case ItemDraft, ItemDeclined:
		return i, nil
	case ItemWaiting:
		return i, t.beforeDeadline(i)
	case ItemAccepted:
		if err := t.may(BuildAgendas, false); err != nil {
			return i, badState("This item is on the agenda. Send the paper to the secretariat.")
		}
		return i, t.agendaChanged(i.Meeting)
	}
	return i, badState("This item is %s, so its papers cannot be changed.", i.State)
}

// RemovePaper takes a paper off its item or practice. Agendas that were published with it
// still name it.
func (s *Store) RemovePaper(ctx context.Context, actor Actor, id int64) (Paper, error) {
	var paper Paper
	err := s.command(ctx, actor, func(t *tx) error {
		var err error
		if paper, err = find[Paper](t.DB, "paper", id); err != nil {
			return err
		}
		if paper.PracticeID != nil {
			return t.removePracticePaper(paper)
		}
		if paper.ItemID == nil {
			return notFound("paper")
		}
		i, err := t.itemForPapers(*paper.ItemID)
		if KindOf(err) == KindNotFound {
			return notFound("paper")
		}
		if err != nil {
			return err
		}
		if err := t.Delete(&Paper{}, paper.ID).Error; err != nil {
			return err
		}
		return t.event("removed a paper", "item", i.ID, i.Label(), i.MeetingID, paper.label(i))
	})
	return paper, err
}

// Paper is one paper that the actor may read: as they may its item, or the
// practice that it goes with. A paper that was published with an agenda can be
// read for as long as that, also when it was taken away since.
func (s *Store) Paper(ctx context.Context, actor Actor, id int64) (Paper, error) {
	db := s.reading(ctx)
	paper, err := find[Paper](db, "paper", id)
	if err != nil && KindOf(err) != KindNotFound {
		return paper, err
	}
	visible := false
	switch {
	case err != nil: // taken away
	case paper.ItemID != nil:
		var i Item
		if err := db.Limit(1).Find(&i, *paper.ItemID).Error; err != nil {
			return Paper{}, err
		}
		visible = i.ID != 0 && i.VisibleTo(actor)
	case paper.PracticeID != nil:
		var p Practice
		if err := db.Limit(1).Find(&p, *paper.PracticeID).Error; err != nil {
			return Paper{}, err
		}
		visible = p.ID != 0 && p.VisibleTo(actor)
	}
	if !visible || paper.Restricted && !actor.May(ReadRestricted, false) {
		return paperPublished(db, actor, id)
	}
	return paper, nil
}
