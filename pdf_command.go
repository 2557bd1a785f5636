package main

import (
	"context"
	"fmt"
	"os"

	"quarterday/documents"
	"quarterday/models"
)

// pdfCommand writes a document to a file, for the operator's own scripts.
type pdfCommand struct {
	Agenda  pdfAgenda  `cmd:"" help:"The agenda of a meeting."`
	Minutes pdfMinutes `cmd:"" help:"The minutes of a meeting."`
	Actions pdfActions `cmd:"" help:"The action tracker."`
}

// pdfTarget is where the file goes.
type pdfTarget struct {
	dataFolder
	Output string `short:"o" help:"File to write; - is standard output." required:"" placeholder:"FILE"`
}

type pdfAgenda struct {
	Meeting string `arg:"" help:"The meeting's reference, for example 2026-q3."`
	Version int    `help:"Which published version; 0 is as it stands now." default:"0"`
	pdfTarget
}

// Run writes the agenda.
func (o pdfAgenda) Run(ctx context.Context) error {
	return o.write(ctx, func(store *models.Store) ([]byte, error) {
		content, err := store.AgendaContent(ctx, models.Operator, o.Meeting, o.Version)
		if err != nil {
			return nil, err
		}
		return documents.Agenda(content)
	})
}

type pdfMinutes struct {
	Meeting string `arg:"" help:"The meeting's reference, for example 2026-q3."`
	Version int    `help:"Which circulated version; 0 is the newest." default:"0"`
	Public  bool   `help:"The public edition, without what is restricted."`
	pdfTarget
}

// Run writes the minutes.
func (o pdfMinutes) Run(ctx context.Context) error {
	edition := models.MembersEdition
	if o.Public {
		edition = models.PublicEdition
	}
	return o.write(ctx, func(store *models.Store) ([]byte, error) {
		content, err := store.MinutesContent(ctx, models.Operator, o.Meeting, edition, o.Version)
		if err != nil {
			return nil, err
		}
		return documents.Minutes(content)
	})
}

type pdfActions struct {
	Meeting string `help:"Only the actions that arose from this meeting." placeholder:"REF"`
	All     bool   `help:"Settled actions too."`
	pdfTarget
}

// Run writes the action tracker.
func (o pdfActions) Run(ctx context.Context) error {
	filter := models.TrackerFilter{Meeting: o.Meeting}
	if o.All {
		filter.State = models.TrackerAll
	}
	return o.write(ctx, func(store *models.Store) ([]byte, error) {
		content, err := store.Tracker(ctx, models.Operator, filter)
		if err != nil {
			return nil, err
		}
		return documents.Tracker(content)
	})
}

// write opens the data folder, draws and writes the file whole or not at all.
func (o pdfTarget) write(ctx context.Context, draw func(*models.Store) ([]byte, error)) error {
	database, err := o.database()
	if err != nil {
		return err
	}
	store, err := models.Open(ctx, database, systemClock)
	if err != nil {
		return err
	}
	defer store.Close()
	pdf, err := draw(store)
	if err != nil {
		return err
	}
	if o.Output == "-" {
		_, err = os.Stdout.Write(pdf)
		return err
	}
	if err := os.WriteFile(o.Output, pdf, 0o644); err != nil {
		return fmt.Errorf("write the document: %w", err)
	}
	fmt.Printf("%s: %d KB\n", o.Output, (len(pdf)+1023)/1024)
	return nil
}
