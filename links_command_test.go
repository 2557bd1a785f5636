package main

import (
	"strings"
	"testing"

	"quarterday/models"
)

func TestRenewLinksCommand(t *testing.T) {
	folder := dataFolder{DataDir: t.TempDir()}
	if err := (renewLinksCommand{folder}).Run(t.Context()); err == nil || !strings.Contains(err.Error(), "not set up yet") {
		t.Errorf("an empty installation: %v", err)
	}
	store, err := folder.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	token, err := store.OfferSetUp(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	session, err := store.SetUp(t.Context(), token, models.SetUpForm{Partnership: "Calder Vale Partnership", Convener: "Office of the Commissioner", ConvenerAbb: "OPCC",
		Name: "Ann Archer", JobTitle: "Manager", Email: "ann@opcc.example"})
	if err != nil {
		t.Fatal(err)
	}
	ann, err := store.SignedIn(t.Context(), session)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.FollowCalendar(t.Context(), ann, 0); err != nil {
		t.Fatal(err)
	}
	_, before, _ := store.CalendarAddress(t.Context(), ann)
	if err := (renewLinksCommand{folder}).Run(t.Context()); err != nil { // while the site has it open
		t.Fatal(err)
	}
	if _, after, err := store.CalendarAddress(t.Context(), ann); err != nil || after == "" || after == before {
		t.Errorf("the address was %q and is %q (%v)", before, after, err)
	}
}
