package mail

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	netmail "net/mail"
	"net/url"
	"strconv"
	"strings"
)

// Server is the mail server that takes our letters.
type Server struct {
	Host string
	Port int
	// TLS is used from the first byte.
	TLS bool
	// StartTLS asks for it before anything is said; without, nothing is sent.
	StartTLS bool
	User     string
	password string
	// Trust are whose certificates are believed; nil is whom the system trusts.
	Trust *x509.CertPool
}

// ParseServer reads the address of a mail server: smtp://user:password@host:587,
// where encryption is asked for by STARTTLS unless the host is this machine, or
// smtps://host:465. An error never repeats what was given: it holds a password.
func ParseServer(address string) (Server, error) {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Hostname() == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" {
		return Server{}, errors.New("the mail server's address must look like smtp://user:password@host:587 or smtps://host:465; in the user and the password write % before the code of any special character (%40 for @)")
	}
	s := Server{Host: u.Hostname(), User: u.User.Username()}
	s.password, _ = u.User.Password()
	switch u.Scheme {
	case "smtp":
		s.Port, s.StartTLS = 587, !here(s.Host)
		if here(s.Host) {
			s.Port = 25
		}
	case "smtps":
		s.Port, s.TLS = 465, true
	default:
		return Server{}, errors.New("the mail server's address must begin with smtp:// or smtps://")
	}
	if p := u.Port(); p != "" {
		if s.Port, err = strconv.Atoi(p); err != nil || s.Port < 1 || s.Port > 65535 {
			return Server{}, errors.New("the mail server's port must be a number from 1 to 65535")
		}
	}
	return s, nil
}

// here says whether a host is this machine, to which nothing need be encrypted.
func here(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// String names the server for the log, without user and password.
func (s Server) String() string { return net.JoinHostPort(s.Host, strconv.Itoa(s.Port)) }

// withoutSecrets makes what a server said fit for the log: no addresses of
// people, and no password if it should repeat that.
func (s Server) withoutSecrets(text string) string {
	if s.password != "" {
		text = strings.ReplaceAll(text, s.password, "…")
	}
	words := strings.Fields(text)
	for i, w := range words {
		if strings.Contains(w, "@") {
			words[i] = "…"
		}
	}
	return strings.Join(words, " ")
}

func (s Server) tlsConfig() *tls.Config {
	return &tls.Config{ServerName: s.Host, RootCAs: s.Trust, MinVersion: tls.VersionTLS12}
}

// tokenMark stands in the address for answers where each letter's token goes.
const tokenMark = "{token}"

// ParseAnswers reads the address to which letters are answered. {token} in it is
// where the letter's own token goes: replies+{token}@example.org.
func ParseAnswers(address string) (string, error) {
	plain, err := ParseFrom(strings.ReplaceAll(address, tokenMark, "1-0123456789abcdef01234567"))
	if err != nil || strings.Count(address, tokenMark) > 1 || strings.Contains(plain[strings.LastIndex(plain, "@"):], "0123456789abcdef") {
		return "", errors.New("the address for answers must be one email address, like replies@example.org, or replies+{token}@example.org where the mail server takes such")
	}
	return address, nil
}

// ParseFrom reads the address that letters are sent from.
func ParseFrom(address string) (string, error) {
	a, err := netmail.ParseAddress(address)
	if err != nil || a.Name != "" || !strings.Contains(a.Address, "@") {
		return "", errors.New("the address to send from must be one email address, like meetings@example.org")
	}
	return a.Address, nil
}
