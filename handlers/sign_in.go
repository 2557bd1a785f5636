package handlers

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"quarterday/models"
)

// SignInPage asks for the address to send a link to.
type SignInPage struct {
	Frame
	Email, Next string
}

// askForSignIn is where everybody who is not signed in begins.
func (s *Server) askForSignIn(c echo.Context) error {
	next := nextPage(c.QueryParam("next"))
	if viewer(c).SignedIn() {
		return c.Redirect(http.StatusSeeOther, next)
	}
	frame, err := s.frame(c, "", "Sign in")
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, "sign-in/ask", &SignInPage{Frame: frame, Next: next})
}

// CheckEmailPage asks for the code that was e-mailed. It is the same whether the
// address is known or not.
type CheckEmailPage struct {
	Frame
	Email, Next  string
	Code         string
	ReplyAddress string // whom to ask when no letter comes
	// Link and DemoCode are shown in the demo alone.
	Link     string
	DemoCode string
}

func (s *Server) checkEmail(c echo.Context, f form) (*CheckEmailPage, error) {
	frame, err := s.frame(c, "", "Check your email")
	if err != nil {
		return nil, err
	}
	p, err := s.settings(c.Request().Context())
	c.Response().Header().Set("Cache-Control", "private, no-store")
	return &CheckEmailPage{Frame: frame, Email: f.Line("email"), Next: nextPage(f.Line("next")), ReplyAddress: p.ReplyAddress}, err
}

// requestSignIn sends a link and a code, if the address is somebody's.
func (s *Server) requestSignIn(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	next, ask := nextPage(f.Line("next")), ""
	if next != "/" {
		ask = next
	}
	email, err := models.EmailAddress(f.Line("email"))
	if err != nil {
		frame, frameErr := s.frame(c, "", "Sign in")
		if frameErr != nil {
			return frameErr
		}
		return s.again(c, err, "sign-in/ask", &SignInPage{Frame: frame, Email: f.Line("email"), Next: next})
	}
	if err := s.limitSignIn(c, "ask", email, 6, 60); err != nil {
		return err
	}
	link, err := s.store.RequestSignIn(c.Request().Context(), email, ask)
	if err != nil {
		return err
	}
	page, err := s.checkEmail(c, f)
	if err != nil {
		return err
	}
	if s.config.Demo && link != nil {
		page.DemoCode, page.Link = link.Code, "/sign-in/"+link.Token
		if ask != "" {
			page.Link += "?next=" + url.QueryEscape(ask)
		}
	}
	return render(c, http.StatusOK, "sign-in/check", page)
}

// useCode signs in by the six digits.
func (s *Server) useCode(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	if err := s.limitSignIn(c, "code", f.Line("email"), 20, 100); err != nil {
		return err
	}
	token, err := s.store.UseSignInCode(c.Request().Context(), f.Line("email"), f.Line("code"))
	if err != nil {
		page, pageErr := s.checkEmail(c, f)
		if pageErr != nil {
			return pageErr
		}
		page.Code = f.Line("code")
		return s.again(c, err, "sign-in/check", page)
	}
	return s.enter(c, token, f.Line("next"))
}

// SignInLinkPage holds the one button that uses the link.
type SignInLinkPage struct {
	Frame
	Works bool
	Next  string
}

// showSignInLink does not use the link up, since programs that check mail for
// harm open every link in it.
func (s *Server) showSignInLink(c echo.Context) error {
	frame, err := s.frame(c, "", "Sign in")
	if err != nil {
		return err
	}
	works, err := s.store.SignInLinkWorks(c.Request().Context(), c.Param("token"))
	if err != nil {
		return err
	}
	c.Response().Header().Del("ETag")
	c.Response().Header().Set("Cache-Control", "private, no-store")
	page := &SignInLinkPage{Frame: frame, Works: works, Next: nextPage(c.QueryParam("next"))}
	if !works {
		page.Title = "This link no longer works"
		return render(c, http.StatusGone, "sign-in/link", page)
	}
	return render(c, http.StatusOK, "sign-in/link", page)
}

// useSignInLink signs in whoever the link was sent to.
func (s *Server) useSignInLink(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	if err := s.limitSignIn(c, "link", "", 0, 100); err != nil {
		return err
	}
	token, err := s.store.UseSignInLink(c.Request().Context(), c.Param("token"))
	if models.KindOf(err) == models.KindInvalid {
		frame, frameErr := s.frame(c, "", "This link no longer works")
		if frameErr != nil {
			return frameErr
		}
		return render(c, http.StatusGone, "sign-in/link", &SignInLinkPage{Frame: frame, Next: nextPage(f.Line("next"))})
	}
	if err != nil {
		return err
	}
	return s.enter(c, token, f.Line("next"))
}

// enter gives the browser its session and goes on.
func (s *Server) enter(c echo.Context, token, next string) error {
	s.beginSession(c, token)
	return c.Redirect(http.StatusSeeOther, nextPage(next))
}

// signOut ends the session on the server, then in the browser.
func (s *Server) signOut(c echo.Context) error {
	if cookie, err := c.Cookie(s.sessionCookie()); err == nil {
		if err := s.store.SignOut(c.Request().Context(), viewer(c), cookie.Value); err != nil {
			return err
		}
	}
	c.SetCookie(s.cookie("", -1))
	done(c, "You are signed out.")
	return c.Redirect(http.StatusSeeOther, "/")
}

// signInToDemo signs in the demo's person of the role whose button was pressed.
// The route exists in the demo alone.
func (s *Server) signInToDemo(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	role := models.Role(f.Line("as"))
	if !role.Valid() {
		return &models.Error{Kind: models.KindInvalid, Fields: []models.FieldError{{Field: "as", Message: "Choose a role"}}}
	}
	token, err := s.store.StartDemoSession(c.Request().Context(), role)
	if err != nil {
		return err
	}
	return s.enter(c, token, f.Line("next"))
}
