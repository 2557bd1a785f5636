package mail

import (
	"net"
	"testing"
	"time"

	"quarterday/mail/smtptest"
	"quarterday/models"
)

// TestASlowMailServer has one that takes minutes to answer the last line of a
// letter, as those do that look through each, while another process would send.
func TestASlowMailServer(t *testing.T) {
	o := openOffice(t)
	post, server := openPostOffice(t, "")
	said, answer := make(chan string), make(chan bool)
	post.Change(func(p *smtptest.PostOffice) {
		p.Data = func(m smtptest.Letter, _ net.Conn) error { said <- m.To; <-answer; return nil }
	})
	o.call(models.MeetingForm{Date: "8 December 2026"})
	slow, other := o.sender(server), o.sender(server)
	ticks := make(chan time.Time)
	slow.prolong = func() (<-chan time.Time, func()) { return ticks, func() {} }
	ended := make(chan error)
	go func() { ended <- slow.Send(t.Context()) }()
	<-said
	for range 6 { // minutes and a half
		ticks <- o.clock()
		ticks <- o.clock() // the first is through
		o.later(models.DeliveryLeaseSpan * 3 / 4)
		if due, err := o.store.LettersDue(t.Context(), other.holder); err != nil || due {
			t.Fatalf("another process takes the letter for lost after %s: %v", o.clock().Sub(o.letterTo("ann@opcc.example").CreatedAt), err)
		}
		o.send(other)
	}
	close(answer)
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	if n := len(post.All()); n != 1 || o.outbox()[models.LetterSent] != 1 {
		t.Errorf("%d arrived, outbox %v", n, o.outbox())
	}
}
