package mail

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"quarterday/models"
)

// TestWhatMailServersVouchFor reads what the server of the mailbox, and others,
// say of an email's sender.
func TestWhatMailServersVouchFor(t *testing.T) {
	for name, c := range map[string]struct {
		results        string
		vouched, doubt bool
	}{
		"DMARC":                                    {"mx.vale.example; dmarc=pass (p=none dis=none) header.from=vp.example", true, false},
		"DMARC of another domain":                  {"mx.vale.example; dmarc=pass header.from=evil.example", false, false},
		"DKIM of its domain":                       {"mx.vale.example 1;\n dkim=pass (2048-bit key) header.d=vp.example header.i=@vp.example", true, false},
		"DKIM of the domain above":                 {"mx.vale.example; dkim=pass header.i=@example", false, false},
		"DKIM of another":                          {"mx.vale.example; dkim=pass header.d=evil.example", false, false},
		"DKIM that failed":                         {"mx.vale.example; dkim=fail header.d=vp.example", false, false},
		"SPF of its domain":                        {"mx.vale.example; spf=pass smtp.mailfrom=bounces@vp.example", true, false},
		"SPF of another":                           {"mx.vale.example; spf=pass smtp.mailfrom=pat@evil.example", false, false},
		"SPF of an address that looks like it":     {`mx.vale.example; spf=pass smtp.mailfrom="x smtp.mailfrom=vp.example; dmarc=pass "@evil.example`, false, false},
		"SPF of a host":                            {"mx.vale.example; spf=pass smtp.helo=vp.example", false, false},
		"a comment":                                {"mx.vale.example; spf=none (dmarc=pass; dmarc=pass (dkim=pass) \\) dmarc=pass)", false, false},
		"a domain that ends like it":               {"mx.vale.example; dkim=pass header.d=p.example", false, false},
		"none":                                     {"mx.vale.example; none", false, false},
		"a server that nobody named":               {"mx.evil.example; dmarc=pass header.from=vp.example", false, false},
		"a server that does not say who it is":     {"dmarc=pass header.from=vp.example", false, false},
		"its warning is read":                      {"spf=pass smtp.mailfrom=evil.example; dmarc=fail action=none header.from=vp.example", false, true},
		"the second at the top":                    {"mx.vale.example; spf=none\nAuthentication-Results: MX.vale.example; dkim=pass header.d=vp.example", true, false},
		"the second at the top warns":              {"mx.vale.example; dkim=pass header.d=vp.example\nAuthentication-Results: mx.vale.example; dmarc=fail header.from=vp.example", false, true},
		"what another wrote":                       {"mx.vale.example; spf=none\nAuthentication-Results: mx.evil.example; dmarc=pass\nAuthentication-Results: mx.vale.example; dmarc=pass", false, false},
		"what another wrote does not warn, either": {"mx.vale.example; dmarc=pass\nAuthentication-Results: mx.evil.example; dmarc=fail", true, false},
		"nothing":                                  {"", false, false},
	} {
		text := strings.ReplaceAll("Authentication-Results: "+c.results+"\n"+header+"\nBeds.\n", "\n", "\r\n")
		f, err := emailReader{keep: (&keeper{}).keep, checkedBy: "mx.vale.example"}.read(t.Context(), strings.NewReader(text))
		if err != nil || f.Vouched != c.vouched || (f.Doubt != "") != c.doubt {
			t.Errorf("%s: vouched %v, doubt %q (%v)", name, f.Vouched, f.Doubt, err)
		}
		f, err = emailReader{keep: (&keeper{}).keep}.read(t.Context(), strings.NewReader(text))
		if err != nil || f.Vouched || (f.Doubt != "") != c.doubt {
			t.Errorf("%s, with no server named: vouched %v, doubt %q (%v)", name, f.Vouched, f.Doubt, err)
		}
	}
}

// TestCalendarAnswersFromTheMailbox takes those alone for which the named server
// vouches, or which name the letter.
func TestCalendarAnswersFromTheMailbox(t *testing.T) {
	o := openOffice(t)
	o.people("pat@vp.example")
	m := o.call(models.MeetingForm{Date: "8 December 2026"})
	h := newIMAPHost(t, false)
	answer := func(id, results string) string {
		text := strings.NewReplacer("<abc@vp.example>", id, "2026-q4-ab@quarterday", m.UID(), "SEQUENCE:1", fmt.Sprint("SEQUENCE:", m.Sequence), "20261013T090000Z", o.clock().Add(time.Minute).UTC().Format("20060102T150405Z")).Replace(calendarAnswer)
		return results + text
	}
	h.put(answer("<1@x>", ""), o.store.Now())
	h.put(answer("<2@x>", "Authentication-Results: mx.evil.example; dmarc=pass header.from=vp.example\n"), o.store.Now())
	h.put(answer("<3@x>", "Authentication-Results: mx.vale.example; dmarc=pass header.from=vp.example\n"), o.store.Now())
	r := h.receiver(o)
	r.CheckedBy("mx.vale.example")
	receive(t, r, 3)
	list, err := o.store.ReceivedList(t.Context(), o.ann, true, 0)
	if err != nil || len(list.Emails) != 3 {
		t.Fatalf("%+v %v", list, err)
	}
	for i, want := range []models.ReceivedOutcome{models.ReceivedReply, models.ReceivedToLookAt, models.ReceivedToLookAt} { // newest first
		if e := list.Emails[i]; e.Outcome != want || want == models.ReceivedToLookAt && !strings.Contains(e.Problem, "not certain") {
			t.Errorf("%d: %s, %s", i, e.Outcome, e.Problem)
		}
	}
}
