package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"quarterday/models"
)

// personCommand is for the operator: whoever has lost the way in gets a link,
// and whoever is missing is added.
type personCommand struct {
	dataFolder
	BaseURL      string `help:"Address of the site as people reach it, with which the link begins." env:"QUARTERDAY_BASE_URL" default:"http://localhost:8080" placeholder:"URL"`
	Email        string `arg:"" help:"Email address of the person."`
	Name         string `help:"Name, when the person is new."`
	Organisation string `help:"Name or short name of the organisation, when the person is new. Default: the convener." placeholder:"NAME"`
	JobTitle     string `help:"Job title." placeholder:"TITLE"`
	Role         string `help:"What the person may do: secretariat, partner or member. Someone known keeps their role unless this is given." enum:"secretariat,partner,member," default:""`
}

// Help says what the command does, below its line in the list.
func (personCommand) Help() string {
	return "Prints a link with which the person can sign in once, within 15 minutes. A person who is not known is added; one whose account is closed gets it opened again. It can be used while the site is running."
}

// Run adds or changes the person, and prints the link.
func (o personCommand) Run(ctx context.Context) error {
	base, err := url.Parse(o.BaseURL)
	if err != nil || base.Host == "" {
		return fmt.Errorf("the base URL must begin with http:// or https:// and a host: %q", o.BaseURL)
	}
	store, err := o.open(ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	link, person, done, err := store.LetIn(ctx, models.LetInForm{Email: o.Email, Name: o.Name, Organisation: o.Organisation, JobTitle: o.JobTitle, Role: models.Role(o.Role)})
	if err != nil {
		return inWords(err)
	}
	fmt.Printf("%s (%s, %s): %s.\n\nThis link signs them in once, within 15 minutes:\n\n  %s/sign-in/%s\n\n", person.Name, person.Organisation.Name, person.Role, done, strings.TrimSuffix(o.BaseURL, "/"), link.Token)
	return nil
}

// inWords tells what models refused as the command line does.
func inWords(err error) error {
	e, ok := errors.AsType[*models.Error](err)
	if !ok || len(e.Fields) == 0 {
		return err
	}
	lines := make([]string, len(e.Fields))
	for i, f := range e.Fields {
		lines[i] = f.Message
	}
	return errors.New(strings.Join(lines, "; "))
}
