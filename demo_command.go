package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime/debug"
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
	folder := dataFolder{DataDir: o.DataDir}
	kept, err := folder.papers()
	if err != nil {
		return err
	}
	defer kept.Close()
	if _, err := os.Stat(folder.file()); errors.Is(err, fs.ErrNotExist) {
		start := time.Now()
		fmt.Println("Making the sample partnership …")
		if err := demo.Make(ctx, folder.file(), kept, systemClock()); err != nil {
			return fmt.Errorf("make the sample partnership: %w", err)
		}
		fmt.Printf("Made in %.1f seconds.\n", time.Since(start).Seconds())
		debug.FreeOSMemory() // what the making needed, the serving does not
	}
	store, err := folder.open(ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	return o.webOptions.run(ctx, store, kept, site{demo: true}, func(base string) error {
		fmt.Printf("\nThe demo is at %s\nSign in there as secretariat, partner or member by one press of a button. Press Ctrl+C to stop.\n\n", base)
		return nil
	})
}
