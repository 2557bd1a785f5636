package files

import (
	"bytes"
	"strings"

	"github.com/gabriel-vasile/mimetype"
)

// A Type is a kind of file that partners may send as a paper.
type Type struct {
	MediaType string
	Name      string // in plain English
	Extension string // with its dot, for the name under which it is downloaded
}

// Types that are accepted, whatever the file is called: what meetings work
// with, and nothing that a browser would run.
var Types = []Type{
	{"application/pdf", "PDF", ".pdf"},
	{"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word document", ".docx"},
	{"application/msword", "Word document", ".doc"},
	{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel spreadsheet", ".xlsx"},
	{"application/vnd.ms-excel", "Excel spreadsheet", ".xls"},
	{"application/vnd.openxmlformats-officedocument.presentationml.presentation", "PowerPoint presentation", ".pptx"},
	{"application/vnd.ms-powerpoint", "PowerPoint presentation", ".ppt"},
	{"application/vnd.oasis.opendocument.text", "OpenDocument text", ".odt"},
	{"application/vnd.oasis.opendocument.spreadsheet", "OpenDocument spreadsheet", ".ods"},
	{"application/vnd.oasis.opendocument.presentation", "OpenDocument presentation", ".odp"},
	{"image/png", "PNG image", ".png"},
	{"image/jpeg", "JPEG image", ".jpg"},
	{"text/plain", "plain text", ".txt"},
	{"text/csv", "CSV file", ".csv"},
}

// AcceptedInWords completes "The file must be a …".
const AcceptedInWords = "PDF, Word, Excel, PowerPoint or OpenDocument file, a PNG or JPEG image, plain text or CSV"

// Accept reports whether a paper may be of a media type.
func Accept(mediaType string) bool {
	_, ok := TypeOf(mediaType)
	return ok
}

// TypeOf returns what we know of an accepted media type.
func TypeOf(mediaType string) (Type, bool) {
	mediaType, _, _ = strings.Cut(mediaType, ";")
	for _, t := range Types {
		if t.MediaType == mediaType {
			return t, true
		}
	}
	return Type{}, false
}

// headLength is how much of a file is looked at for its media type. The
// telling part of a Word or Excel file can lie some way in.
const headLength = 1 << 20

func init() { mimetype.SetLimit(headLength) }

// mediaTypeOf judges a file by how its content begins, without parameters.
func mediaTypeOf(head []byte) string {
	mediaType, _, _ := strings.Cut(mimetype.Detect(head).String(), ";")
	// A PDF may have a little before its mark, but a page with that mark in a
	// comment is a page.
	if mediaType == "application/pdf" && bytes.HasPrefix(bytes.TrimSpace(head), []byte("<")) {
		return "text/html"
	}
	return mediaType
}
