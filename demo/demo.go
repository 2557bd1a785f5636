// Package demo builds a realistic sample partnership, of an invented area, by
// the commands that its secretariat and partners would use: through models
// alone. The same day gives the same partnership.
package demo

import (
	"context"

	"quarterday/models"
)

// Build fills an empty store with the sample partnership.
func Build(ctx context.Context, store *models.Store) error {
	token, err := store.OfferSetUp(ctx)
	if err != nil {
		return err
	}
	session, err := store.SetUp(ctx, token, models.SetUpForm{
		Partnership: "Calder Vale Anti-Slavery Partnership", Convener: "Office of the Commissioner for Calder Vale", ConvenerAbb: "OCCV",
		Name: "Daniel Firth", JobTitle: "Partnership Support Officer", Email: "daniel.firth@occv.example",
	})
	if err != nil {
		return err
	}
	secretary, err := store.SignedIn(ctx, session)
	if err != nil {
		return err
	}
	police, err := store.AddOrganisation(ctx, secretary, models.OrganisationForm{Name: "Vale Police", ShortName: "VP", Sector: "Police and justice", Joined: "1 November 2014"})
	if err != nil {
		return err
	}
	council, err := store.AddOrganisation(ctx, secretary, models.OrganisationForm{Name: "Ashbourne Council", ShortName: "AC", Sector: "Local government", Joined: "1 November 2014"})
	if err != nil {
		return err
	}
	if _, err := store.AddPerson(ctx, secretary, models.PersonForm{Name: "Rebecca Holt", Email: "rebecca.holt@ashbourne.example", JobTitle: "Safer Communities Manager", OrganisationID: council.ID, Role: models.RolePartner}); err != nil {
		return err
	}
	_, err = store.AddPerson(ctx, secretary, models.PersonForm{Name: "Imran Sheikh", Email: "imran.sheikh@vale-police.example", JobTitle: "Detective Chief Inspector", OrganisationID: police.ID, Role: models.RoleMember})
	return err
}
