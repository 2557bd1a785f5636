package calendar

import (
	"errors"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// A Reply is what a calendar program answers to an invitation (RFC 5546, 3.2.3).
type Reply struct {
	UID      string
	Attendee string // address, in lower case
	Answer   string // PARTSTAT: ACCEPTED, DECLINED, TENTATIVE, DELEGATED …
	Sequence int    // of the invitation that is answered
	Stamp    time.Time
	Comment  string
}

// ErrNoReply says that a calendar file answers nothing.
var ErrNoReply = errors.New("calendar file: no answer to an invitation")

const (
	// largestReply and longestReply bound the file and a line of it.
	largestReply = 256 << 10
	longestReply = 16 << 10
)

// ReadReply reads the answer in a calendar file. It comes from anybody, so that
// nothing in it is believed beyond its form: one event, one attendee, one answer.
func ReadReply(text []byte) (Reply, error) {
	var r Reply
	if len(text) > largestReply || !utf8.Valid(text) {
		return r, ErrNoReply
	}
	method, events, attendees, inside := "", 0, 0, []string{}
	for _, line := range unfold(string(text)) {
		name, params, value, ok := property(line)
		if !ok {
			continue
		}
		switch name {
		case "BEGIN":
			inside = append(inside, strings.ToUpper(value))
			if len(inside) > 8 {
				return r, ErrNoReply
			}
			if value = strings.ToUpper(value); value == "VEVENT" {
				events++
			}
			continue
		case "END":
			if len(inside) > 0 {
				inside = inside[:len(inside)-1]
			}
			continue
		}
		switch {
		case len(inside) == 1 && inside[0] == "VCALENDAR" && name == "METHOD":
			method = strings.ToUpper(strings.TrimSpace(value))
		case len(inside) == 2 && inside[1] == "VEVENT":
			switch name {
			case "UID":
				r.UID = plainText(value)
			case "SEQUENCE":
				r.Sequence, _ = strconv.Atoi(strings.TrimSpace(value)) // none is 0
			case "DTSTAMP":
				r.Stamp, _ = time.Parse(wallForm+"Z", strings.TrimSpace(value))
			case "COMMENT":
				r.Comment = plainText(value)
			case "ATTENDEE":
				attendees++
				r.Attendee, r.Answer = address(value), strings.ToUpper(params["PARTSTAT"])
			}
		}
	}
	if method != "REPLY" || events != 1 || attendees != 1 || r.UID == "" || r.Attendee == "" || r.Answer == "" {
		return Reply{}, ErrNoReply
	}
	return r, nil
}

// unfold gives the lines of a calendar file, those that were folded as one.
// Lines longer than any that we need are left out.
func unfold(text string) []string {
	var lines []string
	for line := range strings.SplitSeq(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text), "\n") {
		if n := len(lines); n > 0 && (strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t")) {
			if len(lines[n-1])+len(line) <= longestReply {
				lines[n-1] += line[1:]
			}
		} else if len(line) <= longestReply {
			lines = append(lines, line)
		}
	}
	return lines
}

// property takes a line apart. Names and names of parameters are in upper case;
// of a parameter with several values only what stands before the first comma
// outside quotation marks matters to us, so that all are kept as one.
func property(line string) (name string, params map[string]string, value string, ok bool) {
	quoted, colon := false, -1
	var marks []int
	for i := 0; i < len(line) && colon < 0; i++ {
		switch {
		case line[i] == '"':
			quoted = !quoted
		case quoted:
		case line[i] == ';':
			marks = append(marks, i)
		case line[i] == ':':
			colon = i
		}
	}
	if colon < 0 {
		return "", nil, "", false
	}
	marks = append(marks, colon)
	name, params = strings.ToUpper(line[:marks[0]]), map[string]string{}
	for i := 1; i < len(marks); i++ {
		key, val, _ := strings.Cut(line[marks[i-1]+1:marks[i]], "=")
		params[strings.ToUpper(key)] = strings.Trim(val, `"`)
	}
	return name, params, line[colon+1:], name != ""
}

// plainText undoes the escapes of free text.
func plainText(value string) string {
	var b strings.Builder
	for i := 0; i < len(value); i++ {
		if value[i] == '\\' && i+1 < len(value) {
			i++
			switch value[i] {
			case 'n', 'N':
				b.WriteByte('\n')
			default:
				b.WriteByte(value[i])
			}
			continue
		}
		b.WriteByte(value[i])
	}
	return strings.TrimSpace(b.String())
}

// address reads mailto:name@example.org.
func address(value string) string {
	value = strings.TrimSpace(value)
	if len(value) < 7 || !strings.EqualFold(value[:7], "mailto:") {
		return ""
	}
	plain, err := url.PathUnescape(value[7:])
	if err != nil || !strings.Contains(plain, "@") || strings.ContainsAny(plain, " \t\r\n<>,;\"") {
		return ""
	}
	return strings.ToLower(plain)
}
