package main

import (
	"context"
	"log/slog"
	"time"

	"quarterday/mail"
	"quarterday/models"
)

// mailOptions say how letters leave the outbox.
type mailOptions struct {
	SMTPURL  string `name:"smtp-url" help:"Mail server that takes the letters: smtp://user:password@host:587 (STARTTLS; plain to localhost) or smtps://user:password@host:465. Without one letters stay in the outbox, where the secretariat reads them." env:"QUARTERDAY_SMTP_URL" placeholder:"URL"`
	MailFrom string `help:"Address that letters are sent from. Default: the partnership's address for replies, from its settings." env:"QUARTERDAY_MAIL_FROM" placeholder:"ADDRESS"`
}

// postOffice is the mail server in use; nil is none.
type postOffice struct {
	server mail.Server
	from   string
}

// postOffice reads the options. What is wrong is told without the password in them.
func (o mailOptions) postOffice() (*postOffice, error) {
	from := ""
	if o.MailFrom != "" {
		var err error
		if from, err = mail.ParseFrom(o.MailFrom); err != nil {
			return nil, err
		}
	}
	if o.SMTPURL == "" {
		return nil, nil
	}
	server, err := mail.ParseServer(o.SMTPURL)
	if err != nil {
		return nil, err
	}
	return &postOffice{server, from}, nil
}

// sender is the address that letters are sent from, if one was given.
func (p *postOffice) sender() string {
	if p == nil {
		return ""
	}
	return p.from
}

// lookEvery is how often the outbox is looked through for letters that have
// become due. Those that a command queues go at once.
const lookEvery = 5 * time.Second

// run sends letters until the context ends; the channel is closed when the last
// one is through.
func (p *postOffice) run(ctx context.Context, store *models.Store, base string) <-chan struct{} {
	stopped := make(chan struct{})
	if p == nil {
		slog.Warn("no mail server is set (QUARTERDAY_SMTP_URL): letters stay in the outbox")
		close(stopped)
		return stopped
	}
	slog.Info("sending letters", "server", p.server.String())
	ticker := time.NewTicker(lookEvery)
	go func() {
		defer close(stopped)
		defer ticker.Stop()
		mail.NewSender(store, p.server, base, p.from).Run(ctx, ticker.C)
	}()
	return stopped
}
