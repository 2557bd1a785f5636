package handlers

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"quarterday/mail"
	"quarterday/models"
)

// OutboxPage lists letters, newest first.
type OutboxPage struct {
	Frame
	models.OutboxList
	Filter models.OutboxFilter
	Kinds  []Option
	States []Option
	Pages  Pages
	// Sends says that a mail server takes letters; NoSender that they have no
	// address to come from; Failure why it takes none at the moment.
	Sends, NoSender bool
	Failure         *models.MailFailure
	ToLookAt        int // emails that came back
}

func (s *Server) listLetters(c echo.Context) error {
	frame, err := s.frame(c, "outbox", "Outbox")
	if err != nil {
		return err
	}
	n := narrowing{c: c}
	before := n.number("before")
	page := &OutboxPage{Frame: frame, Filter: models.OutboxFilter{
		Kind: models.LetterKind(n.choice("kind", names(models.LetterKinds)...)), State: models.LetterState(n.choice("state", names(models.LetterStates)...)), Text: searchedFor(c, "q"), Before: before,
	}}
	if err := n.err(); err != nil {
		return err
	}
	if page.OutboxList, err = s.store.Outbox(c.Request().Context(), viewer(c), page.Filter); err != nil {
		return err
	}
	received, err := s.store.ReceivedList(c.Request().Context(), viewer(c), false, 0)
	if err != nil {
		return err
	}
	page.ToLookAt = received.ToLookAt
	page.Kinds = []Option{{Text: "Every kind"}}
	for _, k := range models.LetterKinds {
		page.Kinds = append(page.Kinds, Option{Value: string(k), Text: k.Label()})
	}
	page.States = []Option{{Text: "Every state"}}
	for _, st := range models.LetterStates {
		page.States = append(page.States, Option{Value: string(st), Text: upperFirst(string(st))})
	}
	if page.Next != 0 {
		page.Pages.Next, page.Pages.NextText = withQuery(c, "before", strconv.FormatInt(page.Next, 10)), "Older"
	}
	if before != 0 {
		page.Pages.Previous, page.Pages.PreviousText = withQuery(c, "before", ""), "Newest"
	}
	if page.Sends = s.config.MailServer; page.Sends {
		p, err := s.settings(c.Request().Context())
		if err != nil {
			return err
		}
		page.NoSender = s.config.MailFrom == "" && p.ReplyAddress == ""
		if page.Failure, err = s.store.MailFailure(c.Request().Context()); err != nil {
			return err
		}
	}
	return render(c, http.StatusOK, "outbox/list", page)
}

// LetterPage shows one letter as it is worded.
type LetterPage struct {
	Frame
	Letter  models.Letter
	Message mail.Message
	Hides   bool // the link and code of a sign-in letter are not shown
	Sends   bool // a mail server takes letters
	// WhyNot is why it cannot be sent again, if it cannot.
	WhyNot string
}

// Cancellable says whether the letter can still be kept from going out.
func (p LetterPage) Cancellable() bool {
	return p.Letter.State == models.LetterWaiting || p.Letter.State == models.LetterFailed
}

// Again is what the button says that sends the letter; empty where it cannot.
func (p LetterPage) Again() string {
	switch {
	case p.WhyNot != "" || p.Letter.State == models.LetterSending:
		return ""
	case p.Letter.State == models.LetterWaiting && !p.Sends:
		return ""
	case p.Letter.State == models.LetterWaiting:
		return "Send now"
	}
	return "Send again"
}

// letterPage reads a letter and words it. What lets its reader sign in is shown
// only while no mail server sends letters and the secretariat must hand them
// on, which the audit trail then says: whoever reads such a letter could sign in
// as somebody else.
func (s *Server) letterPage(c echo.Context) (*LetterPage, error) {
	id, err := idParam(c)
	if err != nil {
		return nil, err
	}
	letter, err := s.store.Letter(c.Request().Context(), viewer(c), id)
	if err != nil {
		return nil, err
	}
	p, err := s.settings(c.Request().Context())
	if err != nil {
		return nil, err
	}
	page := &LetterPage{Letter: letter, Sends: s.config.MailServer, Hides: letter.Kind == models.LetterSignIn && s.config.MailServer}
	if page.WhyNot, err = s.store.WhyNotAgain(c.Request().Context(), viewer(c), letter); err != nil {
		return nil, err
	}
	if page.Hides {
		page.Letter = mail.WithoutSecrets(letter)
	} else if letter.Kind == models.LetterSignIn {
		if err := s.store.NoteSignInLetterRead(c.Request().Context(), viewer(c), letter.ID); err != nil {
			return nil, err
		}
	}
	if page.Message, err = mail.Word(page.Letter, mail.SiteOf(p, s.config.BaseURL)); err != nil {
		return nil, err
	}
	// A page with a policy of its own is not kept: the answer that it has not
	// changed would come without that policy.
	c.Response().Header().Del("ETag")
	c.Response().Header().Set("Cache-Control", "private, no-store")
	page.Frame, err = s.frame(c, "outbox", page.Message.Subject)
	page.About = fmt.Sprintf("Email %d to %s", letter.ID, letter.Name)
	return page, err
}

func (s *Server) showLetter(c echo.Context) error {
	page, err := s.letterPage(c)
	if err != nil {
		return err
	}
	// The letter's HTML is shown in a frame, which other pages may not have.
	c.Response().Header().Set("Content-Security-Policy", contentPolicy+"; frame-src 'self'")
	return render(c, http.StatusOK, "outbox/show", page)
}

// showLetterHTML is the letter as a mail program would show it. Letters have
// their style in them, so this page alone may; it may do nothing else.
func (s *Server) showLetterHTML(c echo.Context) error {
	page, err := s.letterPage(c)
	if err != nil {
		return err
	}
	header := c.Response().Header()
	header.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox")
	return c.HTML(http.StatusOK, strings.Replace(page.Message.HTML, "<head>", `<head><base target="_blank">`, 1))
}
