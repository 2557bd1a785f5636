package models

// letterhead is what every document says about the partnership.
func (p Partnership) letterhead() Letterhead {
	return Letterhead{Partnership: p.Name, Language: p.Language, TimeZone: p.TimeZone, Marking: p.Marking, RestrictedMarking: p.RestrictedMarking, Logo: p.Logo()}
}
