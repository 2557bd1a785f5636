package handlers

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// Field is one field of a form, as the partials draw it. Templates make it with
// (field "name" "Label" "Hint" "…" "Value" .Value "Errors" .Errors), the names being those of this struct.
type Field struct {
	Name         string
	Label        string
	Kind         string // of a field that an option reveals: textarea, select, date, or empty for a line of text
	Hint         string
	Value        string
	Values       []string // what is chosen of checkboxes
	Error        string   // taken from Errors by name unless given
	Errors       Errors
	Optional     bool
	Heading      bool // the label is the page's h1
	LabelClass   string
	Type         string // text, email, tel, url, search, number
	Width        string // 2, 3, 4, 5, 10, 20, 30 characters, or empty for all of the width
	Autocomplete string
	Inputmode    string
	Spellcheck   string // "false" for codes and addresses
	Prefix       string
	Suffix       string
	Rows         int
	Max          int // most characters, counted down as they are typed
	Options      []Option
	Small        bool
	Inline       bool
	Multiple     bool
	Accept       string // of a file, for example ".pdf,.docx"
	List         string // the id of a datalist that suggests what to type
}

// Option is one choice of a select, of radios or of checkboxes.
type Option struct {
	Value   string
	Text    string
	Hint    string
	Reveals []*Field // fields that belong to this choice, shown when it is chosen
}

// newField makes a Field from a name, a label and pairs of setting and value. A misspelt setting is an error.
func newField(name, label string, settings ...any) (*Field, error) {
	field := &Field{Name: name, Label: label}
	if len(settings)%2 != 0 {
		return nil, fmt.Errorf("field %s: a setting has no value", name)
	}
	target := reflect.ValueOf(field).Elem()
	for i := 0; i < len(settings); i += 2 {
		setting, _ := settings[i].(string)
		place := target.FieldByName(setting)
		if !place.IsValid() {
			return nil, fmt.Errorf("field %s: no setting %v", name, settings[i])
		}
		if settings[i+1] == nil {
			continue
		}
		value := reflect.ValueOf(settings[i+1])
		switch {
		case value.Type().AssignableTo(place.Type()):
			place.Set(value)
		case place.Kind() == reflect.String:
			place.SetString(fmt.Sprint(value.Interface()))
		default:
			return nil, fmt.Errorf("field %s: %s cannot be a %s", name, setting, value.Type())
		}
	}
	if field.Error == "" {
		field.Error = field.Errors.For(name)
	}
	if field.Kind == "date" && field.Hint == "" {
		field.Hint = "For example, 8 December 2026"
	}
	return field, nil
}

// ID is the field's id on the page, where the error summary leads.
func (f *Field) ID() string { return fieldID(f.Name) }

// OptionID is the id of one choice; the first has the field's own, so that the error summary leads to it.
func (f *Field) OptionID(i int) string {
	if i == 0 {
		return f.ID()
	}
	return fmt.Sprintf("%s-%d", f.ID(), i+1)
}

// Chosen reports whether a choice is the field's value or among its values.
func (f *Field) Chosen(value string) bool {
	return slices.Contains(f.Values, value) || (f.Values == nil && f.Value == value)
}

// DescribedBy names the elements that describe the field to those who listen: its hint, its error, its count.
func (f *Field) DescribedBy() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.ID()+"-hint")
	}
	if f.Error != "" {
		ids = append(ids, f.ID()+"-error")
	}
	if f.Max > 0 {
		ids = append(ids, f.ID()+"-info")
	}
	return strings.Join(ids, " ")
}

// Messages are all that is wrong with the field: of several files each may be
// refused for a reason of its own.
func (f *Field) Messages() []string {
	if f.Error == "" || f.Error != f.Errors.For(f.Name) {
		return []string{f.Error}
	}
	var all []string
	for _, one := range f.Errors {
		if one.Field == f.Name {
			all = append(all, one.Message)
		}
	}
	return all
}

// fieldID makes an id of a field's name: letters, digits and hyphens.
func fieldID(name string) string {
	id := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, name)
	// The layout's own ids, and names that begin with a digit, keep out of the fields' way.
	if id == "main" || id == "navigation" || id == "" || id[0] >= '0' && id[0] <= '9' {
		return "field-" + id
	}
	return id
}
