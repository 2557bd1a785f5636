package documents

import (
	"slices"

	"golang.org/x/text/unicode/bidi"
)

// direction is the way in which a piece is read.
type direction uint8

const (
	neutral direction = iota
	leftToRight
	rightToLeft
	digits
)

// mayBeRightToLeft tells quickly of most text that it is not.
func mayBeRightToLeft(r rune) bool {
	return r >= 0x590 && r < 0x900 || r >= 0xfb1d && r <= 0xfdff || r >= 0xfe70 && r <= 0xfeff
}

func directionOf(text string) direction {
	d := neutral
	for _, r := range text {
		p, _ := bidi.LookupRune(r)
		switch p.Class() {
		case bidi.R, bidi.AL:
			return rightToLeft
		case bidi.L:
			return leftToRight
		case bidi.EN, bidi.AN:
			d = digits
		}
	}
	return d
}

// order finds where the pieces of a line stand: those that are read from right
// to left stand in that order, and what is within them in its own. It is the
// Unicode algorithm for the levels that our text can have. Base is the
// direction of the paragraph. Pieces stay in the order in which they are read.
func (l *line) order(base direction) {
	levels := make([]int, len(l.pieces))
	directions := make([]direction, len(l.pieces))
	found := false
	before := base
	for i := range l.pieces {
		d := directionOf(l.pieces[i].text)
		if l.pieces[i].standsFor != "" {
			d = leftToRight // a stand-in is written in our letters
		}
		switch {
		case d == rightToLeft:
			levels[i], found = 1, true
		case d == digits && before == rightToLeft:
			levels[i] = 2
			d = rightToLeft // as neighbours see it
		case d == leftToRight && base == rightToLeft:
			levels[i] = 2
		case d == digits:
			d = leftToRight
			if base == rightToLeft {
				levels[i] = 2
			}
		}
		directions[i] = d
		if d != neutral {
			before = d
		}
	}
	if !found && base != rightToLeft {
		return
	}
	for i := range l.pieces {
		if directions[i] == neutral {
			levels[i] = neutralLevel(directions, i, base)
		}
	}
	visual := make([]int, len(l.pieces))
	for i := range visual {
		visual[i] = i
	}
	for level := 2; level >= 1; level-- {
		for i := 0; i < len(visual); {
			n := i
			for n < len(visual) && levels[visual[n]] >= level {
				n++
			}
			slices.Reverse(visual[i:n])
			i = max(n, i+1)
		}
	}
	l.at = make([]float64, len(l.pieces))
	x := 0.0
	for _, i := range visual {
		l.at[i] = x
		x += l.pieces[i].width
		l.pieces[i].reversed = levels[i] == 1
	}
}

// neutralLevel is the level of spaces and punctuation: that of their
// neighbours where these agree, the paragraph's where not.
func neutralLevel(directions []direction, i int, base direction) int {
	side := func(step int) direction {
		for k := i + step; k >= 0 && k < len(directions); k += step {
			if directions[k] != neutral {
				return directions[k]
			}
		}
		return base
	}
	d := base
	if before := side(-1); before == side(1) {
		d = before
	}
	switch {
	case d == rightToLeft:
		return 1
	case base == rightToLeft:
		return 2
	}
	return 0
}

// baseDirection is that of the first letter which has one.
func baseDirection(pieces []piece) direction {
	for i := range pieces {
		if d := directionOf(pieces[i].text); d == leftToRight || d == rightToLeft {
			return d
		}
	}
	return leftToRight
}

// Brackets that are read from the right are drawn as their partners and still
// mean what they are. The text on its way to the page has a private character
// for each; given text never has those, since drawable names them.
const (
	brackets      = "()[]{}<>«»"
	bracketsBegin = '\ue000'
)

var bracketList = []rune(brackets)

// mirror is the private character for a bracket that is drawn as its partner.
func mirror(r rune) rune {
	if i := slices.Index(bracketList, r); i >= 0 {
		return bracketsBegin + rune(i)
	}
	return r
}

// mirrored gives the bracket that a private character means, and its partner,
// whose shape it has.
func mirrored(r rune) (means, shape rune, ok bool) {
	i := int(r - bracketsBegin)
	if i < 0 || i >= len(bracketList) {
		return 0, 0, false
	}
	return bracketList[i], bracketList[i^1], true
}

// showReversed draws a piece that is read from right to left: its letters from
// the left, as they stand, under a mark that tells readers to turn them round.
func (w *Writer) showReversed(p piece, x, baseline float64) {
	p.text = reversed(p.text)
	w.emit("/ReversedChars BMC")
	w.show([]piece{p}, x, baseline)
	w.emit("EMC")
}

// reversed are the letters of a text from its end to its beginning, as they look
// from there.
func reversed(text string) string {
	letters := []rune(text)
	slices.Reverse(letters)
	for i, r := range letters {
		letters[i] = mirror(r)
	}
	return string(letters)
}
