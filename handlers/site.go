package handlers

import (
	"context"

	"github.com/labstack/echo/v4"

	"quarterday/models"
)

// partnershipAt is the partnership's settings as read at a version of the
// store: every page needs them and they hardly ever change.
type partnershipAt struct {
	version     int64
	partnership models.Partnership
}

// settings are the partnership's; read again only when something was changed.
func (s *Server) settings(ctx context.Context) (models.Partnership, error) {
	version, err := s.store.Version(ctx)
	if err != nil {
		return models.Partnership{}, err
	}
	if kept := s.partnership.Load(); kept != nil && kept.version == version {
		return kept.partnership, nil
	}
	p, err := s.store.Partnership(ctx)
	if err != nil {
		return p, err
	}
	s.pages.SetZone(p.Location())
	s.partnership.Store(&partnershipAt{version, p})
	return p, nil
}

// navigation is what each kind of viewer finds in the bar. An entry is shown to
// those whom the access table lets in.
var navigation = []struct {
	item NavItem
	may  models.Permission
}{
	{NavItem{"home", "Home", "/"}, models.SeePublicPages},
	{NavItem{"meetings", "Meetings", "/meetings"}, models.ReadMeetings},
	{NavItem{"actions", "Actions", "/actions"}, models.ReadActions},
	{NavItem{"practices", "Practices", "/practices"}, models.ReadPublicPractices},
	{NavItem{"decisions", "Decisions", "/decisions"}, models.ReadPublicMinutes},
	{NavItem{"organisations", "Organisations", "/organisations"}, models.ReadDirectory},
	{NavItem{"people", "People", "/people"}, models.ManageDirectory},
	{NavItem{"settings", "Settings", "/settings"}, models.ChangeSettings},
	{NavItem{"outbox", "Outbox", "/outbox"}, models.ReadOutbox},
	{NavItem{"audit", "Audit", "/audit"}, models.ReadAudit},
}

// frame is what stands around the page.
func (s *Server) frame(c echo.Context, section, title string) (Frame, error) {
	p, err := s.settings(c.Request().Context())
	if err != nil {
		return Frame{Title: title, Partnership: "Quarterday", Viewer: &Viewer{}}, err
	}
	who := viewer(c)
	f := Frame{
		Title: title, Section: section, Partnership: p.Name, Language: p.Language, Convener: p.Convener, Demo: s.config.Demo,
		Viewer: &Viewer{SignedIn: who.SignedIn(), Name: who.Name, Organisation: who.Organisation},
		Flash:  takeFlash(c),
	}
	if f.Partnership == "" {
		f.Partnership = "Quarterday"
	}
	if who.SignedIn() {
		f.Marking, f.restricted = p.MarkingOf(false), p.MarkingOf(true)
	}
	if who.Role == models.RoleSecretariat {
		f.Viewer.Role = "secretariat"
	}
	for _, contact := range p.Contacts() {
		f.Contacts = append(f.Contacts, Contact(contact))
	}
	for _, n := range navigation {
		if who.Reach(n.may) != models.No {
			f.Nav = append(f.Nav, n.item)
		}
	}
	return f, nil
}
