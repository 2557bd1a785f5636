package mail

import (
	"regexp"
	"strings"
)

var (
	reportField = regexp.MustCompile(`^([A-Za-z-]{3,40}):\s*(.*)$`)
	// saidType begins what a mail server said: "smtp; 550 5.1.1 no such user".
	saidType = regexp.MustCompile(`(?i)^(smtp|x-[a-z0-9-]+|rfc822)\s*;\s*`)
)

// readReport reads what a mail server says became of a letter (RFC 3464):
// whether it will never be delivered, and why. A report names the server first
// and then each address; ours has one.
func readReport(report []byte) (failed bool, words string) {
	fields := map[string]string{}
	last := ""
	for line := range strings.SplitSeq(strings.ReplaceAll(string(report), "\r\n", "\n"), "\n") {
		if (strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t")) && last != "" {
			fields[last] += " " + strings.TrimSpace(line)
			continue
		}
		m := reportField.FindStringSubmatch(line)
		if m == nil {
			last = ""
			continue
		}
		if last = strings.ToLower(m[1]); fields[last] == "" {
			fields[last] = m[2]
		}
	}
	failed = strings.EqualFold(strings.TrimSpace(fields["action"]), "failed")
	words = saidType.ReplaceAllString(fields["diagnostic-code"], "")
	if status := strings.TrimSpace(fields["status"]); words == "" {
		words = status
	}
	return failed, oneLine(strings.ToValidUTF8(words, "\uFFFD"))
}
