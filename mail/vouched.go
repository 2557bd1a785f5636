package mail

import (
	"strings"

	msgmail "github.com/emersion/go-message/mail"
)

// vouched reads what the mail server that took the email found out about its
// sender (RFC 8601): that it comes from the domain of this address, or that it
// does not. Anybody can write such a header. Those of the server stand at the
// top, and it takes away others of its own name; so that one is believed to
// vouch only by a name that whoever runs the site has given, and to warn by any.
func (er emailReader) vouched(h msgmail.Header, from string) (passes, fails bool) {
	_, domain, _ := strings.Cut(from, "@")
	fields := h.FieldsByKey("Authentication-Results")
	first, believed := "", false
	for i := 0; fields.Next(); i++ {
		server, found := checks(fields.Value())
		if i == 0 {
			first, believed = server, er.checkedBy != "" && strings.EqualFold(server, er.checkedBy)
		}
		if server != first {
			break
		}
		for _, c := range found {
			passes = passes || believed && c.vouches(domain)
			fails = fails || c.method == "dmarc" && c.result == "fail"
		}
	}
	return passes && !fails, fails
}

// check is one thing that a mail server found out: spf=pass smtp.mailfrom=….
type check struct {
	method, result string
	about          map[string]string
}

// vouches says whether the check shows that the email comes from this domain.
func (c check) vouches(domain string) bool {
	if c.result != "pass" || domain == "" {
		return false
	}
	switch c.method {
	case "dmarc":
		return c.about["header.from"] == "" || c.about["header.from"] == domain
	case "dkim":
		signer := c.about["header.d"]
		if signer == "" {
			signer = afterAt(c.about["header.i"])
		}
		return within(domain, signer)
	case "spf":
		return within(domain, afterAt(c.about["smtp.mailfrom"]))
	}
	return false
}

func afterAt(address string) string { return address[strings.LastIndexByte(address, '@')+1:] }

// within says whether whoever has the one domain has the other too.
func within(domain, of string) bool {
	return strings.Contains(of, ".") && (domain == of || strings.HasSuffix(domain, "."+of))
}

// checks takes a header apart: who checked, and what was found.
func checks(value string) (server string, found []check) {
	for i, part := range authWords(strings.ToLower(value)) {
		if len(part) == 0 {
			continue
		}
		method, result, ok := strings.Cut(part[0], "=")
		if i == 0 && !ok { // some servers do not say who they are
			server = part[0]
			continue
		}
		c := check{method: method, result: result, about: map[string]string{}}
		for _, w := range part[1:] {
			// The first counts: what follows may be of an address that its writer chose.
			if name, value, ok := strings.Cut(w, "="); ok && c.about[name] == "" {
				c.about[name] = value
			}
		}
		found = append(found, c)
	}
	return server, found
}

// authWords are the words of each part between semicolons, without comments;
// words in quotation marks belong together.
func authWords(value string) [][]string {
	parts, word := [][]string{nil}, []byte(nil)
	end := func() {
		if len(word) > 0 {
			parts[len(parts)-1] = append(parts[len(parts)-1], string(word))
			word = nil
		}
	}
	quoted, deep := false, 0
	for i := 0; i < len(value); i++ {
		switch c := value[i]; {
		case c == '\\' && (quoted || deep > 0):
			i++
		case deep > 0:
			switch c {
			case '(':
				deep++
			case ')':
				deep--
			}
		case c == '"':
			quoted = !quoted
		case quoted:
			word = append(word, c)
		case c == '(':
			end()
			deep++
		case c == ';':
			end()
			parts = append(parts, nil)
		case c == ' ' || c == '\t' || c == '\r' || c == '\n':
			end()
		default:
			word = append(word, c)
		}
	}
	end()
	return parts
}
