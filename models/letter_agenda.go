package models

import "maps"

// agendaFacts are what a letter about a meeting's agenda says of it, by what a
// letter about the meeting itself calls them that says both.
var agendaFacts = map[string]string{"version": "agenda_version", "changes": "agenda_changes", "path": "agenda_path"}

// joinedWithAgenda is the letter that says what a held one and a new one say of
// a meeting and of its agenda. What is said of the meeting leads: it is what
// changes calendars.
func joinedWithAgenda(oldKind LetterKind, old Facts, newKind LetterKind, new Facts) (LetterKind, Facts) {
	both := oldKind == LetterAgendaPublished || newKind == LetterAgendaPublished || old["agenda_version"] != ""
	if !both || oldKind == newKind && oldKind == LetterAgendaPublished {
		return joined(oldKind, old, newKind, new)
	}
	agenda := Facts{}
	for name, as := range agendaFacts {
		if agenda[name] = old[as]; oldKind == LetterAgendaPublished {
			agenda[name] = old[name]
		}
	}
	kind, says := newKind, Facts{}
	switch {
	case newKind == LetterAgendaPublished:
		if agenda["version"] != "" {
			_, agenda = joined(newKind, agenda, newKind, new)
		} else {
			agenda = new
		}
		kind = oldKind
		maps.Copy(says, new)
		for _, name := range append([]string{"reason", "event"}, changeFacts...) {
			if says[name] = old[name]; says[name] == "" {
				delete(says, name)
			}
		}
	case oldKind == LetterAgendaPublished:
		maps.Copy(says, new)
	default:
		if kind, says = joined(oldKind, old, newKind, new); says == nil {
			// The meeting is as it was, and its agenda is not.
			says = maps.Clone(new)
			for _, name := range append([]string{"event"}, changeFacts...) {
				delete(says, name)
			}
			maps.Copy(says, agenda)
			return LetterAgendaPublished, says
		}
	}
	for name, as := range agendaFacts {
		delete(says, name)
		says[as] = agenda[name]
	}
	return kind, says
}
