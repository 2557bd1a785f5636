package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"quarterday/mail"
	"quarterday/models"
)

// mailOptions say how letters leave the outbox.
type mailOptions struct {
	SMTPURL   string `name:"smtp-url" help:"Mail server that takes the letters: smtp://user:password@host:587 (STARTTLS; plain to localhost) or smtps://user:password@host:465. Without one letters stay in the outbox, where the secretariat reads them." env:"QUARTERDAY_SMTP_URL" placeholder:"URL"`
	MailFrom  string `help:"Address that letters are sent from. Default: the partnership's address for replies, from its settings." env:"QUARTERDAY_MAIL_FROM" placeholder:"ADDRESS"`
	IMAPURL   string `name:"imap-url" help:"Mailbox that answers to letters arrive in, read every minute: imaps://user:password@host:993 or imap://user:password@host:143 (STARTTLS; plain to localhost), with /folder for another than INBOX. Answers become draft items, updates of actions and answers to invitations." env:"QUARTERDAY_IMAP_URL" placeholder:"URL"`
	AnswersTo string `help:"Address of that mailbox, to which letters are answered. {token} in it is where each letter's own token goes, if the mail server takes such addresses: replies+{token}@example.org. Default: the address that letters are sent from." env:"QUARTERDAY_ANSWERS_TO" placeholder:"ADDRESS"`
	CheckedBy string `name:"answers-checked-by" help:"Name of the mail server that takes answers, if it checks their senders: the first word of the header Authentication-Results that it adds. Answers of calendars for which it vouches are taken by themselves; others wait for the secretariat." env:"QUARTERDAY_ANSWERS_CHECKED_BY" placeholder:"NAME"`
}

// offices reads all options: the mail server in use and the mailbox that is read,
// each nil where there is none.
func (o mailOptions) offices() (*postOffice, *letterBox, error) {
	post, err := o.postOffice()
	if err != nil {
		return nil, nil, err
	}
	if o.IMAPURL == "" {
		if o.CheckedBy != "" {
			return nil, nil, errors.New("a mail server that checks answers needs a mailbox that is read (QUARTERDAY_IMAP_URL)")
		}
		if o.AnswersTo != "" {
			return nil, nil, errors.New("an address for answers needs a mailbox that is read (QUARTERDAY_IMAP_URL): without, letters are answered to the partnership's address for replies")
		}
		return post, nil, nil
	}
	mailbox, err := mail.ParseMailbox(o.IMAPURL)
	if err != nil {
		return nil, nil, err
	}
	answers := o.AnswersTo
	if answers != "" {
		if answers, err = mail.ParseAnswers(answers); err != nil {
			return nil, nil, err
		}
	}
	if post != nil {
		if post.answers = answers; answers == "" {
			post.answers = post.from
		}
	}
	return post, &letterBox{mailbox: mailbox, checkedBy: o.CheckedBy}, nil
}

// postOffice is the mail server in use; nil is none.
type postOffice struct {
	server mail.Server
	from   string
	// answers is where letters are answered; empty is the partnership's address
	// for replies.
	answers string
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
	return &postOffice{server: server, from: from}, nil
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
		sender := mail.NewSender(store, p.server, base, p.from)
		sender.AnswersTo(p.answers)
		sender.Run(ctx, ticker.C)
	}()
	return stopped
}
