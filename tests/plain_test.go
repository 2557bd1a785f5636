package tests

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
)

// plain is a screen without scripts: pages are read, and forms are sent as a
// browser without JavaScript would.
type plain struct {
	base   string
	client *http.Client
	at     *url.URL
	doc    *goquery.Document
	files  map[*html.Node][]string
}

func newPlain(base string) *plain {
	jar, _ := cookiejar.New(nil)
	return &plain{base: base, client: &http.Client{Jar: jar}}
}

func (p *plain) visit(path string) error {
	req, err := http.NewRequest(http.MethodGet, p.base+path, nil)
	if err != nil {
		return err
	}
	return p.send(req)
}

func (p *plain) send(req *http.Request) error {
	resp, err := p.client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 500 {
		return fmt.Errorf("%s answers %d", req.URL.Path, resp.StatusCode)
	}
	p.at, p.files = resp.Request.URL, map[*html.Node][]string{}
	p.doc, err = goquery.NewDocumentFromReader(resp.Body)
	return err
}

func (p *plain) text() (string, error) {
	if p.doc == nil {
		return "", nil
	}
	body := p.doc.Find("body").Clone()
	body.Find("script, template").Remove()
	return fold(body.Text()), nil
}

func (p *plain) address() (string, error) { return p.at.RequestURI(), nil }

func fold(s string) string { return strings.Join(strings.Fields(s), " ") }

// nearest picks the node that is fewest steps up from holding the text near.
func nearest(found *goquery.Selection, near string) (*goquery.Selection, error) {
	if found.Length() == 0 {
		return nil, errors.New("it is not there")
	}
	if near == "" {
		if found.Length() > 1 {
			return nil, fmt.Errorf("it is there %d times", found.Length())
		}
		return found, nil
	}
	var best *goquery.Selection
	least, ties := 1<<30, 0
	found.Each(func(_ int, s *goquery.Selection) {
		steps := 0
		for a := s; a.Length() > 0; a, steps = a.Parent(), steps+1 {
			if strings.Contains(fold(a.Text()), near) {
				if steps < least {
					best, least, ties = s, steps, 1
				} else if steps == least {
					ties++
				}
				return
			}
		}
	})
	if best == nil {
		return nil, fmt.Errorf("it is nowhere near %q", near)
	}
	return best, nil
}

// called are the elements whose words are exactly these, or else begin with them.
func called(all *goquery.Selection, words string) *goquery.Selection {
	exact := all.FilterFunction(func(_ int, s *goquery.Selection) bool { return fold(s.Text()) == words })
	if exact.Length() > 0 {
		return exact
	}
	return all.FilterFunction(func(_ int, s *goquery.Selection) bool { return strings.HasPrefix(fold(s.Text()), words) })
}

func (p *plain) follow(link, near string) error {
	a, err := nearest(called(p.doc.Find("a[href]"), link), near)
	if err != nil {
		return err
	}
	to, err := p.at.Parse(a.AttrOr("href", ""))
	if err != nil {
		return err
	}
	req, err := http.NewRequest(http.MethodGet, to.String(), nil)
	if err != nil {
		return err
	}
	return p.send(req)
}

func (p *plain) tap(button, near string) error { return p.press(button, near) }

// labelled finds the control that a label of these words names.
func (p *plain) labelled(label, near, controls string) (*goquery.Selection, error) {
	found := p.doc.Find("nothing")
	called(p.doc.Find("label"), label).Each(func(_ int, l *goquery.Selection) {
		if id := l.AttrOr("for", ""); id != "" {
			found = found.AddSelection(p.doc.Find(controls).FilterFunction(func(_ int, s *goquery.Selection) bool { return s.AttrOr("id", "") == id }))
		} else {
			found = found.AddSelection(l.Find(controls))
		}
	})
	found = found.AddSelection(p.doc.Find(controls).FilterFunction(func(_ int, s *goquery.Selection) bool { return s.AttrOr("aria-label", "") == label }))
	return nearest(found, near)
}

func (p *plain) fill(label, value, near string) error {
	s, err := p.labelled(label, near, "input, textarea")
	if err != nil {
		return err
	}
	if goquery.NodeName(s) == "textarea" {
		s.SetText(value)
	} else {
		s.SetAttr("value", value)
	}
	return nil
}

func (p *plain) choose(label, near string) error {
	s, err := p.labelled(label, near, "input[type=radio], input[type=checkbox]")
	if err != nil {
		return err
	}
	if s.AttrOr("type", "") == "radio" {
		name := s.AttrOr("name", "")
		s.Closest("form").Find("input[type=radio]").Each(func(_ int, o *goquery.Selection) {
			if o.AttrOr("name", "") == name {
				o.RemoveAttr("checked")
			}
		})
		s.SetAttr("checked", "")
	} else if _, on := s.Attr("checked"); on {
		s.RemoveAttr("checked")
	} else {
		s.SetAttr("checked", "")
	}
	return nil
}

func (p *plain) pick(label, option, near string) error {
	s, err := p.labelled(label, near, "select")
	if err != nil {
		return err
	}
	o := called(s.Find("option"), option)
	if o.Length() != 1 {
		return fmt.Errorf("%d options are called %q", o.Length(), option)
	}
	s.Find("option").RemoveAttr("selected")
	o.SetAttr("selected", "")
	return nil
}

