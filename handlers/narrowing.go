package handlers

import (
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"quarterday/models"
)

// narrowing reads what the address narrows a list or a document to. A value that
// means nothing is a page that does not exist: answering with everything would
// pass the whole off as the part that was asked for.
type narrowing struct {
	c       echo.Context
	unknown string // the first parameter whose value means nothing
}

func (n *narrowing) asked(name string) string { return cleanText(n.c.QueryParam(name)) }

func (n *narrowing) reject(name string) {
	if n.unknown == "" {
		n.unknown = name
	}
}

// number is a number of at least 1, 0 where none is asked for.
func (n *narrowing) number(name string) int64 {
	text := n.asked(name)
	if text == "" {
		return 0
	}
	number, err := strconv.ParseInt(text, 10, 64)
	if err != nil || number < 1 {
		n.reject(name)
		return 0
	}
	return number
}

// version is the number of a version, 0 where none is asked for.
func (n *narrowing) version(name string) int {
	version := n.number(name)
	if version > 1_000_000 {
		n.reject(name)
		return 0
	}
	return int(version)
}

// year is a year of four digits at most, 0 where none is asked for.
func (n *narrowing) year(name string) int {
	year := n.number(name)
	if year > 9999 {
		n.reject(name)
		return 0
	}
	return int(year)
}

// choice is one of those that there are, or none.
func (n *narrowing) choice(name string, among ...string) string {
	text := n.asked(name)
	if text != "" && !slices.Contains(among, text) {
		n.reject(name)
		return ""
	}
	return text
}

// ticked is a checkbox as our forms and links send it.
func (n *narrowing) ticked(name string) bool { return n.choice(name, "yes") != "" }

// reference is a meeting's, however it is typed.
func (n *narrowing) reference(name string) string { return strings.ToLower(n.asked(name)) }

// err says that the address means nothing here.
func (n *narrowing) err() error {
	if n.unknown == "" {
		return nil
	}
	return &models.Error{Kind: models.KindNotFound, Message: "There is no such " + n.unknown + " to narrow this to."}
}

// names are words of models as an address has them.
func names[T ~string](words []T) []string {
	all := make([]string, len(words))
	for i, w := range words {
		all[i] = string(w)
	}
	return all
}

// values are what the options of a form send.
func values(options []Option) []string {
	all := make([]string, len(options))
	for i, o := range options {
		all[i] = o.Value
	}
	return all
}
