package mail

import (
	"strings"
	"testing"
	"unicode/utf8"
)

var pages = map[string]struct{ page, want string }{
	"Gmail": {`<div dir="ltr">We want to talk about beds &amp; food.<div><br></div><div>Two minutes.</div></div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">On Tue, Vale wrote:<br></div><blockquote>Dear <div>Pat</div></blockquote></div>`,
		"We want to talk about beds & food.\n\nTwo minutes."},
	"Outlook": {`<html><head><style>p {margin:0}</style><title>x</title></head><body><p>Ours is attached.</p><p>&nbsp;</p><ul><li>One</li><li>Two</li></ul><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> Vale</div><p>Dear Pat</p></body></html>`,
		"Ours is attached.\n\n- One\n\n- Two"},
	"scripts are nothing": {`<p>Hi<script>alert("<p>")</script> there</p>`, "Hi there"},
	"broken":              {`<p>Hi <b>there<blockquote>quoted<blockquote>more</blockquote></blockquote> end`, "Hi there end"},
	"nothing":             {"", ""},
}

func TestPlainWords(t *testing.T) {
	for name, p := range pages {
		if got := ownWords(plainWords(p.page)); strings.TrimSpace(got) != p.want {
			t.Errorf("%s: %q, want %q", name, got, p.want)
		}
	}
}

func FuzzPlainWords(f *testing.F) {
	for _, p := range pages {
		f.Add(p.page)
	}
	f.Fuzz(func(t *testing.T, page string) {
		if got := plainWords(strings.ToValidUTF8(page, "\uFFFD")); !utf8.ValidString(got) || len(got) > 4*len(page)+16 {
			t.Errorf("%q gives %q", page, got)
		}
	})
}
