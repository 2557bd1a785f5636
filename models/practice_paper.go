package models

import "context"

// AttachPracticePaper adds an uploaded file to a practice: its organisation
// until it is published, the secretariat after that too. The same file sent
// twice is attached once.
func (s *Store) AttachPracticePaper(ctx context.Context, actor Actor, practice int64, form PaperForm) (Paper, error) {
	var paper Paper
	err := s.command(ctx, actor, func(t *tx) error {
		p, err := t.practiceForPapers(practice)
		if err != nil {
			return err
		}
		var papers []Paper
		if err := t.Where("practice_id = ?", p.ID).Order("position").Find(&papers).Error; err != nil {
			return err
		}
		var problems Problems
		var again bool
		if paper, again = t.newPaper(papers, form, &problems); again {
			return nil
		}
		if err := problems.Err(); err != nil {
			return err
		}
		paper.PracticeID = &p.ID
		if err := t.Create(&paper).Error; err != nil {
			return err
		}
		return t.event("attached a paper", "practice", p.ID, p.Title, 0, paper.FileName)
	})
	return paper, err
}

func (t *tx) removePracticePaper(paper Paper) error {
	p, err := t.practiceForPapers(*paper.PracticeID)
	if KindOf(err) == KindNotFound {
		return notFound("paper")
	}
	if err != nil {
		return err
	}
	if err := t.Delete(&Paper{}, paper.ID).Error; err != nil {
		return err
	}
	return t.event("removed a paper", "practice", p.ID, p.Title, 0, paper.FileName)
}

// practiceForPapers is a practice whose papers the actor may change.
func (t *tx) practiceForPapers(id int64) (Practice, error) {
	p, err := t.practiceFor(id, SubmitPractices)
	if err != nil {
		return p, err
	}
	switch {
	case p.State == PracticeArchived:
		return p, badState("This practice is archived, so its papers cannot be changed.")
	case p.State == PracticePublished && !t.actor.May(DecidePractices, false):
		return p, badState("This practice is published. Send the paper to the secretariat.")
	}
	return p, nil
}
