package models

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Passage is a piece of text that looks like somebody's personal data.
type Passage struct {
	Kind string // "an NHS number"
	Text string // the piece itself
	// Before and After are the words around it, so that the author finds it.
	Before, After string
}

// most passages shown of one text; more of them say nothing new.
const maxPassages = 25

// sign is one kind of personal data: how it is written and, where the writing
// alone would take in too much, what else must hold. The piece is the pattern's
// last group, or all of it.
type sign struct {
	kind    string
	pattern *regexp.Regexp
	holds   func(piece string) bool
}

var signs = []sign{
	{"an NHS number", regexp.MustCompile(`\b\d{3}[ \x{00A0}-]?\d{3}[ \x{00A0}-]?\d{4}\b`), isNHSNumber},
	{"a National Insurance number", regexp.MustCompile(`(?i)\b[a-ceghj-pr-tw-z][a-ceghj-npr-tw-z][ \x{00A0}-]?(?:\d{2}[ \x{00A0}-]?){3}[a-d]\b`), isNationalInsuranceNumber},
	{"a passport number", regexp.MustCompile(`(?i)\bpassports?\b(?: (?:number|no\.?|ref(?:erence)?|is|was|of)| \(|:|,| #)*[ \x{00A0}]*([a-z]{0,2}\d{7,9})\b`), nil},
	{"an NRM reference", regexp.MustCompile(`(?i)\bNRM(?:[ \x{00A0}]+(?:case|referral))?(?:[ \x{00A0}]+(?:reference|ref\.?|number|no\.?))+[ \x{00A0}]*(?:is|was|[:#])?[ \x{00A0}]*((?:[a-z]{1,4}[-/ ]?)?\d[\d/-]{2,}\d)\b`), nil},
	{"an NRM reference", regexp.MustCompile(`(?i)\b(NRM[-/# ]?\d{5,}(?:[/-]\d+)?)\b`), nil},
	{"a date of birth", regexp.MustCompile(`(?i)\b(?:d\.?o\.?b\b\.?|dates? of birth|birth ?date|born(?: on)?)[ \x{00A0}:(,-]*(?:is |was )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day )?((?:the )?(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}|\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*,? \d{4}))\b`), nil},
	{"a telephone number", regexp.MustCompile(`(?:\+44[ \x{00A0}]?(?:\(0\))?[ \x{00A0}]?|\(0|\b0)[127]\d(?:[ \x{00A0})-]{0,2}\d){7,8}\b`), isPhoneNumber},
	{"a full postcode", regexp.MustCompile(`\b([A-Z]{1,2})\d[A-Z\d]?[ \x{00A0}]{0,2}\d[ABD-HJLNP-UW-Z]{2}\b`), isPostcode},
}

// PersonalData finds what looks like personal data of the kinds that must not
// reach many readers by accident: the author is shown the passages and decides.
// Numbers of organisations (0300, 0800 and the like, 101, 999) are not meant.
func PersonalData(text string) []Passage {
	type place struct {
		from, to int
		kind     string
	}
	var found []place
	for _, s := range signs {
		for _, m := range s.pattern.FindAllStringSubmatchIndex(text, -1) {
			from, to := m[0], m[1]
			// The first group of a postcode is its area, not the piece.
			if len(m) > 2 && s.kind != "a full postcode" {
				from, to = m[2], m[3]
			}
			if s.holds == nil || s.holds(text[from:to]) {
				found = append(found, place{from, to, s.kind})
			}
		}
	}
	slices.SortStableFunc(found, func(a, b place) int { return a.from - b.from })
	var out []Passage
	end := -1
	for _, f := range found {
		if f.from < end || len(out) == maxPassages {
			continue // part of what was found already
		}
		end = f.to
		out = append(out, Passage{Kind: f.kind, Text: text[f.from:f.to], Before: wordsBefore(text[:f.from]), After: wordsAfter(text[f.to:])})
	}
	return out
}

// passageKinds names what was found, each kind once, for the audit trail.
func passageKinds(found []Passage) string {
	var kinds []string
	for _, p := range found {
		if !slices.Contains(kinds, p.Kind) {
			kinds = append(kinds, p.Kind)
		}
	}
	return joinAnd(kinds)
}

func digitsOf(s string) []int {
	var out []int
	for _, r := range s {
		if r >= '0' && r <= '9' {
			out = append(out, int(r-'0'))
		}
	}
	return out
}

// isNHSNumber checks the tenth digit by the rule of modulus 11.
func isNHSNumber(piece string) bool {
	d := digitsOf(piece)
	sum, same := 0, true
	for i, n := range d[:9] {
		sum += n * (10 - i)
		same = same && n == d[9]
	}
	return !same && (11-sum%11)%11 == d[9]
}

// isNationalInsuranceNumber leaves out prefixes that are never given.
func isNationalInsuranceNumber(piece string) bool {
	switch strings.ToUpper(piece[:2]) {
	case "BG", "GB", "NK", "KN", "TN", "NT", "ZZ":
		return false
	}
	return true
}

// isPhoneNumber asks for the full count of digits: ten after the 0 or +44, or
// nine in the few places that have them.
func isPhoneNumber(piece string) bool {
	d := digitsOf(piece)
	if strings.HasPrefix(piece, "+") {
		d = d[2:]
	}
	if len(d) > 0 && d[0] == 0 {
		d = d[1:]
	}
	return len(d) == 10 || len(d) == 9 && d[0] == 1
}

// postcodeAreas are all that the Royal Mail has given.
const postcodeAreas = " AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE "

func isPostcode(piece string) bool {
	area := piece[:strings.IndexAny(piece, "0123456789")]
	return strings.Contains(postcodeAreas, " "+area+" ")
}

// aroundPassage is how many characters of the text are shown on either side.
const aroundPassage = 40

func wordsBefore(s string) string {
	start := len(s)
	for n := 0; n < aroundPassage && start > 0; n++ {
		_, size := utf8.DecodeLastRuneInString(s[:start])
		start -= size
	}
	words := s[start:]
	if start > 0 {
		if _, rest, ok := strings.Cut(words, " "); ok {
			words = rest
		}
		words = "… " + words
	}
	return strings.ReplaceAll(words, "\n", " ")
}

func wordsAfter(s string) string {
	end := 0
	for n := 0; n < aroundPassage && end < len(s); n++ {
		_, size := utf8.DecodeRuneInString(s[end:])
		end += size
	}
	words := s[:end]
	if end < len(s) {
		if k := strings.LastIndex(words, " "); k >= 0 {
			words = words[:k]
		}
		words += " …"
	}
	return strings.ReplaceAll(words, "\n", " ")
}
