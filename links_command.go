package main

import (
	"context"
	"fmt"

	"quarterday/models"
)

// renewLinksCommand is for the operator: links in letters work without signing
// in, so they must end when the key to them may be known to others.
type renewLinksCommand struct{ dataFolder }

// Help says what the command does, below its line in the list.
func (renewLinksCommand) Help() string {
	return "Links to answer an invitation and to stop emails work without signing in; they are signed with a key in the database. Renew it when a copy of the database may be in wrong hands. Links in earlier emails then say that they have ended and what to do. Private calendar addresses end too; their owners get an email that leads to the new one. Nobody is signed out. It can be used while the site is running."
}

// Run makes the new key.
func (o renewLinksCommand) Run(ctx context.Context) error {
	store, err := o.open(ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	done, err := store.RenewLinks(ctx, models.Operator)
	if err != nil {
		return inWords(err)
	}
	fmt.Println("The links in emails are renewed. Those in earlier emails have ended and say so.")
	switch done.Followers {
	case 0:
	case 1:
		fmt.Println("One private calendar address has ended. Its owner gets an email that leads to the new one.")
	default:
		fmt.Printf("%d private calendar addresses have ended. Their owners get an email that leads to the new one.\n", done.Followers)
	}
	return nil
}