func (p *plain) attach(label, near string, files ...string) error {
	s, err := p.labelled(label, near, "input[type=file]")
	if err != nil {
		return err
	}
	p.files[s.Get(0)] = files
	return nil
}

func (p *plain) press(button, near string) error {
	b, err := nearest(called(p.doc.Find("button, input[type=submit]"), button), near)
	if err != nil {
		return err
	}
	form := b.Closest("form")
	if id := b.AttrOr("form", ""); id != "" {
		form = p.doc.Find("form").FilterFunction(func(_ int, s *goquery.Selection) bool { return s.AttrOr("id", "") == id })
	}
	if form.Length() == 0 {
		return errors.New("it is in no form")
	}
	to, err := p.at.Parse(b.AttrOr("formaction", form.AttrOr("action", p.at.String())))
	if err != nil {
		return err
	}
	fields := p.fields(form)
	if name := b.AttrOr("name", ""); name != "" {
		fields = append(fields, field{name: name, value: b.AttrOr("value", "")})
	}
	req, err := request(form, to, fields)
	if err != nil {
		return err
	}
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	return p.send(req)
}

func (p *plain) line(text string) error {
	if err := p.fill("Add a line to item", text, ""); err != nil {
		return err
	}
	return p.press("Add the line", "")
}

type field struct{ name, value, file string }

// fields are what the form would send.
func (p *plain) fields(form *goquery.Selection) []field {
	var all []field
	controls := form.Find("input, select, textarea")
	if id := form.AttrOr("id", ""); id != "" {
		controls = controls.AddSelection(p.doc.Find("[form]").FilterFunction(func(_ int, s *goquery.Selection) bool {
			return s.AttrOr("form", "") == id && goquery.NodeName(s) != "button"
		}))
	}
	controls.Each(func(_ int, s *goquery.Selection) {
		name := s.AttrOr("name", "")
		_, disabled := s.Attr("disabled")
		_, checked := s.Attr("checked")
		if name == "" || disabled {
			return
		}
		switch goquery.NodeName(s) {
		case "textarea":
			all = append(all, field{name: name, value: strings.ReplaceAll(strings.TrimPrefix(s.Text(), "\n"), "\n", "\r\n")})
		case "select":
			o := s.Find("option[selected]")
			if o.Length() == 0 {
				o = s.Find("option").First()
			}
			if o.Length() > 0 {
				all = append(all, field{name: name, value: o.AttrOr("value", fold(o.Text()))})
			}
		default:
			switch s.AttrOr("type", "text") {
			case "submit", "button", "reset", "image":
			case "radio", "checkbox":
				if checked {
					all = append(all, field{name: name, value: s.AttrOr("value", "on")})
				}
			case "file":
				files := p.files[s.Get(0)]
				if len(files) == 0 {
					all = append(all, field{name: name, file: "-"})
				}
				for _, f := range files {
					all = append(all, field{name: name, file: f})
				}
			default:
				all = append(all, field{name: name, value: s.AttrOr("value", "")})
			}
		}
	})
	return all
}

func request(form *goquery.Selection, to *url.URL, fields []field) (*http.Request, error) {
	values := url.Values{}
	for _, f := range fields {
		if f.file == "" {
			values.Add(f.name, f.value)
		}
	}
	if !strings.EqualFold(form.AttrOr("method", "get"), "post") {
		to.RawQuery = values.Encode()
		return http.NewRequest(http.MethodGet, to.String(), nil)
	}
	if form.AttrOr("enctype", "") != "multipart/form-data" {
		req, err := http.NewRequest(http.MethodPost, to.String(), strings.NewReader(values.Encode()))
		if err == nil {
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		return req, err
	}
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for _, f := range fields {
		if f.file == "" {
			if err := w.WriteField(f.name, f.value); err != nil {
				return nil, err
			}
			continue
		}
		name, content := "", []byte(nil)
		if f.file != "-" {
			var err error
			if content, err = os.ReadFile(f.file); err != nil {
				return nil, err
			}
			name = filepath.Base(f.file)
		}
		part, err := w.CreateFormFile(f.name, name)
		if err != nil {
			return nil, err
		}
		if _, err := part.Write(content); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	req, err := http.NewRequest(http.MethodPost, to.String(), io.NopCloser(&body))
	if err == nil {
		req.Header.Set("Content-Type", w.FormDataContentType())
		req.ContentLength = int64(body.Len())
	}
	return req, err
}

func (p *plain) fetch(path string) (int, string, []byte, error) {
	req, err := http.NewRequest(http.MethodGet, p.base+path, nil)
	if err != nil {
		return 0, "", nil, err
	}
	return download(p.client, req)
}

func download(client *http.Client, req *http.Request) (status int, mediaType string, body []byte, err error) {
	resp, err := client.Do(req)
	if err != nil {
		return 0, "", nil, err
	}
	defer resp.Body.Close()
	body, err = io.ReadAll(resp.Body)
	return resp.StatusCode, resp.Header.Get("Content-Type"), body, err
}
