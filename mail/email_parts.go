package mail

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	gomessage "github.com/emersion/go-message"
	"github.com/emersion/go-message/textproto"

	"quarterday/calendar"
)

// walk goes through the parts of an email.
func (e *email) walk(part *gomessage.Entity, depth int) error {
	if err := e.ctx.Err(); err != nil {
		return err
	}
	if e.parts++; e.parts > mostParts || depth > deepestPart {
		if e.parts == mostParts+1 || depth == deepestPart+1 {
			e.leaves("parts of it: there are too many")
		}
		return nil
	}
	kind, params, _ := part.Header.ContentType()
	if !strings.HasPrefix(strings.ToLower(kind), "multipart/") {
		return e.leaf(part)
	}
	parts := textproto.NewMultipartReader(part.Body, params["boundary"])
	for e.parts <= mostParts {
		var next *textproto.Part
		var err error
		e.raw.header(func() { next, err = parts.NextPart() })
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			e.leaves("the rest of it: it is broken off")
			return nil
		}
		inner, _ := gomessage.New(gomessage.Header{Header: next.Header}, next) // one of a strange charset is read as it is
		if err := e.walk(inner, depth+1); err != nil {
			return err
		}
		// What was not read of it is not for whoever looks for the next header.
		if _, err := io.Copy(io.Discard, next); err != nil {
			e.leaves("the rest of it: it is broken off")
			return nil
		}
	}
	return nil
}

func mediaType(part *gomessage.Entity) string {
	kind, _, err := part.Header.ContentType()
	if err != nil || kind == "" {
		return "text/plain"
	}
	return strings.ToLower(kind)
}

// leaf reads one part that has no parts.
func (e *email) leaf(part *gomessage.Entity) error {
	kind := mediaType(part)
	disposition, params, _ := part.Header.ContentDisposition()
	name := params["filename"]
	if name == "" {
		_, typed, _ := part.Header.ContentType()
		name = typed["name"]
	}
	attached := strings.EqualFold(disposition, "attachment")
	switch {
	case e.reports && kind == "message/delivery-status":
		e.report = readSome(part.Body, largestText)
	case e.reports && kind == "message/disposition-notification":
		e.reportRead = true
	case e.reports && (kind == "message/rfc822" || kind == "text/rfc822-headers" || kind == "message/global"):
		if m := returnedName.FindSubmatch(readSome(part.Body, largestHeader)); m != nil {
			e.returned = string(m[1])
		}
	case kind == "text/calendar" || kind == "application/ics":
		if e.event == nil {
			e.event = readSome(part.Body, largestText)
			_, err := calendar.ReadReply(e.event)
			e.answers = err == nil
		}
	case kind == "text/plain" && !attached && name == "":
		if e.plain.Len() < largestText {
			e.plain.Write(readSome(part.Body, largestText-e.plain.Len()))
			e.plain.WriteString("\n")
		}
	case kind == "text/html" && !attached && name == "":
		if e.page.Len() == 0 {
			e.page.Write(readSome(part.Body, largestPage))
		}
	case strings.HasPrefix(kind, "image/") && !attached && part.Header.Get("Content-Id") != "":
		// A picture in the text: a logo in a signature, more often than not.
	case kind == "application/pkcs7-signature" || kind == "application/x-pkcs7-signature" || kind == "application/pgp-signature" || kind == "application/pgp-encrypted":
	case kind == "application/ms-tnef":
		e.leaves("winmail.dat: Outlook has packed what was attached into it. Send it again as an ordinary attachment")
	case kind == "message/rfc822" && name == "":
		e.leaves("an email that is attached")
	default:
		return e.attachment(part, name)
	}
	return nil
}

// returnedName is the name of the letter that came back, in its own headers.
var returnedName = regexp.MustCompile(`(?im)^message-id:\s*<([^<>\s]{3,250})>`)

// readSome reads at most so much, as UTF-8.
func readSome(r io.Reader, most int) []byte {
	text, _ := io.ReadAll(io.LimitReader(r, int64(most))) // what can be read of a broken part
	if !utf8.Valid(text) {
		text = []byte(strings.ToValidUTF8(string(text), "\uFFFD"))
	}
	return text
}

// attachment keeps one file.
func (e *email) attachment(part *gomessage.Entity, name string) error {
	if name = strings.TrimSpace(strings.ToValidUTF8(name, "\uFFFD")); name == "" {
		name = "attachment"
	}
	if len(e.form.Files) >= mostFiles {
		e.leaves(name + ": there can be " + fmt.Sprint(mostFiles) + " files at most")
		return nil
	}
	if e.auto || e.reports || e.failed || e.answers || fromMailServer(e.form.Email) {
		return nil // nobody looks at what programs attach
	}
	if e.known == nil {
		known, err := true, error(nil)
		if e.expects != nil {
			if known, err = e.expects(e.ctx, e.form); err != nil {
				return err
			}
		}
		e.known = &known
	}
	if !*e.known {
		e.leaves(name + ": it was left in the mailbox, since nobody here has this address")
		return nil
	}
	if e.size >= largestFiles {
		e.leaves(fmt.Sprintf("%s: all files together can be %d MB at most", name, largestFiles>>20))
		return nil
	}
	body := &attached{Reader: part.Body}
	file, refusal, err := e.keep(e.ctx, name, body)
	e.size += body.n
	switch {
	case err != nil && body.err != nil && e.raw.err == nil && e.ctx.Err() == nil:
		e.leaves(name + ": it arrived broken")
	case err != nil:
		return err
	case refusal != "":
		e.leaves(refusal)
	default:
		file.FileName = name
		e.form.Files = append(e.form.Files, file)
	}
	return nil
}

// attached counts what is read of an attachment, and keeps the error of its form
// apart from those of the disk.
type attached struct {
	io.Reader
	n   int64
	err error
}

func (a *attached) Read(p []byte) (int, error) {
	n, err := a.Reader.Read(p)
	a.n += int64(n)
	if err != nil && err != io.EOF {
		a.err = err
	}
	return n, err
}
