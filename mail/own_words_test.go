package mail

import (
	"strings"
	"testing"
)

var answers = map[string]struct{ text, want string }{
	"Gmail, with the letter quoted under it": {
		"We want to talk about beds.\n\nTwo minutes will do.\n\nOn Tue, 13 Oct 2026 at 10:00, Vale Partnership <meetings@vale.example> wrote:\n\n> Dear Pat\n> You are invited\n>\n> -- \n> Vale\n",
		"We want to talk about beds.\n\nTwo minutes will do."},
	"an introduction broken over two lines": {
		"Done.\r\n\r\nOn Tue, 13 Oct 2026 at 10:00, Vale Partnership\r\n<meetings@vale.example> wrote:\r\n> Dear Pat\r\n", "Done."},
	"Outlook, with the letter's headers": {
		"Please find our paper attached.\n\nKind regards,\n\nPat Poole\nOfficer | Vale Police\n01632 960 123\n\n________________________________\nFrom: Vale <meetings@vale.example>\nSent: 13 October 2026 10:00\nTo: Pat Poole\nSubject: Are you coming?\n\nDear Pat\n",
		"Please find our paper attached."},
	"Outlook without the line": {
		"Ours is attached.\n\nFrom: Vale <meetings@vale.example>\nDate: Tuesday, 13 October 2026 at 10:00\nTo: Pat Poole <pat@vp.example>\nSubject: Are you coming?\nDear Pat\n", "Ours is attached."},
	"bold headers": {"Yes.\n\n*From:* Vale\n*Sent:* Monday\n*To:* Pat\n*Subject:* X\n\nDear Pat", "Yes."},
	"an answer under the quotation": {
		"On 13 October, Vale wrote:\n> Dear Pat\n> What have you done?\n\nWe rang all six of them.\n", "We rang all six of them."},
	"answers between the quotations": {
		"> First question?\n\nYes.\n\n> Second question?\n\nNo.\n", "Yes.\n\nNo."},
	"a program that marks nothing": {"Thanks, noted and done.\n\nOn 13 Oct 2026, at 10:00, Vale <m@vale.example> wrote:\n\nDear Pat\nAn action for you", "Thanks, noted and done."},
	"a telephone":                  {"All done\n\nSent from my iPhone\n\n> On 13 Oct 2026, at 10:00, Vale <m@vale.example> wrote:\n> \n> Dear Pat", "All done"},
	"a signature by its mark":      {"All done\n-- \nPat Poole\nVale Police", "All done"},
	"a disclaimer":                 {"All done\n\nThis email and any attachments are confidential and intended solely for the addressee.\nIf you are not", "All done"},
	"thanks at the beginning is no sign-off": {"Thanks\n\nWe have spoken to the landlords of all twelve houses and will have written agreements by Friday.\nWould the secretariat like copies?",
		"Thanks\n\nWe have spoken to the landlords of all twelve houses and will have written agreements by Friday.\nWould the secretariat like copies?"},
	"a sentence that begins with On":      {"On Friday we met the landlords.\nOn Monday we wrote: no answer yet.", "On Friday we met the landlords.\nOn Monday we wrote: no answer yet."},
	"from in a sentence":                  {"From: what we hear, it works.\nIt is good.", "From: what we hear, it works.\nIt is good."},
	"nothing but a quotation":             {"> Dear Pat\n", ""},
	"nothing but a signature by its mark": {"--\nPat", ""},
	"nothing":                             {"", ""},
	"best wishes with a long text after":  {"Best\n\nx", "Best\n\nx"},
}

func TestOwnWords(t *testing.T) {
	for name, a := range answers {
		if got := ownWords(a.text); got != a.want {
			t.Errorf("%s: %q, want %q", name, got, a.want)
		}
	}
}

func FuzzOwnWords(f *testing.F) {
	for _, a := range answers {
		f.Add(a.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := ownWords(text)
		have := map[string]bool{}
		for _, l := range strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u00a0", " ", "\u200b", "").Replace(text), "\n") {
			have[strings.TrimRight(l, " \t")] = true
		}
		for l := range strings.SplitSeq(got, "\n") {
			if l != "" && !have[l] {
				t.Errorf("the line %q is not in %q", l, text)
			}
			if strings.HasPrefix(strings.TrimSpace(l), ">") {
				t.Errorf("%q quotes", got)
			}
		}
	})
}
