package demo

import (
	"fmt"
	"strings"

	"quarterday/files"
	"quarterday/models"
)

// email is one that came back to the partnership, by whom of those we know.
type email struct {
	who           string // initials; address and name where nobody has them
	address, name string
	subject, text string
	kind          models.ReceivedKind
	file, content string // attached to it
}

// emails came in the last days, in this order. None answers a letter in so many
// words, so that none does anything by itself.
var emails = []email{
	{who: "GP", subject: "Automatic reply: Are you coming?", text: "I am away and back on Monday. The duty desk answers in urgent cases.", kind: models.ReceivedAutomatic},
	{who: "RHol", subject: "Parking, and a list", text: "Could two of us park behind the town hall? We bring the screens.\n\nThe list of languages that you asked for at the last meeting is attached.",
		kind: models.ReceivedAnswer, file: "languages.txt", content: "Romanian 14\nVietnamese 11\nAlbanian 9\nPolish 6\nMandarin 4\n"},
	{address: "offers@conference-rooms.example", name: "Conference Rooms Direct", subject: "Meeting rooms at half price", text: "Book now.", kind: models.ReceivedAnswer},
}

// noteReceived notes that the emails came.
func (b *builder) noteReceived() {
	for i, e := range emails {
		b.on(workingDay(b.today, -1), 14, 10+20*i, "take an email", func() error { return b.take(e) })
	}
}

func (b *builder) take(e email) error {
	form := models.ReceivedForm{Key: "sample/" + e.subject, Email: e.address, Name: e.name, Subject: e.subject, Text: e.text, Kind: e.kind}
	if e.who != "" {
		form.Email, form.Name = b.people[e.who].Email, b.people[e.who].Name
	}
	if e.file != "" {
		stored, err := b.kept.Put(b.ctx, strings.NewReader(e.content), 1<<20)
		if err != nil {
			return fmt.Errorf("%s: %w", e.file, err)
		}
		kind, ok := files.TypeOf(stored.MediaType)
		if !ok {
			return fmt.Errorf("%s: %s is not a type of paper", e.file, stored.MediaType)
		}
		form.Files = []models.PaperForm{{FileName: e.file, MediaType: kind.MediaType, Extension: kind.Extension, Size: stored.Size, SHA256: stored.SHA256}}
	}
	_, err := b.store.TakeReceived(b.ctx, models.Operator, form)
	return err
}
