package mail

import (
	"regexp"
	"strings"

	msgmail "github.com/emersion/go-message/mail"
)

var (
	messageID = regexp.MustCompile(`<([^<>\s]{3,250})>`)
	// addressToken is in an address to which a letter is answered.
	addressToken = regexp.MustCompile(`(\d{1,18}-[0-9a-fA-F]{24})(?:@|\+)`)
)

// readHeader reads who wrote it, what it answers, and whether a program did.
func (e *email) readHeader(h msgmail.Header) {
	f := &e.form
	f.Subject, _ = h.Subject()
	from, err := h.AddressList("From")
	switch {
	case err != nil || len(from) == 0:
		f.Doubt = "It does not say who wrote it."
	case len(from) > 1:
		f.Doubt = "It names several senders."
	}
	if len(from) > 0 {
		f.Email, f.Name = strings.ToLower(from[0].Address), from[0].Name
	}
	fails := false
	if f.Vouched, fails = e.vouched(h, f.Email); fails {
		f.Doubt = "The mail server that took it says that it does not come from whom it says."
	}
	answers := messageID.FindAllStringSubmatch(h.Get("In-Reply-To"), 5)
	references := messageID.FindAllStringSubmatch(h.Get("References"), 100)
	for i := len(references) - 1; i >= 0; i-- {
		answers = append(answers, references[i])
	}
	for _, a := range answers {
		f.Answers = append(f.Answers, a[1])
	}
	for _, name := range []string{"To", "Delivered-To", "X-Original-To", "Envelope-To", "Cc"} {
		if m := addressToken.FindStringSubmatch(h.Get(name)); m != nil && f.Token == "" {
			f.Token = m[1]
		}
	}
	e.auto, e.failed = automatic(h), h.Get("X-Failed-Recipients") != ""
	if id := h.Get("Message-Id"); id != "" {
		f.Key = hashOf(id, f.Email, h.Get("Date"), f.Subject)
	}
}

// automatic says whether a program wrote it (RFC 3834, and what programs do that
// are older).
func automatic(h msgmail.Header) bool {
	submitted, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(h.Get("Auto-Submitted"))), ";")
	if submitted != "" && submitted != "no" {
		return true
	}
	switch strings.ToLower(strings.TrimSpace(h.Get("Precedence"))) {
	case "bulk", "junk", "list", "auto_reply", "auto-reply":
		return true
	}
	for _, name := range []string{"X-Autoreply", "X-Autorespond", "X-Auto-Reply-From", "X-Mail-Autoreply", "List-Id", "List-Unsubscribe", "Feedback-Id"} {
		if h.Get(name) != "" {
			return true
		}
	}
	if strings.TrimSpace(h.Get("Return-Path")) == "<>" {
		return true
	}
	subject, _ := h.Subject()
	return awaySubject.MatchString(subject)
}

// awaySubject is how programs begin that say nothing in their headers.
var awaySubject = regexp.MustCompile(`(?i)^\s*(automatic reply|auto(matic)?[ -]?(reply|response)|out of (the )?office|automatische antwort|réponse automatique)\b`)
