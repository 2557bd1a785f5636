package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"quarterday/files"
	"quarterday/mail"
	"quarterday/models"
)

// readEvery is how often the mailbox is looked into.
const readEvery = time.Minute

// largestAttachment is the most bytes of one attachment, as of any paper.
const largestAttachment = 25 << 20

// letterBox is the mailbox that answers arrive in; nil is none.
type letterBox struct {
	mailbox mail.Mailbox
	// checkedBy is the mail server whose word on senders is believed, if any.
	checkedBy string
}

// run takes answers until the context ends; the channel is closed when the last
// one is taken.
func (b *letterBox) run(ctx context.Context, store *models.Store, kept *files.Store) <-chan struct{} {
	stopped := make(chan struct{})
	if b == nil {
		close(stopped)
		return stopped
	}
	slog.Info("taking answers", "mailbox", b.mailbox.String())
	ticker := time.NewTicker(readEvery)
	go func() {
		defer close(stopped)
		defer ticker.Stop()
		receiver := mail.NewReceiver(store, b.mailbox, keepAttachments(kept))
		receiver.CheckedBy(b.checkedBy)
		receiver.Run(ctx, ticker.C)
	}()
	return stopped
}

// keepAttachments keeps what is attached to an email, judged by its content as
// papers are.
func keepAttachments(kept *files.Store) mail.Keep {
	return func(ctx context.Context, name string, content io.Reader) (models.PaperForm, string, error) {
		stored, err := kept.Put(ctx, content, largestAttachment)
		tooLarge := (*files.TooLargeError)(nil)
		switch {
		case errors.As(err, &tooLarge):
			_, err = io.Copy(io.Discard, content)
			return models.PaperForm{}, fmt.Sprintf("%s: it must be %d MB or smaller", name, largestAttachment>>20), err
		case errors.Is(err, files.ErrEmpty):
			return models.PaperForm{}, name + ": it is empty", nil
		case err != nil:
			return models.PaperForm{}, "", err
		}
		kind, ok := files.TypeOf(stored.MediaType)
		if !ok {
			return models.PaperForm{}, fmt.Sprintf("%s: whatever it is called, a paper must be a %s", name, files.AcceptedInWords), nil
		}
		return models.PaperForm{FileName: name, MediaType: stored.MediaType, Extension: kind.Extension, Size: stored.Size, SHA256: stored.SHA256}, "", nil
	}
}
