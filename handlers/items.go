package handlers

import (
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"quarterday/documents"
	"quarterday/models"
)

// itemTags are the colours of an item's states.
var itemTags = map[models.ItemState]Tag{
	models.ItemDraft: {"", "Draft"}, models.ItemWaiting: {"info", "Submitted"}, models.ItemAccepted: {"good", "On the agenda"},
	models.ItemDeferred: {"warn", "Deferred"}, models.ItemDeclined: {"bad", "Declined"}, models.ItemWithdrawn: {"", "Withdrawn"},
}

func itemTag(i models.Item) Tag { return itemTags[i.State] }

// itemsPage lists the items of the viewer's organisation.
type itemsPage struct {
	Frame
	Items []itemRow
}

// itemRow is one item of a list with what became of it.
type itemRow struct {
	models.Item
	Tag Tag
}

func itemRows(items []models.Item) []itemRow {
	rows := make([]itemRow, len(items))
	for k, i := range items {
		rows[k] = itemRow{i, itemTag(i)}
	}
	return rows
}

func (s *Server) listItems(c echo.Context) error {
	items, err := s.store.MyItems(c.Request().Context(), viewer(c))
	if err != nil {
		return err
	}
	frame, err := s.frame(c, "meetings", "Agenda items from "+viewer(c).Organisation)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, "items/list", &itemsPage{Frame: frame, Items: itemRows(items)})
}

// itemPage shows one item: what it asks, what became of it, what can be done.
type itemPage struct {
	Frame
	models.ItemPage
	Tag         Tag
	Secretariat bool
	Own         bool
	wallClock
	To string // the meeting chosen to move a draft to
	// ReplyAddress is where the secretariat can be asked to take a draft late.
	ReplyAddress string
	// NotInPack says, to those who can do something about it, which papers packs
	// leave out, by their number.
	NotInPack map[int64]documents.LeftOut
}

func (s *Server) showItem(c echo.Context) error {
	page, err := s.itemPage(c)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, "items/show", page)
}

func (s *Server) itemPage(c echo.Context) (*itemPage, error) {
	who := viewer(c)
	data, err := s.store.ItemPage(c.Request().Context(), who, numberParam(c))
	if err != nil {
		return nil, err
	}
	frame, err := s.frame(c, "meetings", data.Item.Name())
	if err != nil {
		return nil, err
	}
	frame.About = wallClock{s.zone()}.about(*data.Item.Meeting)
	if data.Item.Title == "" { // of which there may be more
		frame.About += fmt.Sprintf(", draft %d", data.Item.ID)
	}
	p, err := s.settings(c.Request().Context())
	if err != nil {
		return nil, err
	}
	page := &itemPage{
		ReplyAddress: p.ReplyAddress,
		Frame:        frame, ItemPage: data, Tag: itemTag(data.Item), Secretariat: who.May(models.BuildAgendas, false), Own: data.Item.OwnedBy(who),
		wallClock: wallClock{s.zone()},
	}
	if (page.Own || page.Secretariat) && !over(*data.Item.Meeting) {
		page.NotInPack = s.notInPacks(c.Request().Context(), data.Item.Papers)
	}
	return page, nil
}

// Mend is what the viewer can do about a paper that packs leave out.
func (p *itemPage) Mend(why documents.LeftOut) string {
	if why.Mend() != "" && !p.MayChange {
		return "Send the secretariat a file that can be printed."
	}
	return why.Mend()
}

// Outcome says in a sentence what became of the item.
func (p *itemPage) Outcome() string {
	switch p.Item.State {
	case models.ItemDraft:
		return "Only partners in your organisation and the secretariat can see this draft. It is not submitted yet."
	case models.ItemWaiting:
		if p.MayDecide {
			return "This waits for your decision."
		}
		return "The secretariat has it, and will email you when it is decided."
	case models.ItemAccepted:
		if p.Item.DeferredTo != nil {
			return "It was on the agenda, and comes back at a later meeting."
		}
		if p.Published {
			return "It is on the published agenda."
		}
		return "It will be on the agenda."
	case models.ItemDeferred:
		return "It has been deferred to a later meeting."
	case models.ItemDeclined:
		if p.MaySubmit {
			return "It was declined. You can change it and submit it again."
		}
		return "It was declined."
	}
	return "It was withdrawn."
}

// MayAskLate says whether the secretariat could still put the draft on the
// agenda of its meeting.
func (p *itemPage) MayAskLate() bool {
	return p.Item.Meeting.State == models.MeetingCalled || p.Item.Meeting.State == models.MeetingPublished
}

// Missed says why a draft can no longer be submitted for its meeting.
func (p *itemPage) Missed() string {
	m := *p.Item.Meeting
	day := p.day(m.StartsAt).Long()
	switch m.State {
	case models.MeetingPublished:
		return "The agenda for " + day + " has gone out without this item."
	case models.MeetingHeld, models.MeetingClosed:
		return "The meeting on " + day + " was held without this item."
	case models.MeetingCancelled:
		return "The meeting on " + day + " is cancelled."
	}
	return "Items for " + day + " closed on " + p.day(m.SubmissionsCloseAt).Long() + " at " + p.clock(m.SubmissionsCloseAt) + "."
}

// itemFailed shows the item's own page again with what could not be done.
func (s *Server) itemFailed(c echo.Context, err error) error {
	page, pageErr := s.itemPage(c)
	if pageErr != nil {
		return err
	}
	return s.again(c, err, "items/show", page)
}

func (s *Server) withdrawItem(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	i, err := s.store.WithdrawItem(c.Request().Context(), viewer(c), numberParam(c), versionOf(f))
	if err != nil {
		return s.itemFailed(c, err)
	}
	done(c, "The item is withdrawn.")
	return c.Redirect(http.StatusSeeOther, itemURL(i))
}

func (s *Server) moveDraft(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	i, err := s.store.MoveDraft(c.Request().Context(), viewer(c), numberParam(c), versionOf(f), f.Line("to"))
	if err != nil {
		return s.itemFailed(c, err)
	}
	done(c, "The draft is now for another meeting. Finish it and submit it.")
	return c.Redirect(http.StatusSeeOther, itemURL(i)+"/edit")
}
