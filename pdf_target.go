package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"quarterday/handlers"
	"quarterday/models"
)

// pdfTarget is where the file goes.
type pdfTarget struct {
	dataFolder
	BaseURL string `help:"Address of the site as people reach it; begins the links in a pack to papers that are not in it." env:"QUARTERDAY_BASE_URL" default:"http://localhost:8080" placeholder:"URL"`
	Output  string `short:"o" help:"File to write; - is standard output." required:"" placeholder:"FILE"`
}

// pdfSource is what documents are made from.
type pdfSource struct {
	store *models.Store
	site  *handlers.Server
}

// writeDrawn writes what was drawn, if it was.
func writeDrawn(file io.Writer) func(pdf []byte, err error) error {
	return func(pdf []byte, err error) error {
		if err == nil {
			_, err = file.Write(pdf)
		}
		return err
	}
}

// unfinished is the file that is drawn in, beside the one it becomes: who may
// read it is what the system gives every new file of whoever runs this.
func (o pdfTarget) unfinished() (*os.File, error) {
	if o.Output == "-" {
		return os.CreateTemp("", "quarterday-*.pdf")
	}
	return os.OpenFile(filepath.Join(filepath.Dir(o.Output), ".quarterday-"+rand.Text()+".pdf"), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
}

// write opens the data folder, draws, and writes the file whole or not at all.
func (o pdfTarget) write(ctx context.Context, draw func(from pdfSource, file *os.File) error) error {
	database, err := o.database()
	if err != nil {
		return err
	}
	if _, err := os.Stat(o.file()); database == o.file() && errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no partnership in %s", o.DataDir)
	}
	store, err := models.Open(ctx, database, systemClock)
	if err != nil {
		return err
	}
	defer store.Close()
	kept, err := o.papers()
	if err != nil {
		return err
	}
	defer kept.Close()
	site, err := handlers.New(store, kept, handlers.Config{BaseURL: o.BaseURL, Build: version()})
	if err != nil {
		return err
	}
	file, err := o.unfinished()
	if err != nil {
		return fmt.Errorf("write the document: %w", err)
	}
	defer os.Remove(file.Name())
	defer file.Close()
	if err := draw(pdfSource{store, site}, file); err != nil {
		return inWords(err)
	}
	if o.Output == "-" {
		if _, err = file.Seek(0, io.SeekStart); err == nil {
			_, err = io.Copy(os.Stdout, file)
		}
		return err
	}
	size, err := file.Seek(0, io.SeekEnd)
	if err == nil {
		err = file.Close()
	}
	if err == nil {
		err = os.Rename(file.Name(), o.Output)
	}
	if err != nil {
		return fmt.Errorf("write the document: %w", err)
	}
	fmt.Printf("%s: %d KB\n", o.Output, (size+1023)/1024)
	return nil
}
