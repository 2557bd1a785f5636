package handlers

import (
	"fmt"
	"html/template"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"quarterday/calendar"
	"quarterday/markdown"
	"quarterday/static"
)

// functions are what templates may call to word dates, numbers and names.
func (r *Renderer) functions() template.FuncMap {
	// on words a day, and so takes a date too, which is the same in every zone.
	on := func(layout string) func(any) (string, error) {
		return func(value any) (string, error) {
			if date, ok := value.(calendar.Date); ok {
				if date.IsZero() {
					return "", nil
				}
				return date.In(time.UTC).Format(layout), nil
			}
			moment, err := momentOf(value)
			if err != nil || moment.IsZero() {
				return "", err
			}
			return moment.In(r.zone.Load()).Format(layout), nil
		}
	}
	at := func(layout string) func(any) (string, error) {
		return func(value any) (string, error) {
			moment, err := momentOf(value)
			if err != nil || moment.IsZero() {
				return "", err
			}
			return moment.In(r.zone.Load()).Format(layout), nil
		}
	}
	return template.FuncMap{
		"longDate":      on("Monday 2 January 2006"),
		"date":          on("2 January 2006"),
		"shortDate":     on("2 Jan 2006"),
		"dayMonth":      on("2 January"),
		"time":          at("15:04"),
		"dateTime":      at("Monday 2 January 2006 at 15:04"),
		"machine":       r.machine,
		"phone":         phoneAddress,
		"asset":         static.URL,
		"bytes":         sizeInWords,
		"paperType":     paperType,
		"sentence":      func(word any) string { return upperFirst(fmt.Sprint(word)) },
		"plural":        plural,
		"number":        number,
		"join":          joinNames,
		"initials":      initials,
		"markdown":      func(typed string) template.HTML { return markdown.Parse(typed).HTML(3) },
		"markdownUnder": func(heading int, typed string) template.HTML { return markdown.Parse(typed).HTML(heading + 1) },
		"excerpt":       func(length int, typed string) string { return markdown.Parse(typed).Excerpt(length) },
		"list":          func(texts ...string) []string { return texts },
		"lowerFirst":    lowerFirst,
		"add":           func(a, b int) int { return a + b },
		"entryForm":     func(f entryFields, errors Errors) entryFormData { return entryFormData{f, f.KindField(errors), errors} },
		"correctionsForm": func(rows []correctionRow, errors Errors) correctionsFormData {
			return correctionsFormData{rows, errors}
		},
		"reviewOptions": ReviewOptions,
		"field":         newField,
		"fieldID":       fieldID,
		"option":        func(value, text string) Option { return Option{Value: value, Text: text} },
		"options":       func(options ...Option) []Option { return options },
		"fields":        func(fields ...*Field) []*Field { return fields },
		"heading":       func(above, text, below string) Heading { return Heading{above, text, below} },
		"tag":           func(kind, text string) Tag { return Tag{Kind: kind, Text: text} },
		"link":          func(url, text string) Link { return Link{URL: url, Text: text} },
		"links":         func(links ...Link) []Link { return links },
		"button":        func(text string) Button { return Button{Text: text} },
		"empty":         func(heading, text, url, link string) EmptyState { return EmptyState{heading, text, url, link} },
	}
}

// machine is a day or a moment as datetime="" takes it.
func (r *Renderer) machine(value any) (string, error) {
	if date, ok := value.(calendar.Date); ok {
		return date.String(), nil
	}
	moment, err := momentOf(value)
	if err != nil || moment.IsZero() {
		return "", err
	}
	return moment.In(r.zone.Load()).Format(time.RFC3339), nil
}

func momentOf(value any) (time.Time, error) {
	switch moment := value.(type) {
	case time.Time:
		return moment, nil
	case *time.Time:
		if moment == nil {
			return time.Time{}, nil
		}
		return *moment, nil
	case nil:
		return time.Time{}, nil
	}
	return time.Time{}, fmt.Errorf("%T is not a time", value)
}

// sizeInWords tells a file's size as people do: 640 bytes, 182 KB, 3.4 MB.
func sizeInWords(size int64) string {
	switch {
	case size < 1000:
		return plural(int(size), "byte", "bytes")
	case size < 999_500:
		return fmt.Sprintf("%d KB", (size+500)/1000)
	default:
		return strings.TrimSuffix(fmt.Sprintf("%.1f", float64(size)/1e6), ".0") + " MB"
	}
}

// plural counts things: plural 1 "item" "items" is "1 item", plural 1200 "item" "items" is "1,200 items".
func plural(count int, one, many string) string {
	if count == 1 {
		return "1 " + one
	}
	return number(count) + " " + many
}

// number writes thousands with commas.
func number(value int) string {
	digits := strconv.Itoa(value)
	sign := ""
	if value < 0 {
		sign, digits = "-", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return sign + digits
}

// joinNames lists names as a sentence does: "A", "A and B", "A, B and C".
func joinNames(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

// initials are the first letters of a name's words, for example "LG" for Lena Grant.
func initials(name string) string {
	var letters strings.Builder
	for word := range strings.FieldsSeq(name) {
		first, _ := utf8.DecodeRuneInString(word)
		letters.WriteString(strings.ToUpper(string(first)))
	}
	return letters.String()
}

var phoneNumber = regexp.MustCompile(`^tel:[+0-9-]+$`)

// phoneAddress lets a link ring a number, which html/template would take out; other addresses it judges as always.
func phoneAddress(address string) any {
	if phoneNumber.MatchString(address) {
		return template.URL(address)
	}
	return address
}

// lowerFirst lets a name stand within a sentence: "quarterly meeting".
func lowerFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[n:]
}
