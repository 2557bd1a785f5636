package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"quarterday/models"
)

// queuePage is what waits for the secretariat.
type queuePage struct {
	Frame
	models.QueuePage
	Decided []itemRow
}

func (s *Server) showQueue(c echo.Context) error {
	page, err := s.queuePage(c, c.Param("ref"))
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, "meetings/queue", page)
}

func (s *Server) queuePage(c echo.Context, ref string) (*queuePage, error) {
	data, err := s.store.Queue(c.Request().Context(), viewer(c), ref)
	if err != nil {
		return nil, err
	}
	frame, err := s.frame(c, "meetings", "Submissions")
	if err != nil {
		return nil, err
	}
	frame.About = wallClock{s.zone()}.about(data.Meeting)
	return &queuePage{Frame: frame, QueuePage: data, Decided: itemRows(data.Decided)}, nil
}

// Over says whether nothing can be decided for this meeting any more.
func (p *queuePage) Over() bool { return over(p.Meeting) }

// Total is how long the agenda would be with all that waits.
func (p *queuePage) Total() int { return p.Planned + p.Wanted }

func (s *Server) acceptItem(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	i, err := s.store.AcceptItem(c.Request().Context(), viewer(c), numberParam(c), versionOf(f))
	if err != nil {
		return s.itemFailed(c, err)
	}
	done(c, "Accepted: "+i.Label()+" is on the agenda.")
	return c.Redirect(http.StatusSeeOther, "/meetings/"+i.Meeting.Reference+"/queue")
}

// decidePage asks why, and for a deferral to which meeting.
type decidePage struct {
	Frame
	Item     models.Item
	Meetings []Option
	To       string
	Reason   string
	Version  int
}

func (s *Server) askToDefer(c echo.Context) error {
	page, err := s.decidePage(c, "Defer to a later meeting")
	if err != nil {
		return err
	}
	if len(page.Meetings) > 0 {
		page.To = page.Meetings[0].Value
	}
	return render(c, http.StatusOK, "items/defer", page)
}

func (s *Server) askToDecline(c echo.Context) error {
	page, err := s.decidePage(c, "Decline this item")
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, "items/decline", page)
}

func (s *Server) decidePage(c echo.Context, title string) (*decidePage, error) {
	data, err := s.store.ItemPage(c.Request().Context(), viewer(c), numberParam(c))
	if err != nil {
		return nil, err
	}
	frame, err := s.frame(c, "meetings", title)
	if err != nil {
		return nil, err
	}
	frame.About = data.Item.Name() + ", " + wallClock{s.zone()}.about(*data.Item.Meeting)
	later, err := s.store.LaterMeetings(c.Request().Context(), *data.Item.Meeting)
	if err != nil {
		return nil, err
	}
	page := &decidePage{Frame: frame, Item: data.Item, Version: data.Item.Version}
	for _, m := range later {
		page.Meetings = append(page.Meetings, Option{Value: m.Reference, Text: m.StartsAt.In(s.pages.zone.Load()).Format("Monday 2 January 2006"), Hint: m.Name()})
	}
	return page, nil
}

func (s *Server) deferItem(c echo.Context) error {
	return s.decide(c, "Defer to a later meeting", "items/defer", func(f form) (models.Item, error) {
		i, err := s.store.DeferItem(c.Request().Context(), viewer(c), numberParam(c), versionOf(f), f.Line("to"), f.Text("reason"))
		if err == nil {
			done(c, "Deferred to "+i.DeferredTo.StartsAt.In(s.pages.zone.Load()).Format("2 January 2006")+". The author gets an email that says why.")
		}
		return i, err
	})
}

func (s *Server) declineItem(c echo.Context) error {
	return s.decide(c, "Decline this item", "items/decline", func(f form) (models.Item, error) {
		i, err := s.store.DeclineItem(c.Request().Context(), viewer(c), numberParam(c), versionOf(f), f.Text("reason"))
		if err == nil {
			done(c, "Declined. The author gets an email that says why.")
		}
		return i, err
	})
}

func (s *Server) decide(c echo.Context, title, template string, command func(form) (models.Item, error)) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	i, err := command(f)
	if err != nil {
		page, pageErr := s.decidePage(c, title)
		if pageErr != nil {
			return pageErr
		}
		page.To, page.Reason = f.Line("to"), f.Text("reason")
		return s.again(c, err, template, page)
	}
	return c.Redirect(http.StatusSeeOther, "/meetings/"+i.Meeting.Reference+"/queue")
}
