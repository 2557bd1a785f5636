package mail

import (
	"regexp"
	"strings"
)

var (
	// attribution stands before what is quoted: "On 8 December, Vale wrote:".
	attribution = regexp.MustCompile(`(?i)^[>\s]*(on .{4,300} wrote:|am .{4,300} schrieb .{0,200}:|le .{4,300} a écrit ?:|el .{4,300} escribió:|\S.{0,200}<\S+@\S+> wrote:)\s*$`)
	// beginsAttribution is one that mail programs broke over several lines.
	beginsAttribution = regexp.MustCompile(`(?i)^[>\s]*(on (mon|tue|wed|thu|fri|sat|sun|\d)|am |le |el )`)
	// original is where Outlook and others put the whole letter underneath.
	original = regexp.MustCompile(`(?i)^\s*(-{2,}\s*(original message|original appointment|forwarded message|reply message)\s*-{2,}|_{10,}|begin forwarded message:)\s*$`)
	// headerLine is a line of the letter's headers, repeated above it.
	headerLine = regexp.MustCompile(`(?i)^[\s*]*(from|sent|date|to|cc|subject|importance)\s*:\*?\s*\S`)
	fromLine   = regexp.MustCompile(`(?i)^[\s*]*from\s*:\*?\s*\S`)
	// device is what telephones put under a letter.
	device = regexp.MustCompile(`(?i)^\s*(sent from (my |yahoo|outlook|mail|samsung)|get outlook for |envoyé de mon |von meinem .{2,40} gesendet)`)
	// signOff is the line before a name.
	signOff = regexp.MustCompile(`(?i)^\s*((with )?(kind|kindest|best|warm|warmest|many)?\s*(regards|wishes|thanks)|yours (sincerely|faithfully|truly)|cheers|many thanks|thanks|thank you|all the best|best|br|kr)\s*[,.!]?\s*$`)
	// disclaimer begins what lawyers put under letters.
	disclaimer = regexp.MustCompile(`(?i)^\W*(disclaimer\b|confidentiality notice|this (e-?mail|message|communication)( message)?( and any)? .{0,80}(confidential|privileged|intended)|the (information|contents?) (contained )?in this (e-?mail|message))`)
)

const (
	// longestSignature is how many lines may follow "Kind regards".
	longestSignature = 10
	// signatureLine is how long a line of a signature is at most.
	signatureLine = 70
)

// ownWords is what somebody wrote in an answer themselves: without what they
// quote, wherever it stands, and without the signature under it. Every line of
// it is a line of the text.
func ownWords(text string) string {
	lines := strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u00a0", " ", "\u200b", "").Replace(text), "\n")
	lines = cutOriginal(lines)
	lines = dropQuoted(lines)
	lines = cutSignature(lines)
	return joinLines(lines)
}

// cutOriginal ends the text where the letter itself stands underneath with no
// marks before its lines.
func cutOriginal(lines []string) []string {
	for i, l := range lines {
		if original.MatchString(l) {
			return lines[:i]
		}
		if !fromLine.MatchString(l) || strings.HasPrefix(strings.TrimSpace(l), ">") {
			continue
		}
		headers := 0
		for _, next := range lines[i+1 : min(len(lines), i+7)] {
			if headerLine.MatchString(next) {
				headers++
			}
		}
		if headers >= 2 {
			return lines[:i]
		}
	}
	return lines
}

// dropQuoted takes out lines that are marked as quoted, and what introduces them.
func dropQuoted(lines []string) []string {
	var kept []string
	for i := 0; i < len(lines); i++ {
		l := lines[i]
		if strings.HasPrefix(strings.TrimSpace(l), ">") {
			continue
		}
		if n := attributionAt(lines[i:]); n > 0 && (quotesFollow(lines[i+n:]) || len(strings.TrimSpace(strings.Join(lines[i+n:], ""))) == 0) {
			i += n - 1
			continue
		} else if n > 0 && !quotedAnywhere(lines[i+n:]) {
			// A program that marks nothing: the rest is the letter.
			return kept
		}
		kept = append(kept, l)
	}
	return kept
}

// attributionAt is how many lines the introduction at the start of these takes;
// 0 when there is none.
func attributionAt(lines []string) int {
	if attribution.MatchString(lines[0]) {
		return 1
	}
	if !beginsAttribution.MatchString(lines[0]) {
		return 0
	}
	joined := strings.TrimSpace(lines[0])
	for n := 1; n < min(len(lines), 4); n++ {
		if strings.TrimSpace(lines[n]) == "" {
			return 0
		}
		if joined += " " + strings.TrimSpace(lines[n]); attribution.MatchString(joined) {
			return n + 1
		}
	}
	return 0
}

// quotesFollow says whether the next line that is not empty is marked as quoted.
func quotesFollow(lines []string) bool {
	for _, l := range lines {
		if l = strings.TrimSpace(l); l != "" {
			return strings.HasPrefix(l, ">")
		}
	}
	return false
}

func quotedAnywhere(lines []string) bool {
	for _, l := range lines {
		if strings.HasPrefix(strings.TrimSpace(l), ">") {
			return true
		}
	}
	return false
}

// cutSignature ends the text before its signature: after the mark for it, after
// what a telephone says of itself, or after a sign-off with no more than a
// signature under it.
func cutSignature(lines []string) []string {
	written := false // something stands before
	for i, l := range lines {
		trimmed := strings.TrimRight(l, " \t")
		switch {
		case trimmed == "--" || trimmed == "—", device.MatchString(l), disclaimer.MatchString(l):
			return lines[:i]
		case written && signOff.MatchString(l) && isSignature(lines[i+1:]):
			return lines[:i]
		}
		written = written || strings.TrimSpace(l) != ""
	}
	return lines
}

// isSignature says whether these last lines are no more than a name, a job and
// where to find somebody, perhaps with a disclaimer below.
func isSignature(lines []string) bool {
	n := 0
	for _, l := range lines {
		l = strings.TrimSpace(l)
		switch {
		case l == "":
		case disclaimer.MatchString(l) || l == "--":
			return true
		case len([]rune(l)) > signatureLine || strings.HasSuffix(l, "?") || n == longestSignature:
			return false
		default:
			n++
		}
	}
	return true
}

// joinLines puts lines together, without blank ones at the ends and never two
// of those in a row.
func joinLines(lines []string) string {
	var kept []string
	for _, l := range lines {
		l = strings.TrimRight(l, " \t")
		if l == "" && (len(kept) == 0 || kept[len(kept)-1] == "") {
			continue
		}
		kept = append(kept, l)
	}
	return strings.TrimRight(strings.Join(kept, "\n"), "\n")
}
