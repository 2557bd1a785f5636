package demo

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"quarterday/calendar"
	"quarterday/files"
	"quarterday/models"
)

// words fills in what a text says of its meeting: {quarter} is the quarter that
// it looks back on, the last one whose figures can be ready.
func (m *sitting) words(text string) string {
	if !strings.Contains(text, "{") {
		return text
	}
	previous := ""
	if m.previous != nil {
		previous = m.previous.day.Medium()
	}
	return strings.NewReplacer(
		"{quarter}", calendar.QuarterOf(m.day.AddDays(-45)).Previous().Label(calendar.CalendarYear),
		"{previous}", previous,
	).Replace(text)
}

// noteSubmissions notes that partners sent in the items that are theirs, in the
// last days before submissions closed.
func (b *builder) noteSubmissions(m *sitting, closing calendar.Date) {
	m.items = make([]models.Item, len(m.meeting.items))
	for i, it := range m.meeting.items {
		if it.by == "" {
			continue
		}
		day := workingDay(closing, -9+i)
		b.on(day, 14, 5*i, "submit an item", func() (err error) {
			m.items[i], err = b.submit(m, it)
			return err
		})
	}
	if m.index == heldMeetings-1 {
		b.on(workingDay(closing, -3), 9, 25, "submit an item that is put off", func() error {
			submitted, err := b.submit(m, deferredThere)
			m.deferred = submitted
			return err
		})
	}
}

// form is the item as it is typed.
func (b *builder) form(m *sitting, it item) (models.ItemForm, error) {
	form := models.ItemForm{
		Title: m.words(it.title), Purpose: it.purpose, Ask: it.ask, Background: it.background, Restricted: it.restricted, RightToSend: true,
	}
	if it.minutes > 0 {
		form.Minutes = strconv.Itoa(it.minutes)
	}
	if it.speaker != "" {
		form.Names = []string{it.speaker}
	}
	if it.practice != "" {
		p, ok := b.practices[it.practice]
		if !ok {
			return form, fmt.Errorf("there is no practice %q", it.practice)
		}
		form.PracticeID = p.ID
	}
	var err error
	form.PersonIDs, err = b.ids(it.presenters)
	return form, err
}

// draft keeps an item that a partner has begun, with its papers.
func (b *builder) draft(m *sitting, it item) (models.Item, models.Actor, error) {
	author, err := b.actor(it.by)
	if err != nil {
		return models.Item{}, author, err
	}
	form, err := b.form(m, it)
	if err != nil {
		return models.Item{}, author, err
	}
	i, err := b.store.DraftItem(b.ctx, author, m.reference, form)
	if err != nil {
		return i, author, fmt.Errorf("%s: %w", form.Title, err)
	}
	return i, author, b.attach(author, i, it, it.papers)
}

// submit drafts an item and sends it to the secretariat.
func (b *builder) submit(m *sitting, it item) (models.Item, error) {
	i, author, err := b.draft(m, it)
	if err != nil {
		return i, err
	}
	form, err := b.form(m, it)
	if err != nil {
		return i, err
	}
	if i, err = b.store.SubmitItem(b.ctx, author, i.ID, i.Version, form); err != nil {
		return i, fmt.Errorf("%s: %w", form.Title, err)
	}
	return i, nil
}

// attach keeps the papers' bytes and attaches them to the item.
func (b *builder) attach(author models.Actor, i models.Item, about item, papers []paper) error {
	for _, p := range papers {
		stored, err := b.kept.Put(b.ctx, bytes.NewReader(p.bytes(about)), 1<<20)
		if err != nil {
			return fmt.Errorf("%s: %w", p.file, err)
		}
		kind, ok := files.TypeOf(stored.MediaType)
		if !ok {
			return fmt.Errorf("%s: %s is not a type of paper", p.file, stored.MediaType)
		}
		_, err = b.store.AttachPaper(b.ctx, author, i.ID, models.PaperForm{
			Title: p.title, FileName: p.file, MediaType: kind.MediaType, Extension: kind.Extension, Size: stored.Size, SHA256: stored.SHA256,
		})
		if err != nil {
			return fmt.Errorf("%s: %w", p.file, err)
		}
	}
	return nil
}

// noteLate notes that papers came after the agenda was published, which was then
// published again.
func (b *builder) noteLate(m *sitting) {
	for i, it := range m.meeting.items {
		if len(it.late) == 0 {
			continue
		}
		b.on(workingDay(m.day, -4), 11, 20, "attach a late paper", func() error {
			if err := b.attach(b.secretary, m.items[i], it, it.late); err != nil {
				return err
			}
			return b.publishAgenda(m.reference)
		})
	}
}

// addItems puts the meeting's items on its agenda: those that partners submitted
// are accepted, the secretariat's own are added, and the standing ones found.
func (b *builder) addItems(m *sitting) error {
	if m.items == nil {
		m.items = make([]models.Item, len(m.meeting.items))
	}
	if m.index < 0 {
		if err := b.clearStanding(m); err != nil {
			return err
		}
	}
	if m.deferred.ID != 0 {
		later := b.schedule.quarters[m.index+1].Reference()
		if _, err := b.store.DeferItem(b.ctx, b.secretary, m.deferred.ID, m.deferred.Version, later, whyDeferred); err != nil {
			return err
		}
	}
	for i, it := range m.meeting.items {
		if it.role != "" {
			continue
		}
		var err error
		if submitted := m.items[i]; submitted.ID != 0 {
			m.items[i], err = b.store.AcceptItem(b.ctx, b.secretary, submitted.ID, submitted.Version)
		} else {
			m.items[i], err = b.add(m, it)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", it.title, err)
		}
	}
	agenda, err := b.store.AgendaContent(b.ctx, b.secretary, m.reference, 0)
	if err != nil {
		return err
	}
	for i, it := range m.meeting.items {
		for _, line := range agenda.Items {
			if it.role != "" && line.Role == it.role {
				m.items[i] = models.Item{ID: line.ItemID, Title: line.Title}
			}
		}
		if m.items[i].ID == 0 {
			return fmt.Errorf("%s %s is not on the agenda of %s", it.role, it.title, m.reference)
		}
	}
	return nil
}

// add puts an item of the secretariat's own on the agenda.
func (b *builder) add(m *sitting, it item) (models.Item, error) {
	form, err := b.form(m, it)
	if err != nil {
		return models.Item{}, err
	}
	i, err := b.store.AddItem(b.ctx, b.secretary, m.reference, form)
	if err != nil {
		return i, err
	}
	return i, b.attach(b.secretary, i, it, it.papers)
}

// clearStanding takes the standing items off the agenda of a meeting that is
// called for one thing.
func (b *builder) clearStanding(m *sitting) error {
	agenda, err := b.store.AgendaContent(b.ctx, b.secretary, m.reference, 0)
	if err != nil {
		return err
	}
	for _, line := range agenda.Items {
		if _, err := b.store.RemoveStandingItem(b.ctx, b.secretary, line.ItemID, 1); err != nil {
			return err
		}
	}
	return nil
}
