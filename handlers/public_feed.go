package handlers

import (
	"bytes"
	"encoding/xml"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"quarterday/models"
)

// atomFeed is a feed as RFC 4287 writes it.
type atomFeed struct {
	XMLName   xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Language  string      `xml:"xml:lang,attr,omitempty"`
	ID        string      `xml:"id"`
	Title     string      `xml:"title"`
	Subtitle  string      `xml:"subtitle,omitempty"`
	Updated   string      `xml:"updated"`
	Author    atomPerson  `xml:"author"`
	Links     []atomLink  `xml:"link"`
	Generator string      `xml:"generator"`
	Entries   []atomEntry `xml:"entry"`
}

type atomPerson struct {
	Name string `xml:"name"`
}

type atomLink struct {
	Rel   string `xml:"rel,attr"`
	Type  string `xml:"type,attr,omitempty"`
	Href  string `xml:"href,attr"`
	Title string `xml:"title,attr,omitempty"`
}

type atomEntry struct {
	ID        string       `xml:"id"`
	Title     string       `xml:"title"`
	Published string       `xml:"published"`
	Updated   string       `xml:"updated"`
	Author    *atomPerson  `xml:"author,omitempty"`
	Links     []atomLink   `xml:"link"`
	Category  atomCategory `xml:"category"`
	Summary   string       `xml:"summary,omitempty"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

// publicFeed is what the partnership publishes, for programs that follow it.
func (s *Server) publicFeed(c echo.Context) error {
	data, err := s.store.PublicFeed(c.Request().Context())
	if err != nil {
		return err
	}
	p := data.Partnership
	if p.SetUpAt == nil {
		return &models.Error{Kind: models.KindNotFound, Message: "There is no such page."}
	}
	base := strings.TrimSuffix(s.config.BaseURL, "/")
	name := tagURIs(base, *p.SetUpAt)
	feed := atomFeed{
		Language: p.Language, ID: name("feed"), Title: p.Name, Subtitle: "Published minutes and practices", Updated: p.SetUpAt.Format(time.RFC3339),
		Author: atomPerson{p.Name}, Generator: "Quarterday",
		Links: []atomLink{{Rel: "self", Type: "application/atom+xml", Href: base + "/feed.atom"}, {Rel: "alternate", Type: "text/html", Href: base + "/"}},
	}
	w := wallClock{p.Location()}
	for i, e := range data.Entries {
		at := e.PublishedAt.UTC().Format(time.RFC3339)
		if i == 0 && e.PublishedAt.After(*p.SetUpAt) {
			feed.Updated = at
		}
		entry := atomEntry{ID: name(e.Name), Published: at, Updated: at}
		if m := e.Minutes; m != nil {
			page := base + "/meetings/" + m.Reference + "/minutes"
			entry.Title, entry.Category.Term = "Minutes of "+w.day(m.StartsAt).Medium(), "minutes"
			entry.Summary = "The public edition of the minutes of the " + m.Named() + " on " + w.day(m.StartsAt).Long() + "."
			entry.Links = []atomLink{{Rel: "alternate", Type: "text/html", Href: page}, {Rel: "related", Type: "application/pdf", Href: page + ".pdf", Title: "PDF"}}
		} else if practice := e.Practice; practice != nil {
			entry.Title, entry.Category.Term, entry.Summary = practice.Title, "practice", practice.Summary
			entry.Author = &atomPerson{practice.Organisation}
			entry.Links = []atomLink{{Rel: "alternate", Type: "text/html", Href: base + "/practices/" + url.PathEscape(practice.Slug)}}
		}
		feed.Entries = append(feed.Entries, entry)
	}
	var b bytes.Buffer
	b.WriteString(xml.Header)
	if err := xml.NewEncoder(&b).Encode(feed); err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "application/atom+xml; charset=utf-8", b.Bytes())
}

// tagURIs makes names that stay the same whatever happens to the addresses of
// pages (RFC 4151): the site's host on the day it was set up, and what is named.
func tagURIs(base string, setUp time.Time) func(what string) string {
	host := base
	if u, err := url.Parse(base); err == nil && u.Hostname() != "" {
		host = u.Hostname()
	}
	return func(what string) string {
		return "tag:" + host + "," + setUp.UTC().Format("2006-01-02") + ":" + (&url.URL{Path: what}).EscapedPath()
	}
}
