package models

// MarkingOf is how pages and documents are marked: by the most sensitive thing
// in them.
func (l Letterhead) MarkingOf(restricted bool) string {
	if restricted && l.RestrictedMarking != "" {
		return l.RestrictedMarking
	}
	return l.Marking
}

// MarkingOf is how what the partnership shows now is marked.
func (p Partnership) MarkingOf(restricted bool) string { return p.letterhead().MarkingOf(restricted) }

// letterhead is what every document says about the partnership.
func (p Partnership) letterhead() Letterhead {
	return Letterhead{Partnership: p.Name, Language: p.Language, TimeZone: p.TimeZone, Marking: p.Marking, RestrictedMarking: p.RestrictedMarking, Logo: p.Logo()}
}
