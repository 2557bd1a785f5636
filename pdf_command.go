package main

import (
	"context"
	"errors"
	"os"

	"quarterday/documents"
	"quarterday/models"
)

// pdfCommand writes a document to a file, for the operator's own scripts.
type pdfCommand struct {
	Agenda          pdfAgenda     `cmd:"" help:"The agenda of a meeting."`
	Pack            pdfPack       `cmd:"" help:"The agenda of a meeting with its papers."`
	Supplement      pdfSupplement `cmd:"" help:"What came to an agenda after an earlier version of it, with the new papers."`
	Minutes         pdfMinutes    `cmd:"" help:"The minutes of a meeting."`
	Actions         pdfActions    `cmd:"" help:"The action tracker: whole, of an organisation or of a meeting."`
	AttendanceSheet pdfSheet      `cmd:"" help:"The sheet that those who come to a meeting sign."`
	Decisions       pdfDecisions  `cmd:"" help:"The register of decisions."`
	Leaflet         pdfLeaflet    `cmd:"" help:"A practice, to be handed round."`
	YearBook        pdfYearBook   `cmd:"" help:"A year: minutes, decisions, actions and practices."`
}

// Help says what all of them have in common.
func (pdfCommand) Help() string {
	return "A version that was issued (a published agenda or pack, circulated, agreed or published minutes) is written as it was issued, byte for byte; everything else as it stands now. It can be used while the site is running."
}

// agendaVersion is which version of an agenda is wanted.
type agendaVersion struct {
	Meeting string `arg:"" help:"The meeting's reference, for example 2026-q3."`
	Version int    `help:"Which published version. Default: the newest." placeholder:"NUMBER"`
	Draft   bool   `help:"As it stands now, with what is not published yet."`
}

func (o agendaVersion) read(ctx context.Context, store *models.Store) (models.AgendaContent, error) {
	version := o.Version
	if version == 0 && !o.Draft {
		m, err := store.Meeting(ctx, models.Operator, o.Meeting)
		if err != nil {
			return models.AgendaContent{}, err
		}
		version = m.AgendaVersion
	}
	return store.AgendaContent(ctx, models.Operator, o.Meeting, version)
}

type pdfAgenda struct {
	agendaVersion
	pdfTarget
}

// Run writes the agenda.
func (o pdfAgenda) Run(ctx context.Context) error {
	return o.write(ctx, func(from pdfSource, file *os.File) error {
		content, err := o.read(ctx, from.store)
		if err != nil {
			return err
		}
		return from.site.WriteAgenda(ctx, models.Operator, content, file)
	})
}

type pdfPack struct {
	agendaVersion
	pdfTarget
}

// Run writes the pack.
func (o pdfPack) Run(ctx context.Context) error {
	return o.write(ctx, func(from pdfSource, file *os.File) error {
		content, err := o.read(ctx, from.store)
		if err != nil {
			return err
		}
		return from.site.WritePack(ctx, models.Operator, content, file)
	})
}

type pdfSupplement struct {
	Meeting string `arg:"" help:"The meeting's reference, for example 2026-q3."`
	Version int    `help:"The published version that it leads to. Default: the newest." placeholder:"NUMBER"`
	Since   int    `help:"The version that it adds to. Default: the one before." placeholder:"NUMBER"`
	pdfTarget
}

// Run writes the supplement.
func (o pdfSupplement) Run(ctx context.Context) error {
	return o.write(ctx, func(from pdfSource, file *os.File) error {
		content, err := agendaVersion{Meeting: o.Meeting, Version: o.Version}.read(ctx, from.store)
		if err != nil {
			return err
		}
		since := o.Since
		if since == 0 {
			since = content.Version - 1
		}
		if since < 1 || since >= content.Version {
			return errors.New("there is no supplement: a version is needed that was published after another")
		}
		before, err := from.store.AgendaContent(ctx, models.Operator, o.Meeting, since)
		if err != nil {
			return err
		}
		return from.site.WriteSupplement(ctx, models.Operator, content, before, file)
	})
}

type pdfMinutes struct {
	Meeting string `arg:"" help:"The meeting's reference, for example 2026-q3."`
	Edition string `help:"members, which says everything, or public, without what is restricted." enum:"members,public" default:"members"`
	Version int    `help:"Which circulated version. Default: as agreed, or else the newest." placeholder:"NUMBER"`
	Draft   bool   `help:"As they stand now, with what is not circulated yet."`
	pdfTarget
}

