package documents

import (
	"errors"
	"fmt"
	"strings"
)

// LeftOut is why a paper is not in a pack, in words that follow its name.
type LeftOut string

func (l LeftOut) Error() string { return string(l) }

// TakenAway is why a paper is not in a pack that nobody can have any more.
const TakenAway LeftOut = "it was taken away after this agenda was published"

const (
	tooLargeWith LeftOut = "the pack would be too large with it"
	unreadable   LeftOut = "it cannot be read"
	protected    LeftOut = "it is protected by a password"
	damaged      LeftOut = "the file is damaged"
	unmarkable   LeftOut = "the pack’s marking cannot be put on its pages"
	emptyForm    LeftOut = "it is a form whose answers would not be shown"
	tooComplex   LeftOut = "it is too complex to print here"
	damagedImage LeftOut = "the picture is damaged"
	notText      LeftOut = "it is not text that can be printed"
	notPDF       LeftOut = "it is not a PDF"
	noPDF        LeftOut = "no PDF could be made of it"
)

var (
	tooManyPages = LeftOut(fmt.Sprintf("it has more than %d pages", maxForeignPages))
	hugeImage    = LeftOut(fmt.Sprintf("the picture is too large: it may have %d million pixels", maxPixels/1_000_000))
	longText     = LeftOut(fmt.Sprintf("it is too long to print: plain text may have %d KB", maxTextBytes>>10))
)

// whyNotGrafted is why a PDF is left out that cannot be copied.
func whyNotGrafted(err error) LeftOut {
	switch {
	case errors.Is(err, errProtected):
		return protected
	case errors.Is(err, errEmptyForm):
		return emptyForm
	case errors.Is(err, errTooManyPages):
		return tooManyPages
	case errors.Is(err, errTooComplex):
		return tooComplex
	case errors.Is(err, errUnmarkable):
		return unmarkable
	}
	return damaged
}

// NotPDF is why a file of this kind is left out where LibreOffice, which would
// turn it into a PDF, is not installed.
func NotPDF(kind string) LeftOut { return notPDF + LeftOut(" ("+kind+")") }

// NoPDF is why a file of this kind is left out of which LibreOffice made nothing.
func NoPDF(kind string) LeftOut { return noPDF + LeftOut(" ("+kind+")") }

// Mend tells whoever attached the paper what to do, in a sentence; "" where there
// is nothing that they can.
func (l LeftOut) Mend() string {
	switch l {
	case unreadable:
		return "Attach it again."
	case protected:
		return "Save it without a password and attach that."
	case damaged:
		return "Open it, save it as a new PDF and attach that."
	case unmarkable, tooComplex, emptyForm:
		return "Open it, print it to a new PDF and attach that."
	case tooManyPages:
		return "Attach the part of it that the meeting needs."
	case damagedImage:
		return "Open it, save it anew and attach that."
	case hugeImage:
		return "Save it in a smaller size and attach that."
	case longText, notText:
		return "Save it as a PDF and attach that."
	}
	if strings.HasPrefix(string(l), string(notPDF)) || strings.HasPrefix(string(l), string(noPDF)) {
		return "Save it as a PDF and attach that."
	}
	return ""
}
