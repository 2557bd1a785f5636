package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"quarterday/models"
)

// Route is one line of the route table: what is asked for, who may ask (the
// rest of the rule, own or not, is the command's), and who answers.
type Route struct {
	Method, Path string
	May          models.Permission
	Handle       echo.HandlerFunc
	// Upload marks the forms that carry a file, and so may be large; Limit is how
	// large, where it is not as usual.
	Upload bool
	Limit  string
}

const (
	GET  = http.MethodGet
	POST = http.MethodPost
)

// Routes is the whole route table. It is walked by the test of who may do what.
func (s *Server) Routes() []Route {
	routes := []Route{
		// Signing in and out
		{Method: GET, Path: "/set-up/:token", May: models.SetUp, Handle: s.showSetUp},
		{Method: POST, Path: "/set-up/:token", May: models.SetUp, Handle: s.setUp},
		{Method: GET, Path: "/sign-in", May: models.SignIn, Handle: s.askForSignIn},
		{Method: POST, Path: "/sign-in", May: models.SignIn, Handle: s.requestSignIn},
		{Method: POST, Path: "/sign-in/code", May: models.SignIn, Handle: s.useCode},
		{Method: GET, Path: "/sign-in/:token", May: models.SignIn, Handle: s.showSignInLink},
		{Method: POST, Path: "/sign-in/:token", May: models.SignIn, Handle: s.useSignInLink},
		{Method: GET, Path: "/account", May: models.UseAccount, Handle: s.showAccount},
		{Method: POST, Path: "/account/emails", May: models.UseAccount, Handle: s.chooseLetters},
		{Method: POST, Path: "/account/calendar", May: models.UseAccount, Handle: s.followCalendar},
		{Method: POST, Path: "/account/calendar/renew", May: models.UseAccount, Handle: s.renewCalendar},
		{Method: POST, Path: "/account/calendar/stop", May: models.UseAccount, Handle: s.stopCalendar},
		{Method: POST, Path: "/account/sign-out-everywhere", May: models.UseAccount, Handle: s.signOutEverywhere},
		{Method: GET, Path: "/unsubscribe/:token", May: models.StopLetters, Handle: s.askToUnsubscribe},
		{Method: POST, Path: "/unsubscribe/:token", May: models.StopLetters, Handle: s.unsubscribe},
		{Method: POST, Path: "/sign-out", May: models.UseAccount, Handle: s.signOut},

		// Home, and the pages that the footer links to
		{Method: GET, Path: "/", May: models.SeePublicPages, Handle: s.showHome},
		{Method: GET, Path: "/feed.atom", May: models.SeePublicPages, Handle: s.publicFeed},
		{Method: GET, Path: "/calendar/:file", May: models.FollowCalendar, Handle: s.calendarFeed},
		{Method: GET, Path: "/report-a-concern", May: models.SeePublicPages, Handle: s.aboutSite("Report a concern", "site/report-a-concern")},
		{Method: GET, Path: "/accessibility", May: models.SeePublicPages, Handle: s.aboutSite("Accessibility statement", "site/accessibility")},
		{Method: GET, Path: "/logo/:sha", May: models.SeePublicPages, Handle: s.showLogo},
		{Method: GET, Path: "/privacy", May: models.SeePublicPages, Handle: s.aboutSite("Privacy", "site/privacy")},

		// Meetings
		{Method: GET, Path: "/meetings", May: models.ReadMeetings, Handle: s.listMeetings},
		{Method: GET, Path: "/meetings/plan", May: models.PlanMeetings, Handle: s.proposeYear},
		{Method: POST, Path: "/meetings/plan", May: models.PlanMeetings, Handle: s.planYear},
		{Method: GET, Path: "/meetings/extraordinary", May: models.PlanMeetings, Handle: s.newExtraordinary},
		{Method: POST, Path: "/meetings/extraordinary", May: models.PlanMeetings, Handle: s.planExtraordinary},
		{Method: GET, Path: "/meetings/past", May: models.PlanMeetings, Handle: s.newPastMeeting},
		{Method: POST, Path: "/meetings/past", May: models.PlanMeetings, Handle: s.enterPastMeeting},
		{Method: GET, Path: "/meetings/:ref", May: models.ReadMeetings, Handle: s.showMeeting},
		{Method: GET, Path: "/meetings/:ref/edit", May: models.PlanMeetings, Handle: s.editMeeting},
		{Method: POST, Path: "/meetings/:ref/edit", May: models.PlanMeetings, Handle: s.changeMeeting},
		{Method: GET, Path: "/meetings/:ref/move", May: models.PlanMeetings, Handle: s.askForMove},
		{Method: POST, Path: "/meetings/:ref/move", May: models.PlanMeetings, Handle: s.moveMeeting},
		{Method: GET, Path: "/meetings/:ref/cancel", May: models.PlanMeetings, Handle: s.askForCancel},
		{Method: POST, Path: "/meetings/:ref/cancel", May: models.PlanMeetings, Handle: s.cancelMeeting},
		{Method: GET, Path: "/meetings/:ref/call", May: models.PlanMeetings, Handle: s.askForCall},
		{Method: POST, Path: "/meetings/:ref/call", May: models.PlanMeetings, Handle: s.callMeeting},
		{Method: GET, Path: "/meetings/:ref/coming", May: models.ReadMeetings, Handle: s.showComing},
		{Method: POST, Path: "/meetings/:ref/coming/chase", May: models.PlanMeetings, Handle: s.chaseReplies},
		{Method: POST, Path: "/meetings/:ref/coming/:id/confirm", May: models.PlanMeetings, Handle: s.confirmDeputy},
		{Method: GET, Path: "/reply/:token", May: models.AnswerByLink, Handle: s.askForReplyByLink},
		{Method: POST, Path: "/reply/:token", May: models.AnswerByLink, Handle: s.replyByLink},
		{Method: GET, Path: "/meetings/:ref/reply", May: models.ReplyToInvitation, Handle: s.askForReply},
		{Method: POST, Path: "/meetings/:ref/reply", May: models.ReplyToInvitation, Handle: s.reply},
		{Method: GET, Path: "/meetings/:ref/invitation.ics", May: models.ReadMeetings, Handle: s.invitation},
		{Method: GET, Path: "/meetings/:ref/attendance-sheet.pdf", May: models.ReadMeetings, Handle: s.sheetPDF},
		{Method: GET, Path: "/meetings/:ref/attendance-sheet", May: models.ReadMeetings, Handle: s.showSheet},
		{Method: GET, Path: "/years", May: models.ReadMeetings, Handle: s.listYears},
		{Method: GET, Path: "/years/:book", May: models.ReadMeetings, Handle: s.yearBook},

		// Agendas and items
		{Method: GET, Path: "/meetings/:ref/agenda.pdf", May: models.ReadMeetings, Handle: s.agendaPDF},
		{Method: GET, Path: "/meetings/:ref/pack.pdf", May: models.ReadMeetings, Handle: s.packPDF},
		{Method: GET, Path: "/meetings/:ref/pack", May: models.ReadMeetings, Handle: s.showPack},
		{Method: GET, Path: "/meetings/:ref/supplement", May: models.ReadMeetings, Handle: s.showSupplement},
		{Method: GET, Path: "/meetings/:ref/supplement.pdf", May: models.ReadMeetings, Handle: s.supplementPDF},
		{Method: GET, Path: "/meetings/:ref/items/new", May: models.SubmitItems, Handle: s.newItem},
		{Method: POST, Path: "/meetings/:ref/items/new", May: models.SubmitItems, Handle: s.createItem, Upload: true},
		{Method: GET, Path: "/items", May: models.SubmitItems, Handle: s.listItems},
		{Method: GET, Path: "/items/:id", May: models.ReadMeetings, Handle: s.showItem},
		{Method: GET, Path: "/items/:id/edit", May: models.SubmitItems, Handle: s.editItem},
		{Method: POST, Path: "/items/:id/edit", May: models.SubmitItems, Handle: s.updateItem, Upload: true},
		{Method: POST, Path: "/items/:id/withdraw", May: models.SubmitItems, Handle: s.withdrawItem},
		{Method: POST, Path: "/items/:id/move-to", May: models.SubmitItems, Handle: s.moveDraft},
		{Method: POST, Path: "/items/:id/accept", May: models.BuildAgendas, Handle: s.acceptItem},
		{Method: GET, Path: "/items/:id/defer", May: models.BuildAgendas, Handle: s.askToDefer},
		{Method: POST, Path: "/items/:id/defer", May: models.BuildAgendas, Handle: s.deferItem},
		{Method: GET, Path: "/items/:id/decline", May: models.BuildAgendas, Handle: s.askToDecline},
		{Method: POST, Path: "/items/:id/decline", May: models.BuildAgendas, Handle: s.declineItem},
		{Method: GET, Path: "/meetings/:ref/queue", May: models.BuildAgendas, Handle: s.showQueue},
		{Method: GET, Path: "/meetings/:ref/agenda", May: models.ReadMeetings, Handle: s.showAgenda},
		{Method: GET, Path: "/meetings/:ref/agenda/build", May: models.BuildAgendas, Handle: s.buildAgenda},
		{Method: POST, Path: "/meetings/:ref/agenda/build", May: models.BuildAgendas, Handle: s.arrangeAgenda},
		{Method: GET, Path: "/meetings/:ref/agenda/publish", May: models.BuildAgendas, Handle: s.askToPublishAgenda},
		{Method: POST, Path: "/meetings/:ref/agenda/publish", May: models.BuildAgendas, Handle: s.publishAgenda},
		{Method: GET, Path: "/papers/:id", May: models.ReadPublicPractices, Handle: s.downloadPaper},

		// Minutes and decisions
		{Method: GET, Path: "/meetings/:ref/minutes.pdf", May: models.ReadPublicMinutes, Handle: s.minutesPDF},
		{Method: GET, Path: "/meetings/:ref/take-minutes", May: models.TakeMinutes, Handle: s.showTakeMinutes},
		{Method: GET, Path: "/meetings/:ref/understand", May: models.TakeMinutes, Handle: s.understandLine},
		{Method: POST, Path: "/meetings/:ref/entries", May: models.TakeMinutes, Handle: s.recordEntry},
		{Method: GET, Path: "/entries/:id", May: models.TakeMinutes, Handle: s.editEntry},
		{Method: POST, Path: "/entries/:id", May: models.TakeMinutes, Handle: s.changeEntry},
		{Method: POST, Path: "/entries/:id/move", May: models.TakeMinutes, Handle: s.moveEntry},
		{Method: POST, Path: "/entries/:id/remove", May: models.TakeMinutes, Handle: s.removeEntry},
		{Method: POST, Path: "/meetings/:ref/interests", May: models.TakeMinutes, Handle: s.declareInterest},
		{Method: POST, Path: "/interests/:id/remove", May: models.TakeMinutes, Handle: s.removeInterest},
		{Method: POST, Path: "/meetings/:ref/agree-previous", May: models.IssueMinutes, Handle: s.agreePrevious},
		{Method: GET, Path: "/meetings/:ref/attendance", May: models.TakeMinutes, Handle: s.showAttendance},
		{Method: POST, Path: "/meetings/:ref/attendance", May: models.TakeMinutes, Handle: s.saveAttendance},
		{Method: POST, Path: "/meetings/:ref/attendance/expected", May: models.TakeMinutes, Handle: s.markExpected},
		{Method: GET, Path: "/meetings/:ref/attendance/new", May: models.TakeMinutes, Handle: s.editAttendee},
		{Method: POST, Path: "/meetings/:ref/attendance/new", May: models.TakeMinutes, Handle: s.addAttendee},
		{Method: GET, Path: "/meetings/:ref/attendance/:id", May: models.TakeMinutes, Handle: s.editAttendee},
		{Method: POST, Path: "/meetings/:ref/attendance/:id", May: models.TakeMinutes, Handle: s.changeAttendee},
		{Method: POST, Path: "/meetings/:ref/attendance/:id/remove", May: models.TakeMinutes, Handle: s.removeAttendee},
		{Method: GET, Path: "/meetings/:ref/minutes", May: models.ReadPublicMinutes, Handle: s.showMinutes},
		{Method: GET, Path: "/meetings/:ref/minutes/finish", May: models.TakeMinutes, Handle: s.askToIssue("finish")},
		{Method: POST, Path: "/meetings/:ref/minutes/finish", May: models.TakeMinutes, Handle: s.issue("finish")},
		{Method: GET, Path: "/meetings/:ref/minutes/circulate", May: models.IssueMinutes, Handle: s.askToIssue("circulate")},
		{Method: POST, Path: "/meetings/:ref/minutes/circulate", May: models.IssueMinutes, Handle: s.issue("circulate")},
		{Method: GET, Path: "/meetings/:ref/minutes/agree", May: models.IssueMinutes, Handle: s.askToIssue("agree")},
		{Method: POST, Path: "/meetings/:ref/minutes/agree", May: models.IssueMinutes, Handle: s.issue("agree")},
		{Method: GET, Path: "/meetings/:ref/minutes/publish", May: models.IssueMinutes, Handle: s.askToIssue("publish")},
		{Method: POST, Path: "/meetings/:ref/minutes/publish", May: models.IssueMinutes, Handle: s.issue("publish")},
		{Method: GET, Path: "/meetings/:ref/corrections", May: models.ReadMeetings, Handle: s.showCorrections},
		{Method: POST, Path: "/meetings/:ref/corrections", May: models.AskForCorrections, Handle: s.askForCorrection},
		{Method: POST, Path: "/meetings/:ref/corrections/:id", May: models.TakeMinutes, Handle: s.answerCorrection},
		{Method: GET, Path: "/decisions", May: models.ReadPublicMinutes, Handle: s.showDecisions},
		{Method: GET, Path: "/decisions/on-one-page", May: models.ReadPublicMinutes, Handle: s.showWholeRegister},
		{Method: GET, Path: "/decisions.pdf", May: models.ReadPublicMinutes, Handle: s.decisionsPDF},
		{Method: GET, Path: "/documents/:sha", May: models.ReadPublicMinutes, Handle: s.showDocument},
		{Method: GET, Path: "/verify", May: models.SeePublicPages, Handle: s.verify},
		{Method: POST, Path: "/verify", May: models.SeePublicPages, Handle: s.verifyFile, Upload: true, Limit: verifyLimit},

		// Actions
		{Method: GET, Path: "/actions", May: models.ReadActions, Handle: s.listActions},
		{Method: GET, Path: "/actions/on-one-page", May: models.ReadActions, Handle: s.showWholeTracker},
		{Method: GET, Path: "/actions.pdf", May: models.ReadActions, Handle: s.actionsPDF},
		{Method: GET, Path: "/meetings/:ref/actions.pdf", May: models.ReadActions, Handle: s.meetingActionsPDF},
		{Method: GET, Path: "/actions.csv", May: models.ReadActions, Handle: s.actionsCSV},
		{Method: GET, Path: "/actions.xlsx", May: models.ReadActions, Handle: s.actionsXLSX},
		{Method: GET, Path: "/meetings/:ref/actions", May: models.ReadActions, Handle: s.showMeetingActions},
		{Method: GET, Path: "/actions/:prefix/:number", May: models.ReadActions, Handle: s.showAction},
		{Method: POST, Path: "/actions/:prefix/:number/updates", May: models.UpdateActions, Handle: s.updateAction},
		{Method: POST, Path: "/actions/:prefix/:number/close", May: models.SettleActions, Handle: s.closeAction},
		{Method: GET, Path: "/actions/:prefix/:number/reopen", May: models.SettleActions, Handle: s.askToReopen},
		{Method: POST, Path: "/actions/:prefix/:number/reopen", May: models.SettleActions, Handle: s.reopenAction},
		{Method: GET, Path: "/actions/:prefix/:number/withdraw", May: models.SettleActions, Handle: s.askToWithdraw},
		{Method: POST, Path: "/actions/:prefix/:number/withdraw", May: models.SettleActions, Handle: s.withdrawAction},
		{Method: GET, Path: "/actions/:prefix/:number/deadline", May: models.SettleActions, Handle: s.askForDeadline},
		{Method: POST, Path: "/actions/:prefix/:number/deadline", May: models.SettleActions, Handle: s.changeDeadline},
		{Method: GET, Path: "/actions/:prefix/:number/owners", May: models.SettleActions, Handle: s.askForOwners},
		{Method: POST, Path: "/actions/:prefix/:number/owners", May: models.SettleActions, Handle: s.changeOwners},

		// Practices
		{Method: GET, Path: "/practices", May: models.ReadPublicPractices, Handle: s.listPractices},
		{Method: GET, Path: "/practices/new", May: models.SubmitPractices, Handle: s.newPractice},
		{Method: POST, Path: "/practices/new", May: models.SubmitPractices, Handle: s.createPractice, Upload: true},
		{Method: GET, Path: "/practices/waiting", May: models.DecidePractices, Handle: s.listWaitingPractices},
		{Method: GET, Path: "/practices/:slug", May: models.ReadPublicPractices, Handle: s.showPractice},
		{Method: GET, Path: "/practices/:slug/leaflet.pdf", May: models.ReadPublicPractices, Handle: s.leafletPDF},
		{Method: GET, Path: "/practices/:slug/edit", May: models.SubmitPractices, Handle: s.editPractice},
		{Method: POST, Path: "/practices/:slug/edit", May: models.SubmitPractices, Handle: s.savePractice, Upload: true},
		{Method: POST, Path: "/practices/:slug/publish", May: models.DecidePractices, Handle: s.publishPractice},
		{Method: POST, Path: "/practices/:slug/return", May: models.DecidePractices, Handle: s.returnPractice},
		{Method: POST, Path: "/practices/:slug/archive", May: models.SubmitPractices, Handle: s.archivePractice},
		{Method: POST, Path: "/practices/:slug/adopt", May: models.AdoptPractices, Handle: s.adoptPractice},
		{Method: POST, Path: "/practices/:slug/withdraw-adoption", May: models.AdoptPractices, Handle: s.withdrawAdoption},
		{Method: POST, Path: "/practices/:slug/present", May: models.SubmitItems, Handle: s.presentPractice},

		// Organisations and people
		{Method: GET, Path: "/organisations", May: models.ReadDirectory, Handle: s.listOrganisations},
		{Method: POST, Path: "/organisations", May: models.ManageDirectory, Handle: s.addOrganisation},
		{Method: GET, Path: "/organisations/new", May: models.ManageDirectory, Handle: s.newOrganisation},
		{Method: GET, Path: "/organisations/import", May: models.ManageDirectory, Handle: s.askForImport("organisations")},
		{Method: POST, Path: "/organisations/import", May: models.ManageDirectory, Handle: s.previewImport("organisations"), Upload: true},
		{Method: POST, Path: "/organisations/import/confirm", May: models.ManageDirectory, Handle: s.confirmImport("organisations"), Upload: true},
		{Method: GET, Path: "/organisations/:id", May: models.ReadDirectory, Handle: s.showOrganisation},
		{Method: GET, Path: "/organisations/:id/edit", May: models.ManageDirectory, Handle: s.editOrganisation},
		{Method: POST, Path: "/organisations/:id", May: models.ManageDirectory, Handle: s.changeOrganisation},
		{Method: POST, Path: "/organisations/:id/leave", May: models.ManageDirectory, Handle: s.leaveOrganisation},
		{Method: POST, Path: "/organisations/:id/rejoin", May: models.ManageDirectory, Handle: s.rejoinOrganisation},
		{Method: GET, Path: "/people", May: models.ReadDirectory, Handle: s.listPeople},
		{Method: POST, Path: "/people", May: models.ManageDirectory, Handle: s.addPerson},
		{Method: GET, Path: "/people/new", May: models.ManageDirectory, Handle: s.newPerson},
		{Method: GET, Path: "/people/import", May: models.ManageDirectory, Handle: s.askForImport("people")},
		{Method: POST, Path: "/people/import", May: models.ManageDirectory, Handle: s.previewImport("people"), Upload: true},
		{Method: POST, Path: "/people/import/confirm", May: models.ManageDirectory, Handle: s.confirmImport("people"), Upload: true},
		{Method: GET, Path: "/people/:id", May: models.ReadDirectory, Handle: s.showPerson},
		{Method: GET, Path: "/people/:id/edit", May: models.ManageDirectory, Handle: s.editPerson},
		{Method: POST, Path: "/people/:id", May: models.ManageDirectory, Handle: s.changePerson},
		{Method: POST, Path: "/people/:id/close", May: models.ManageDirectory, Handle: s.closeAccount},
		{Method: POST, Path: "/people/:id/open", May: models.ManageDirectory, Handle: s.openAccount},

		// Settings, outbox and audit
		{Method: GET, Path: "/settings", May: models.ChangeSettings, Handle: s.showSettings},
		{Method: GET, Path: "/settings/agenda", May: models.ChangeSettings, Handle: s.editDefaultAgenda},
		{Method: POST, Path: "/settings/agenda", May: models.ChangeSettings, Handle: s.changeDefaultAgenda},
		{Method: GET, Path: "/settings/logo", May: models.ChangeSettings, Handle: s.editLogo},
		{Method: POST, Path: "/settings/logo", May: models.ChangeSettings, Handle: s.changeLogo, Upload: true},
		{Method: POST, Path: "/settings/logo/remove", May: models.ChangeSettings, Handle: s.removeLogo},
		{Method: GET, Path: "/settings/:section", May: models.ChangeSettings, Handle: s.editSettings},
		{Method: POST, Path: "/settings/:section", May: models.ChangeSettings, Handle: s.changeSettings},
		{Method: GET, Path: "/outbox", May: models.ReadOutbox, Handle: s.listLetters},
		{Method: GET, Path: "/outbox/received", May: models.ReadOutbox, Handle: s.listReceived},
		{Method: POST, Path: "/outbox/received", May: models.ManageOutbox, Handle: s.takeCalendarAnswers},
		{Method: GET, Path: "/outbox/received/:id", May: models.ReadOutbox, Handle: s.showReceived},
		{Method: POST, Path: "/outbox/received/:id", May: models.ManageOutbox, Handle: s.useReceived},
		{Method: GET, Path: "/outbox/received/:id/files/:file", May: models.ReadOutbox, Handle: s.downloadAttachment},
		{Method: GET, Path: "/outbox/:id", May: models.ReadOutbox, Handle: s.showLetter},
		{Method: POST, Path: "/outbox/send-failed", May: models.ManageOutbox, Handle: s.sendFailedLettersAgain},
		{Method: POST, Path: "/outbox/:id/send", May: models.ManageOutbox, Handle: s.sendLetterAgain},
		{Method: POST, Path: "/outbox/:id/cancel", May: models.ManageOutbox, Handle: s.cancelLetter},
		{Method: GET, Path: "/outbox/:id/html", May: models.ReadOutbox, Handle: s.showLetterHTML},
		{Method: GET, Path: "/audit", May: models.ReadAudit, Handle: s.listEvents},
	}
	if s.config.Demo {
		routes = append(routes, Route{Method: POST, Path: "/demo/sign-in", May: models.SignIn, Handle: s.signInToDemo})
	}
	return routes
}
