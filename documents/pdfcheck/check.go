// Package pdfcheck reads a finished PDF back, for tests: it proves the rules by
// which a document can be read by everyone (PDF/UA-1) and kept (PDF/A-2a), as
// far as they can be seen in the file, and gives the text in the order in which
// it is read aloud.
package pdfcheck

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// Document is what was found in a PDF.
type Document struct {
	Problems  []string // each rule that is broken, and where
	Pages     int
	Title     string
	Language  string
	Text      string   // in reading order, without artifacts; a line for each block
	Artifacts []string // of each page: header, footer, repeated header rows
	Tags      []string // of the structure, in reading order
	Bookmarks []string
	Figures   []string // the words of each, in reading order
}

// Read checks a PDF. The error tells that it cannot be read at all.
func Read(pdf []byte) (*Document, error) {
	api.DisableConfigDir()
	ctx, err := api.ReadContext(bytes.NewReader(pdf), model.NewDefaultConfiguration())
	if err != nil {
		return nil, err
	}
	c := &checker{x: ctx.XRefTable, fonts: map[int]*font{}}
	if !regexp.MustCompile(`^%PDF-1\.[0-7]\n%[\x80-\xff]{4}`).Match(latin1(pdf[:min(len(pdf), 15)])) {
		c.problem("header")
	}
	if len(c.x.ID) != 2 {
		c.problem("no file identifier")
	}
	if err := c.catalog(); err != nil {
		return nil, err
	}
	return &c.found, nil
}

// latin1 makes a regular expression see bytes.
func latin1(b []byte) []byte {
	var s strings.Builder
	for _, c := range b {
		s.WriteRune(rune(c))
	}
	return []byte(s.String())
}

type checker struct {
	x     *model.XRefTable
	found Document
	pages []*page
	fonts map[int]*font
}

func (c *checker) problem(format string, args ...any) {
	if len(c.found.Problems) < 50 {
		c.found.Problems = append(c.found.Problems, fmt.Sprintf(format, args...))
	}
}

func (c *checker) dict(o types.Object) types.Dict {
	d, err := c.x.DereferenceDict(o)
	if err != nil {
		c.problem("dictionary: %v", err)
	}
	return d
}

func (c *checker) array(o types.Object) types.Array {
	a, err := c.x.DereferenceArray(o)
	if err != nil {
		c.problem("array: %v", err)
	}
	return a
}

func (c *checker) text(o types.Object) string {
	if o, _ = c.x.Dereference(o); o == nil {
		return ""
	}
	s, err := c.x.DereferenceText(o)
	if err != nil {
		c.problem("text: %v", err)
	}
	return s
}

func (c *checker) name(o types.Object) string {
	o, _ = c.x.Dereference(o)
	n, _ := o.(types.Name)
	return string(n)
}

func (c *checker) number(o types.Object, missing int) int {
	o, _ = c.x.Dereference(o)
	switch o := o.(type) {
	case types.Integer:
		return int(o)
	case types.Float:
		return int(o)
	}
	return missing
}

func (c *checker) stream(o types.Object) []byte {
	sd, _, err := c.x.DereferenceStreamDict(o)
	if err != nil || sd == nil {
		c.problem("stream: %v", err)
		return nil
	}
	if err := sd.Decode(); err != nil {
		c.problem("stream: %v", err)
	}
	return sd.Content
}

func reference(o types.Object) int {
	if r, ok := o.(types.IndirectRef); ok {
		return int(r.ObjectNumber)
	}
	return 0
}

func (c *checker) catalog() error {
	root, err := c.x.Catalog()
	if err != nil {
		return err
	}
	c.found.Language = c.text(root["Lang"])
	if !regexp.MustCompile(`^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$`).MatchString(c.found.Language) {
		c.problem("document language %q", c.found.Language)
	}
	if marked := c.dict(root["MarkInfo"]).BooleanEntry("Marked"); marked == nil || !*marked {
		c.problem("not marked as tagged")
	}
	if show := c.dict(root["ViewerPreferences"]).BooleanEntry("DisplayDocTitle"); show == nil || !*show {
		c.problem("title not shown in the window")
	}
	c.metadata(root)
	if err := c.readPages(); err != nil {
		return err
	}
	c.structure(c.dict(root["StructTreeRoot"]))
	if o := root["Outlines"]; o != nil {
		c.bookmarks(c.dict(o), 0)
	}
	return nil
}

func (c *checker) metadata(root types.Dict) {
	info := types.Dict{}
	if c.x.Info != nil {
		info = c.dict(*c.x.Info)
	}
	c.found.Title = c.text(info["Title"])
	xmp := string(c.stream(root["Metadata"]))
	for what, want := range map[string]string{
		"PDF/UA identifier":    "<pdfuaid:part>1</pdfuaid:part>",
		"PDF/A part":           "<pdfaid:part>2</pdfaid:part>",
		"PDF/A level":          "<pdfaid:conformance>A</pdfaid:conformance>",
		"language":             "<rdf:li>" + c.found.Language + "</rdf:li>",
		"title in metadata":    `<rdf:li xml:lang="x-default">` + escape(c.found.Title) + "</rdf:li>",
		"creation in metadata": "<xmp:CreateDate>" + isoDate(c.text(info["CreationDate"])) + "</xmp:CreateDate>",
	} {
		if !strings.Contains(xmp, want) {
			c.problem("metadata: %s", what)
		}
	}
	if c.found.Title == "" {
		c.problem("no title")
	}
	intents := c.array(root["OutputIntents"])
	if len(intents) != 1 {
		c.problem("output intent")
		return
	}
	intent := c.dict(intents[0])
	profile := c.stream(intent["DestOutputProfile"])
	if c.name(intent["S"]) != "GTS_PDFA1" || len(profile) < 128 || string(profile[36:40]) != "acsp" {
		c.problem("output intent")
	}
}

func escape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;", "'", "&#39;").Replace(s)
}

// isoDate turns D:20260925090000Z into 2026-09-25T09:00:00Z.
func isoDate(s string) string {
	return regexp.MustCompile(`^D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$`).ReplaceAllString(s, "$1-$2-${3}T$4:$5:${6}Z")
}

func (c *checker) bookmarks(parent types.Dict, depth int) {
	for o, n := parent["First"], 0; o != nil && n < 100_000; n++ {
		d := c.dict(o)
		title := c.text(d["Title"])
		if strings.TrimSpace(title) == "" || d["Dest"] == nil {
			c.problem("bookmark %q leads nowhere", title)
		}
		c.found.Bookmarks = append(c.found.Bookmarks, strings.Repeat("  ", depth)+title)
		c.bookmarks(d, depth+1)
		o = d["Next"]
	}
}
