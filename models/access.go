package models

// Role is what a person is to the partnership. The chair and the minute-taker
// are not roles: they are people named on a meeting.
type Role string

const (
	// RolePublic is anyone who is not signed in.
	RolePublic Role = ""
	// RoleMember is entitled to read what the partnership keeps for its members.
	RoleMember Role = "member"
	// RolePartner speaks for a partner organisation: submits, replies, updates.
	RolePartner Role = "partner"
	// RoleSecretariat runs the partnership's business.
	RoleSecretariat Role = "secretariat"
	// RoleOperator is whoever runs the program on its server: the command line
	// and the program itself. No person holds it.
	RoleOperator Role = "operator"
)

// Roles are those a person can hold, least first.
var Roles = []Role{RoleMember, RolePartner, RoleSecretariat}

// Valid says whether a person can hold the role.
func (r Role) Valid() bool { return r == RoleMember || r == RolePartner || r == RoleSecretariat }

// Label names the role as pages do.
func (r Role) Label() string { return upperFirst(string(r)) }

// Explained says what people of this role can do.
func (r Role) Explained() string {
	switch r {
	case RoleMember:
		return "Read agendas, minutes, actions and practices, and reply to invitations"
	case RolePartner:
		return "Read everything that members do, submit agenda items and practices, and update your organisation’s actions"
	case RoleSecretariat:
		return "Run the partnership’s business: meetings, agendas, minutes, actions, people and settings"
	}
	return ""
}

// Actor is whoever asks for something: a person signed in, nobody (the zero
// Actor is the public), or the operator.
type Actor struct {
	PersonID       int64
	Name           string
	OrganisationID int64
	Organisation   string
	Role           Role
}

// Operator acts for the command line and the program's own timed work.
var Operator = Actor{Name: "Quarterday", Role: RoleOperator}

// SignedIn says whether the actor is a known person.
func (a Actor) SignedIn() bool { return a.PersonID != 0 }

// Permission is one thing that somebody may or may not do, worded to follow
// "You may not".
type Permission string

const (
	SeePublicPages      Permission = "see the public pages"
	SignIn              Permission = "sign in"
	OfferSignIn         Permission = "make sign-in links for others"
	SetUp               Permission = "set up the partnership"
	UseAccount          Permission = "use an account"
	ReadMeetings        Permission = "read about meetings"
	ReadRestricted      Permission = "read what is restricted to members"
	ReadPublicMinutes   Permission = "read published minutes"
	ReplyToInvitation   Permission = "reply to an invitation"
	SubmitItems         Permission = "submit agenda items"
	SubmitPractices     Permission = "submit practices"
	AdoptPractices      Permission = "say that your organisation uses a practice"
	ReadPublicPractices Permission = "read practices"
	ReadDrafts          Permission = "read what others have not yet submitted"
	ReadActions         Permission = "read the action tracker"
	UpdateActions       Permission = "update this action"
	SettleActions       Permission = "close or withdraw actions"
	AskForCorrections   Permission = "ask for a correction to minutes"
	PlanMeetings        Permission = "plan meetings"
	BuildAgendas        Permission = "build agendas"
	TakeMinutes         Permission = "take minutes"
	IssueMinutes        Permission = "circulate, agree or publish minutes"
	DecidePractices     Permission = "publish or return practices"
	ReadDirectory       Permission = "see who the partners are"
	ManageDirectory     Permission = "change organisations and people"
	ChangeSettings      Permission = "change the settings"
	ReadOutbox          Permission = "read the outbox"
	ManageOutbox        Permission = "send emails again or cancel them"
	StopLetters         Permission = "stop emails by the link in them"
	FollowCalendar      Permission = "follow a calendar by its address"
	AnswerByLink        Permission = "answer an invitation by the link in it"
	ReadAudit           Permission = "read the audit trail"
	DeliverLetters      Permission = "deliver emails"
	DoTimedWork         Permission = "do what time brings about"
	TakeMail            Permission = "take emails that come back"
	RenewLinks          Permission = "renew the links in emails"
)

// Reach is how far a permission goes.
type Reach int

const (
	// No: never.
	No Reach = iota
	// Own: with one's own things and one's own organisation's.
	Own
	// Any: with everyone's.
	Any
)

// grant is one line of the access table.
type grant struct{ public, member, partner, secretariat, operator Reach }

// access is the whole table of who may do what. The route table asks it for
// each request, and every command asks it again.
var access = map[Permission]grant{
	SeePublicPages:      {Any, Any, Any, Any, Any},
	SignIn:              {Any, Any, Any, Any, No},
	OfferSignIn:         {No, No, No, No, Any},
	SetUp:               {Any, No, No, No, Any},
	ReadPublicMinutes:   {Any, Any, Any, Any, Any},
	ReadPublicPractices: {Any, Any, Any, Any, Any},
	UseAccount:          {No, Own, Own, Own, No},
	ReadMeetings:        {No, Any, Any, Any, Any},
	ReadRestricted:      {No, Any, Any, Any, Any},
	ReadActions:         {No, Any, Any, Any, Any},
	ReadDirectory:       {No, Any, Any, Any, Any},
	ReplyToInvitation:   {No, Own, Own, Any, Any},
	AskForCorrections:   {No, Own, Own, Any, Any},
	UpdateActions:       {No, Own, Own, Any, Any},
	SubmitItems:         {No, No, Own, Any, Any},
	SubmitPractices:     {No, No, Own, Any, Any},
	AdoptPractices:      {No, No, Own, Any, Any},
	ReadDrafts:          {No, No, Own, Any, Any},
	SettleActions:       {No, No, No, Any, Any},
	PlanMeetings:        {No, No, No, Any, Any},
	BuildAgendas:        {No, No, No, Any, Any},
	TakeMinutes:         {No, No, No, Any, Any},
	IssueMinutes:        {No, No, No, Any, Any},
	DecidePractices:     {No, No, No, Any, Any},
	ManageDirectory:     {No, No, No, Any, Any},
	ChangeSettings:      {No, No, No, Any, Any},
	ReadOutbox:          {No, No, No, Any, Any},
	ManageOutbox:        {No, No, No, Any, Any},
	StopLetters:         {Any, Any, Any, Any, Any},
	FollowCalendar:      {Any, Any, Any, Any, Any}, // the address itself says whose it is
	AnswerByLink:        {Any, Any, Any, Any, Any}, // as does the link
	ReadAudit:           {No, No, No, Any, Any},
	DeliverLetters:      {No, No, No, No, Any},
	DoTimedWork:         {No, No, No, No, Any},
	TakeMail:            {No, No, No, No, Any},
	RenewLinks:          {No, No, No, No, Any},
}

// Reach tells how far the permission goes for this actor.
func (a Actor) Reach(p Permission) Reach {
	g := access[p]
	switch a.Role {
	case RolePublic:
		return g.public
	case RoleMember:
		return g.member
	case RolePartner:
		return g.partner
	case RoleSecretariat:
		return g.secretariat
	case RoleOperator:
		return g.operator
	}
	return No
}

// May says whether the actor may do this with a thing that is their own (or
// their organisation's), or that is not.
func (a Actor) May(p Permission, own bool) bool {
	switch a.Reach(p) {
	case Any:
		return true
	case Own:
		return own
	}
	return false
}
