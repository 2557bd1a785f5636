package models

import (
	"slices"
	"strings"
	"testing"
)

func TestNamesAreInTheOrderOfPeople(t *testing.T) {
	names := []string{"Zoë", "Łukasz", "Ömer", "Nguyễn", "Lucy", "ørsted", "Siân", "Sian", "Éva"}
	slices.SortFunc(names, nameOrder)
	if got := strings.Join(names, " "); got != "Éva Lucy Łukasz Nguyễn Ömer ørsted Sian Siân Zoë" {
		t.Error(got)
	}
}
