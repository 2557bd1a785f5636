package documents

import (
	"testing"

	"quarterday/models"
)

func TestPapersThatWouldLoseWhatTheySayAreLeftOut(t *testing.T) {
	form := func(field string) []byte {
		return byHand("/Annots [<</Type /Annot /Subtype /Widget /FT /Tx /T (name) /Rect [120 590 300 620] /F 4 "+field+">>]", "BT /F1 20 Tf 50 600 Td (Name:) Tj ET")
	}
	photograph := picture(t, "image/jpeg", 400, 400)
	for name, c := range map[string]struct {
		paper paperOf
		want  LeftOut
	}{
		"a form whose answers its file does not draw": {paperOf{mediaType: "application/pdf", data: form("/V (FILLED IN)")}, emptyForm},
		"a form without answers":                      {paperOf{mediaType: "application/pdf", data: form("")}, ""},
		"a picture that is cut off":                   {paperOf{mediaType: "image/jpeg", data: photograph[:len(photograph)/2]}, damagedImage},
		"a whole picture":                             {paperOf{mediaType: "image/jpeg", data: photograph}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, o := packOf(t, map[string]paperOf{"4": c.paper})
			if why := WhyLeftOut(models.PaperLine{ID: 301}, o); why != c.want {
				t.Errorf("it is left out for %q, not for %q", why, c.want)
			}
		})
	}
}
