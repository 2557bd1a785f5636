package documents

import (
	"bytes"
	"fmt"
	"reflect"
	"testing"
	"time"

	"quarterday/calendar"
	"quarterday/models"
)

// kindOfDocument is one kind: what it says, and how it is drawn.
type kindOfDocument struct {
	content reflect.Type
	draw    func(content any) ([]byte, error)
	sample  func(t testing.TB) any
}

// papersOfText gives every paper as a little text.
var papersOfText = PackOptions{Site: "https://meetings.example.org", Open: func(models.PaperLine) (PackFile, error) {
	return PackFile{bytesFile{bytes.NewReader([]byte("The words of the paper."))}, "text/plain"}, nil
}}

func kind[T any](sample func(t testing.TB) T, draw func(T) ([]byte, error)) kindOfDocument {
	return kindOfDocument{reflect.TypeFor[T](), func(c any) ([]byte, error) { return draw(c.(T)) }, func(t testing.TB) any { return sample(t) }}
}

var kindsOfDocument = map[string]kindOfDocument{
	"agenda": kind(agendaOf, Agenda),
	"pack": kind(agendaOf, func(c models.AgendaContent) ([]byte, error) {
		var b bytes.Buffer
		_, err := Pack(c, papersOfText, &b)
		return b.Bytes(), err
	}),
	"supplement": kind(agendaOf, func(c models.AgendaContent) ([]byte, error) {
		var b bytes.Buffer
		_, err := Supplement(c, models.AgendaContent{Version: 1}, 7, papersOfText, &b)
		return b.Bytes(), err
	}),
	"minutes": kind(func(t testing.TB) models.MinutesContent { return minutesOf(t, models.MembersEdition) }, Minutes),
	"public minutes": kind(func(t testing.TB) models.MinutesContent { return minutesOf(t, models.PublicEdition) }, func(c models.MinutesContent) ([]byte, error) {
		c.Edition = models.PublicEdition
		return Minutes(c)
	}),
	"tracker":          kind(func(t testing.TB) models.TrackerContent { return trackerOf(t, 40) }, Tracker),
	"register":         kind(registerOf, Register),
	"attendance sheet": kind(sheetOf, AttendanceSheet),
	"leaflet":          kind(leafletOf, Leaflet),
	"year book":        kind(yearBookOf, YearBook),
}

// everyDocument draws the sample of every kind.
func everyDocument(t testing.TB) map[string]func() ([]byte, error) {
	all := map[string]func() ([]byte, error){}
	for name, k := range kindsOfDocument {
		all[name] = func() ([]byte, error) { return k.draw(k.sample(t)) }
	}
	return all
}

// filler fills what a document says, whatever fields it has: a field that is
// added is filled, too.
type filler struct {
	t     testing.TB
	text  func(place string) string // of each field, by its place
	items int                       // of each list
	only  func(place string) bool   // which lists have so many; others have one
	count int
}

// chosenFrom are the values of what is no free text.
var chosenFrom = map[reflect.Type][]string{
	reflect.TypeFor[models.MeetingState]():      {string(models.MeetingHeld), string(models.MeetingCancelled)},
	reflect.TypeFor[models.ItemKind]():          {string(models.ItemStanding), string(models.ItemSubmitted)},
	reflect.TypeFor[models.ItemRole]():          {""},
	reflect.TypeFor[models.Purpose]():           {string(models.ForDecision), string(models.ForInformation)},
	reflect.TypeFor[models.Edition]():           {string(models.MembersEdition)},
	reflect.TypeFor[models.MinutesState]():      {string(models.MinutesCirculated)},
	reflect.TypeFor[models.EntryKind]():         {string(models.EntryNote), string(models.EntryDecision), string(models.EntryAction)},
	reflect.TypeFor[models.CorrectionOutcome](): {string(models.CorrectionAccepted), string(models.CorrectionRefused)},
	reflect.TypeFor[models.ActionState]():       {string(models.ActionOpen), string(models.ActionDone)},
	reflect.TypeFor[models.Visibility]():        {string(models.ForPublic)},
	reflect.TypeFor[models.PracticeState]():     {string(models.PracticePublished)},
}

func (f *filler) fill(v reflect.Value, place string) {
	f.count++
	switch v.Interface().(type) {
	case calendar.Date:
		v.Set(reflect.ValueOf(date(f.t, "2026-09-22")))
		return
	case time.Time:
		v.Set(reflect.ValueOf(time.Date(2026, 9, 24, 10, 0, 0, 0, time.UTC)))
		return
	case models.Logo: // a picture, which is tested by itself
		return
	}
	switch v.Kind() {
	case reflect.String:
		if v.Type() == reflect.TypeFor[string]() {
			v.SetString(f.text(place))
			return
		}
		values := chosenFrom[v.Type()]
		if values == nil {
			f.t.Fatalf("%s is a %s: add its values to chosenFrom", place, v.Type())
		}
		v.SetString(values[f.count%len(values)])
	case reflect.Bool:
		v.SetBool(f.count%3 == 0)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(f.count))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(v.Elem(), place)
	case reflect.Struct:
		for i := range v.NumField() {
			f.fill(v.Field(i), place+"."+v.Type().Field(i).Name)
		}
	case reflect.Slice:
		n := f.items
		if f.only != nil && !f.only(place) {
			n = 1
		}
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			f.fill(v.Index(i), fmt.Sprintf("%s[%d]", place, i))
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		f.fill(key, place+" key")
		f.fill(value, place+" value")
		v.SetMapIndex(key, value)
	default:
		f.t.Fatalf("%s is a %s, which nothing fills", place, v.Type())
	}
}

// filled is what a document of the kind says with its fields filled.
func (k kindOfDocument) filled(f filler) any {
	v := reflect.New(k.content).Elem()
	f.fill(v, k.content.Name())
	return v.Interface()
}
