package documents

// mostFields bounds how many fields of a form are looked at.
const mostFields = 50_000

// hidesAnswers tells whether something was filled into a form that the file does
// not draw, but leaves to the program that shows it. On a page of a pack there is
// no form any more, so that it would be gone without a word.
func (f *foreignFile) hidesAnswers() bool {
	looked := 0
	for _, p := range f.pages {
		for _, o := range f.array(p.dict["Annots"]) {
			if looked++; looked > mostFields {
				return false
			}
			field := f.dict(o)
			if field == nil || f.name(field["Subtype"]) != "Widget" || f.dict(field["AP"]) != nil {
				continue
			}
			kind, value := "", ""
			for range 16 { // a field has from those above it what it does not say itself
				if kind == "" {
					kind = f.name(field["FT"])
				}
				if value == "" {
					value, _ = f.x.DereferenceText(f.get(field["V"]))
				}
				if field = f.dict(field["Parent"]); field == nil {
					break
				}
			}
			if value != "" && (kind == "Tx" || kind == "Ch") {
				return true
			}
		}
	}
	return false
}
