package mail

import (
	"strings"
	"testing"
)

func TestParseServer(t *testing.T) {
	for address, want := range map[string]Server{
		"smtp://mail.example.org":                  {Host: "mail.example.org", Port: 587, StartTLS: true},
		"smtp://u%40x:p%2Fw@mail.example.org:2525": {Host: "mail.example.org", Port: 2525, StartTLS: true, User: "u@x", password: "p/w"},
		"smtps://user:secret@mail.example.org":     {Host: "mail.example.org", Port: 465, TLS: true, User: "user", password: "secret"},
		"smtps://mail.example.org:4650/":           {Host: "mail.example.org", Port: 4650, TLS: true},
		"smtp://localhost":                         {Host: "localhost", Port: 25},
		"smtp://127.0.0.1:1025":                    {Host: "127.0.0.1", Port: 1025},
		"smtp://[::1]:1025":                        {Host: "::1", Port: 1025},
		"smtp://localhost.example.org:25":          {Host: "localhost.example.org", Port: 25, StartTLS: true},
	} {
		if got, err := ParseServer(address); err != nil || got != want {
			t.Errorf("%s: %+v, %v", address, got, err)
		}
	}
	for _, address := range []string{"", "mail.example.org", "http://secret@mail.example.org", "smtp://", "smtp://user:secret@", "smtp://user:sec%zzret@mail.example.org",
		"smtp://user:secret@mail.example.org:99999", "smtp://user:secret@mail.example.org:port", "smtp://user:secret@mail.example.org/path", "smtp://user:secret@mail.example.org?tls=no"} {
		_, err := ParseServer(address)
		if err == nil {
			t.Errorf("%q was taken", address)
		} else if strings.Contains(err.Error(), "sec") && !strings.Contains(err.Error(), "user:password@") || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: the refusal shows the password: %v", address, err)
		}
	}
	s, _ := ParseServer("smtp://user:secret@mail.example.org")
	if got := s.withoutSecrets("It said: 550 <bob@x.example> secret  no such user"); got != "It said: 550 … … no such user" || strings.Contains(s.String(), "secret") {
		t.Errorf("for the log: %q, %q", got, s.String())
	}
}

func TestParseFrom(t *testing.T) {
	if a, err := ParseFrom("meetings@example.org"); err != nil || a != "meetings@example.org" {
		t.Error(a, err)
	}
	for _, bad := range []string{"", "meetings", "Meetings <meetings@example.org>", "a@x.example, b@x.example", "a@x.example\r\nBcc: b@x.example"} {
		if a, err := ParseFrom(bad); err == nil {
			t.Errorf("%q was taken as %q", bad, a)
		}
	}
}
