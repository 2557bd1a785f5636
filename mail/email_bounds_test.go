package mail

import (
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"quarterday/models"
)

// TestHeadersWithoutEndTakeNoMemory reads emails whose parts have headers of
// many megabytes, of which each line would be held in memory.
func TestHeadersWithoutEndTakeNoMemory(t *testing.T) {
	const size = 30 << 20
	mixed := "From: pat@vp.example\r\nMessage-ID: <1@x>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
	paper := "--b\r\nContent-Disposition: attachment; filename=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
	for name, text := range map[string]string{
		"short lines":            mixed + "--b\r\n" + strings.Repeat("a:\r\n", size/4) + "\r\nhello\r\n--b--\r\n",
		"one line that goes on":  mixed + "--b\r\na: b\r\n" + strings.Repeat(" c\r\n", size/4) + "\r\nhello\r\n--b--\r\n",
		"one long line":          mixed + "--b\r\na: " + strings.Repeat("c", size) + "\r\n\r\nhello\r\n--b--\r\n",
		"of a part within parts": mixed + "--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n" + strings.Repeat("a:\r\n", size/4) + "\r\nhello\r\n--c--\r\n--b--\r\n",
		"after a broken paper":   mixed + paper + "!!!" + strings.Repeat("a\r\n", 1<<20) + "--b\r\n" + strings.Repeat("a:\r\n", size/4) + "\r\nhello\r\n--b--\r\n",
		"of the whole":           strings.Repeat("a:\r\n", size/4) + "\r\nhello\r\n",
		"words before the parts": mixed + strings.Repeat("a:\r\n", size/4) + "--b\r\n\r\nhello\r\n--b--\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			discard := func(_ context.Context, _ string, r io.Reader) (models.PaperForm, string, error) {
				_, err := io.Copy(io.Discard, r)
				return models.PaperForm{}, "", err
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			f, err := emailReader{keep: discard}.read(t.Context(), strings.NewReader(text))
			runtime.ReadMemStats(&after)
			if got := after.TotalAlloc - before.TotalAlloc; got > 100<<20 {
				t.Errorf("%d MB of memory for an email of 30", got>>20)
			}
			if err != nil || f.Key == "" || len(f.LeftOut) == 0 {
				t.Errorf("%+v %v", f, err)
			}
		})
	}
	t.Run("what follows a large paper that is broken is read", func(t *testing.T) {
		f, _ := read(t, header+"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Disposition: attachment; filename=a.pdf\nContent-Transfer-Encoding: base64\n\n!!!\n"+
			strings.Repeat(strings.Repeat("a", 76)+"\n", 10000)+"--b\nContent-Type: text/plain\n\nWe want beds.\n--b--\n")
		if f.Text != "We want beds." || strings.Join(f.LeftOut, "; ") != "a.pdf: it arrived broken" {
			t.Errorf("%q %q", f.Text, f.LeftOut)
		}
	})
	t.Run("the largest paper is taken", func(t *testing.T) {
		paper := base64.StdEncoding.EncodeToString(make([]byte, 25<<20))
		var lines strings.Builder
		for i := 0; i < len(paper); i += 76 {
			lines.WriteString(paper[i:min(i+76, len(paper))] + "\n")
		}
		f, k := read(t, header+"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Disposition: attachment; filename=a.pdf\nContent-Transfer-Encoding: base64\n\n"+lines.String()+"--b--\n")
		if len(f.Files) != 1 || len(k.kept["a.pdf"]) != 25<<20 || len(f.LeftOut) != 0 {
			t.Errorf("%d files, %q", len(f.Files), f.LeftOut)
		}
	})
}

// TestEmailsWithoutANameOfTheirOwn are told apart by their bytes.
func TestEmailsWithoutANameOfTheirOwn(t *testing.T) {
	for name, text := range map[string]string{
		"without Message-ID and date": "From: pat@vp.example\nSubject: Beds\n\nWe want beds %s.\n",
		"unreadable":                  "From: pat@vp.example\nX: " + strings.Repeat("a", 300<<10) + "\n\n%s\n",
	} {
		one, _ := read(t, fmt.Sprintf(text, "in town"))
		two, _ := read(t, fmt.Sprintf(text, "up hill")) // as long
		again, _ := read(t, fmt.Sprintf(text, "in town"))
		if one.Key == two.Key || one.Key != again.Key || len(one.Key) != 64 {
			t.Errorf("%s: %s, %s, and again %s", name, one.Key, two.Key, again.Key)
		}
	}
}