// Run writes the minutes.
func (o pdfMinutes) Run(ctx context.Context) error {
	version := o.Version
	if o.Draft {
		version = models.Draft
	}
	return o.write(ctx, func(from pdfSource, file *os.File) error {
		content, err := from.store.MinutesContent(ctx, models.Operator, o.Meeting, models.Edition(o.Edition), version)
		if err != nil {
			return err
		}
		return from.site.WriteMinutes(ctx, models.Operator, content, file)
	})
}

type pdfActions struct {
	Meeting      string `help:"Only the actions that arose from this meeting." placeholder:"REF"`
	Organisation string `help:"Only what this organisation or somebody of it owes: its name or short name." placeholder:"NAME"`
	Year         int    `help:"Only the actions that arose from the meetings of this year." placeholder:"YEAR"`
	Overdue      bool   `help:"Only what is overdue."`
	All          bool   `help:"Closed and withdrawn actions too."`
	pdfTarget
}

// Run writes the action tracker.
func (o pdfActions) Run(ctx context.Context) error {
	return o.write(ctx, func(from pdfSource, file *os.File) error {
		filter := models.TrackerFilter{Year: o.Year, Overdue: o.Overdue}
		if o.All {
			filter.State = models.TrackerAll
		}
		if o.Meeting != "" {
			m, err := from.store.Meeting(ctx, models.Operator, o.Meeting)
			if err != nil {
				return err
			}
			filter.Meeting = m.Reference
		}
		if o.Organisation != "" {
			organisation, err := from.store.OrganisationNamed(ctx, models.Operator, o.Organisation)
			if err != nil {
				return err
			}
			filter.Organisation = organisation.ID
		}
		content, err := from.store.Tracker(ctx, models.Operator, filter)
		if err != nil {
			return err
		}
		if err := from.site.AddLogo(&content.Letterhead); err != nil {
			return err
		}
		return writeDrawn(file)(documents.Tracker(content))
	})
}

type pdfSheet struct {
	Meeting string `arg:"" help:"The meeting's reference, for example 2026-q3."`
	pdfTarget
}

// Run writes the attendance sheet.
func (o pdfSheet) Run(ctx context.Context) error {
	return o.write(ctx, func(from pdfSource, file *os.File) error {
		content, err := from.store.SheetContent(ctx, models.Operator, o.Meeting)
		if err != nil {
			return err
		}
		if err := from.site.AddLogo(&content.Letterhead); err != nil {
			return err
		}
		return writeDrawn(file)(documents.AttendanceSheet(content))
	})
}

type pdfDecisions struct {
	Meeting string `help:"Only what this meeting decided." placeholder:"REF"`
	Year    int    `help:"Only what was decided in this year." placeholder:"YEAR"`
	pdfTarget
}

// Run writes the register of decisions.
func (o pdfDecisions) Run(ctx context.Context) error {
	return o.write(ctx, func(from pdfSource, file *os.File) error {
		filter := models.DecisionFilter{Year: o.Year}
		if o.Meeting != "" {
			m, err := from.store.Meeting(ctx, models.Operator, o.Meeting)
			if err != nil {
				return err
			}
			filter.Meeting = m.Reference
		}
		content, err := from.store.RegisterContent(ctx, models.Operator, filter)
		if err != nil {
			return err
		}
		if err := from.site.AddLogo(&content.Letterhead); err != nil {
			return err
		}
		return writeDrawn(file)(documents.Register(content))
	})
}

type pdfLeaflet struct {
	Practice string `arg:"" help:"The practice's name in its address, for example spotting-signs."`
	pdfTarget
}

// Run writes the leaflet.
func (o pdfLeaflet) Run(ctx context.Context) error {
	return o.write(ctx, func(from pdfSource, file *os.File) error {
		content, err := from.store.LeafletContent(ctx, models.Operator, o.Practice)
		if err != nil {
			return err
		}
		if err := from.site.AddLogo(&content.Letterhead); err != nil {
			return err
		}
		return writeDrawn(file)(documents.Leaflet(content))
	})
}

type pdfYearBook struct {
	Year int `arg:"" help:"The calendar year."`
	pdfTarget
}

// Run writes the year book.
func (o pdfYearBook) Run(ctx context.Context) error {
	return o.write(ctx, func(from pdfSource, file *os.File) error {
		content, err := from.store.YearBook(ctx, models.Operator, o.Year)
		if err != nil {
			return err
		}
		if err := from.site.AddLogo(&content.Letterhead); err != nil {
			return err
		}
		return writeDrawn(file)(documents.YearBook(content))
	})
}
