package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"quarterday/demo"
)

type demoCommand struct {
	webOptions
	DataDir string `help:"Keep the sample partnership in this folder. Default: a temporary folder, removed at the end." type:"path" placeholder:"DIR"`
}

// Run builds the sample partnership and serves it until the context ends.
func (o demoCommand) Run(ctx context.Context) error {
	if o.DataDir == "" {
		dir, err := os.MkdirTemp("", "quarterday-demo-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		o.DataDir = dir
	}
	clock := demo.NewClock(systemClock)
	store, err := dataFolder{o.DataDir}.open(ctx, clock.Now)
	if err != nil {
		return err
	}
	defer store.Close()
	kept, err := dataFolder{o.DataDir}.papers()
	if err != nil {
		return err
	}
	defer kept.Close()
	partnership, err := store.Partnership(ctx)
	if err != nil {
		return err
	}
	if partnership.SetUpAt == nil {
		start := time.Now()
		fmt.Println("Making the sample partnership …")
		if err := demo.Build(ctx, store, kept, clock); err != nil {
			return fmt.Errorf("make the sample partnership: %w", err)
		}
		fmt.Printf("Made in %.1f seconds.\n", time.Since(start).Seconds())
	}
	return o.webOptions.run(ctx, store, kept, true, func(base string) error {
		fmt.Printf("\nThe demo is at %s\nSign in there as secretariat, partner or member by one press of a button. Press Ctrl+C to stop.\n\n", base)
		return nil
	})
}
