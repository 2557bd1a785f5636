package mail

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"quarterday/calendar"
	"quarterday/models"
)

// message makes a letter ready for a mail server. from is the address that it
// is sent from, and that invitations name as the organiser: calendars change an
// event in place only when the two are the same. answers is the address to
// which it is answered; empty is the partnership's own.
func message(d models.Delivery, base, from, answers string, now time.Time) (*mail.Msg, error) {
	l, p := d.Letter, d.Partnership
	site := SiteOf(p, base)
	stop := ""
	if d.StopToken != "" {
		stop = site.BaseURL + "/unsubscribe/" + url.PathEscape(d.StopToken)
	}
	words, err := word(l, site, links{stop: stop, reply: d.ReplyToken})
	if err != nil {
		return nil, err
	}
	m := mail.NewMsg(mail.WithNoDefaultUserAgent())
	if err := m.FromFormat(oneLine(p.Name), from); err != nil {
		return nil, fmt.Errorf("mail: sender: %w", err)
	}
	if err := m.AddToFormat(oneLine(l.Name), l.Email); err != nil {
		return nil, fmt.Errorf("mail: reader: %w", err)
	}
	if answers == "" {
		answers = p.ReplyAddress
	}
	if answers = strings.ReplaceAll(answers, tokenMark, d.MailToken); answers != "" && answers != from {
		if err := m.ReplyToFormat(oneLine(p.Name), answers); err != nil {
			return nil, fmt.Errorf("mail: address for replies: %w", err)
		}
	}
	m.Subject(words.Subject)
	m.SetDateWithValue(now)
	m.SetMessageIDWithValue(l.MessageID)
	// Who is on holiday need not tell a program so (RFC 3834; Exchange).
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetGenHeader(mail.HeaderXAutoResponseSuppress, "OOF, AutoReply")
	if stop != "" {
		if err := m.SetListUnsubscribeOneClick(stop); err != nil { // not https: one click would not be safe
			m.SetListUnsubscribe(stop)
		}
	}
	m.SetBodyString(mail.TypeTextPlain, words.Text)
	m.AddAlternativeString(mail.TypeTextHTML, words.HTML)
	event, method, ok, err := l.CalendarEvent(p, site.BaseURL)
	if err != nil {
		return nil, fmt.Errorf("mail: the letter's calendar entry: %w", err)
	}
	// Who sends a deputy has the meeting in their calendar no more.
	ok = ok && (method == calendar.Cancel || d.Answer != models.ReplyDeputy)
	if ok {
		if err := addEvent(m, d, event, method, from); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// addEvent adds what the letter does to its reader's calendar as the last
// alternative of its text, which is where mail programs look for buttons.
func addEvent(m *mail.Msg, d models.Delivery, event calendar.Event, method calendar.Method, from string) error {
	event.Organiser = calendar.Contact{Name: oneLine(d.Partnership.Name), Email: from}
	event.Attendee = calendar.Contact{Name: oneLine(d.Letter.Name), Email: d.Letter.Email}
	switch d.Answer {
	case models.ReplyComing:
		event.Answer = "ACCEPTED"
	case models.ReplyApologies:
		event.Answer = "DECLINED"
	}
	text, err := calendar.Text(method, "", event)
	if err != nil {
		return err
	}
	m.AddAlternativeString(mail.ContentType("text/calendar; method="+string(method)), strings.ReplaceAll(string(text), "\r\n", "\n"))
	return nil
}