// TestAttachmentsOfNobody are not kept: of strangers, and of programs.
func TestAttachmentsOfNobody(t *testing.T) {
	paper := "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nHello\n--b\nContent-Disposition: attachment; filename=a.pdf\n\npaper\n--b--\n"
	for name, text := range map[string]string{
		"an automatic answer":  header + "Auto-Submitted: auto-replied\n" + paper,
		"a returned letter":    "From: MAILER-DAEMON@mx.example\n" + paper,
		"one that names whom":  "From: mail@mx.example\nX-Failed-Recipients: pat@vp.example\n" + paper,
		"a calendar’s answer":  strings.NewReplacer("application/ics; name=invite.ics", "application/pdf", "invite.ics", "a.pdf").Replace(calendarAnswer),
		"a report with a file": strings.Replace(bounced, "\n--b--", "\n--b\nContent-Disposition: attachment; filename=a.pdf\n\npaper\n--b--", 1),
	} {
		if f, k := read(t, text); f.Kind == models.ReceivedAnswer || len(f.Files) != 0 || len(k.kept) != 0 {
			t.Errorf("%s: %s, %v are kept", name, f.Kind, k.kept)
		}
	}
	for _, known := range []bool{true, false} {
		k, asked := &keeper{}, 0
		reader := emailReader{keep: k.keep, expects: func(_ context.Context, f models.ReceivedForm) (bool, error) {
			if asked++; f.Email != "pat@vp.example" || f.Token == "" || len(f.Answers) == 0 {
				t.Errorf("asked about %+v", f)
			}
			return known, nil
		}}
		f, err := reader.read(t.Context(), strings.NewReader(strings.ReplaceAll(header+strings.Replace(paper, "--b--", "--b\nContent-Disposition: attachment; filename=b.pdf\n\npaper\n--b--", 1), "\n", "\r\n")))
		if err != nil || asked != 1 || (len(k.kept) == 2) != known || (len(f.LeftOut) == 2 && strings.Contains(f.LeftOut[0], "left in the mailbox")) == known {
			t.Errorf("known %v: %v kept, %q, asked %d times (%v)", known, k.kept, f.LeftOut, asked, err)
		}
	}
}

func TestFilesOfStrangersStayInTheMailbox(t *testing.T) {
	o := openOffice(t)
	o.people("pat@vp.example")
	h := newIMAPHost(t, false)
	paper := "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nHello\n--b\nContent-Disposition: attachment; filename=a.pdf\n\npaper\n--b--\n"
	h.put("From: stranger@x.example\nMessage-ID: <1@x>\n"+paper, o.store.Now())
	h.put("From: pat@vp.example\nMessage-ID: <2@x>\n"+paper, o.store.Now())
	receive(t, h.receiver(o), 2)
	list, err := o.store.ReceivedList(t.Context(), o.ann, true, 0)
	if err != nil || len(list.Emails) != 2 {
		t.Fatalf("%+v %v", list, err)
	}
	if stranger, pat := list.Emails[1], list.Emails[0]; len(stranger.Files) != 0 || !strings.Contains(stranger.LeftOut, "a.pdf: it was left in the mailbox") || len(pat.Files) != 1 || pat.LeftOut != "" {
		t.Errorf("of a stranger %+v, of Pat %+v", stranger, pat)
	}
}

func TestOneRoundKeepsOnlySoMuch(t *testing.T) {
	o := openOffice(t)
	o.people("pat@vp.example")
	h := newIMAPHost(t, false)
	for i := range 5 {
		h.put(fmt.Sprintf("From: pat@vp.example\nMessage-ID: <%d@x>\nContent-Disposition: attachment; filename=a.pdf\n\npaper\n", i), o.store.Now())
	}
	r := h.receiver(o)
	r.reader.keep = func(context.Context, string, io.Reader) (models.PaperForm, string, error) {
		return models.PaperForm{MediaType: "application/pdf", Extension: ".pdf", Size: largestRound / 2, SHA256: strings.Repeat("a", 64)}, "", nil
	}
	receive(t, r, 2)
	receive(t, r, 2)
	receive(t, r, 1)
}
