package demo

import (
	"fmt"
	"strings"

	"quarterday/models"
)

// notePractices notes how each practice was written, decided about and adopted.
func (b *builder) notePractices() {
	for i, p := range append(append([]practice(nil), publishedPractices...), otherPractices...) {
		b.notePractice(i, p)
	}
}

func (b *builder) notePractice(i int, p practice) {
	day := b.day(p.when)
	if first := workingDay(b.began(), 4); day.Before(first) {
		day = first
	}
	b.on(day, 15, 2*i, "write a practice", func() error { return b.writePractice(p) })
	decided := workingDay(day, 4+i%5)
	if p.presented > 0 {
		decided = workingDay(b.schedule.days[p.presented], 3)
	}
	switch p.state {
	case models.PracticePublished, models.PracticeArchived:
		b.on(decided, 9, 50, "publish a practice", func() error { return b.publishPractice(p) })
	case models.PracticeReturned:
		b.on(decided, 9, 50, "return a practice", func() error {
			_, err := b.store.ReturnPractice(b.ctx, b.secretary, b.practices[p.title].ID, b.practices[p.title].Version, p.wanted)
			return err
		})
	}
	if p.state == models.PracticeArchived {
		b.on(workingDay(decided, 240), 16, 40, "archive a practice", func() error {
			_, err := b.store.ArchivePractice(b.ctx, b.secretary, b.practices[p.title].ID, b.practices[p.title].Version)
			return err
		})
	}
	for n, a := range p.adoptions {
		b.on(workingDay(decided, 3+11*n), 14, 15, "say that a practice is used", func() error {
			actor, err := b.actor(a.by)
			if err != nil {
				return err
			}
			if _, err = b.store.AdoptPractice(b.ctx, actor, b.practices[p.title].ID, models.AdoptionForm{Note: a.note}); err != nil {
				return fmt.Errorf("%s: %s: %w", p.title, a.by, err)
			}
			return nil
		})
	}
}

// writePractice drafts a practice and, unless it is to stay a draft, submits it.
func (b *builder) writePractice(p practice) error {
	author, err := b.person(p.by)
	if err != nil {
		return err
	}
	form := models.PracticeForm{
		Title: p.title, Summary: p.summary, Context: p.context, Done: p.done, Results: p.results, Cost: p.cost, Lessons: p.lessons,
		Conditions: p.conditions, Contact: author.Name + ", " + author.Email, Visibility: p.visibility(),
		Themes: strings.Split(p.themes, "\n"), RightToSend: true,
	}
	written, err := b.store.DraftPractice(b.ctx, author.Actor(), form)
	if err == nil && p.state != models.PracticeDraft {
		written, err = b.store.SubmitPractice(b.ctx, author.Actor(), written.ID, written.Version, form)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", p.title, err)
	}
	b.practices[p.title] = written
	return nil
}

func (b *builder) publishPractice(p practice) (err error) {
	before := b.practices[p.title]
	b.practices[p.title], err = b.store.PublishPractice(b.ctx, b.secretary, before.ID, before.Version, p.visibility())
	return err
}

func (p practice) visibility() models.Visibility {
	if p.public {
		return models.ForPublic
	}
	return models.ForMembers
}
