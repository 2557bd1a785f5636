package demo

import "quarterday/models"

// submission is what a partner sent, or has begun to write, for the meeting
// that has been called.
type submission struct {
	item
	state  models.ItemState // what became of it; draft is not sent yet
	reason string           // of one that was deferred or declined
}

// deferredThere is the item that was meant for the last meeting and was put off
// to the next.
var deferredThere = item{
	title: "Modern slavery in adult social care", purpose: models.ForDiscussion, minutes: 25, by: "EV", presenters: "EV ZD",
	ask:        "Discuss what partners can do in the first week after a care provider loses its licence to sponsor workers.",
	background: "Since the group’s first report four more agencies have lost their licence, and about 110 people their work. The group has:\n\n- spoken to 31 of them, in five languages\n- found 12 new employers\n- drawn up a plan for the first week, which is the paper\n\nThe plan needs a named person in each council.",
	papers:     []paper{{"The first week: a plan", "first week plan.pdf"}},
}

const whyDeferred = "The Care Standards Inspectorate cannot come on the day. The item keeps its place for the next meeting."

// submissions are in the order in which they came.
var submissions = []submission{
	{state: models.ItemAccepted, item: item{
		title: "Strategic overview, {quarter}", purpose: models.ForDiscussion, minutes: 20, by: "RHol", presenters: "RHol GP",
		background: "The figures for the quarter, with the map and, for the first time, the tally of refusals from all clinics.",
		papers:     []paper{{"Strategic overview, ten slides", "strategic overview.pdf"}},
	}},
	{state: models.ItemAccepted, item: item{
		title: "One rota for the night", purpose: models.ForDiscussion, minutes: 15, by: "ŁW", presenters: "ŁW BN", practice: "Night rota of outreach vans",
		ask: "Say which of your services go out at night, and could write in the same notebook.",
	}},
	{state: models.ItemWaiting, item: item{
		title: "Landlords who let by the bed", purpose: models.ForDiscussion, minutes: 20, by: "RHo", presenters: "RHo SB",
		ask:        "Tell Ashbourne Council of addresses where beds are let by the night or by the shift, and agree how such addresses are visited.",
		background: "Housing officers have come across nine houses in which a bed is let twice in twenty-four hours. In five of them one man collects the rent and the wages.\n\nThe council can act under housing law within a day. It should like to do so together with those who can look after the people who live there.",
		papers:     []paper{{"Nine houses, without their addresses", "nine houses.pdf"}},
	}},
	{state: models.ItemWaiting, item: item{
		title: "A youth worker in the emergency department", purpose: models.ForDecision, minutes: 20, by: "AH", presenters: "AH CF",
		ask:        "Decide whether to pay for a youth worker on three evenings a week for one year, at £22,400.",
		background: "A child’s first visit to the department comes on average five months before the first arrest. On three evenings in a trial, nine young people stayed to talk.",
	}},
	{state: models.ItemWaiting, item: item{
		title: "Operation in the north of the Vale: what partners are asked to do", purpose: models.ForInformation, minutes: 10, by: "IS", presenters: "IS", restricted: true,
		ask: "Note what is asked of the Harbour Trust, Lantern House and Ashbourne Council.",
	}},
	{state: models.ItemWaiting, item: item{
		title: "Interpreters: what we pay, and for what", purpose: models.ForDecision, minutes: 15, by: "NTH", presenters: "NTH", speaker: "Aleksandra Petrović, Migration Calder Vale",
		ask:        "Agree to buy interpreting together from the next financial year on.",
		background: "Eleven partners buy interpreting from six suppliers, at prices from 48 to 94 pence a minute. None of the contracts asks for a dialect.",
	}},
	{state: models.ItemDeferred, reason: "The agenda is full, and the figures will be better with another quarter in them.", item: item{
		title: "Who rings the helpline, and who does not", purpose: models.ForInformation, minutes: 20, by: "ΣΠ", presenters: "ΣΠ JLB",
		background: "First results of a comparison of calls to the helpline with referrals, by language.",
	}},
	{state: models.ItemDeclined, reason: "A good cause, but not the meeting’s business. DF will send it to all partners with the next letter.", item: item{
		title: "Sponsored walk along the canal", purpose: models.ForInformation, minutes: 10, by: "GS", presenters: "GS",
	}},
	{state: models.ItemWithdrawn, item: item{
		title: "Rooms in church halls", purpose: models.ForInformation, minutes: 10, by: "PL", presenters: "PL",
		background: "The diocese is still counting them.",
	}},
	{state: models.ItemDraft, item: item{
		title: "What our licensing officers ask landlords", purpose: models.ForInformation, minutes: 10, by: "RHo", presenters: "RHo",
		background: "To be added when the first hundred calls have been counted.",
	}},
	{state: models.ItemDraft, item: item{
		title: "Millbeck: three months of car wash visits", by: "HCr",
	}},
}

// addedToNext are the secretariat's own items for it.
var addedToNext = []item{
	{title: "Joint bid for safe-house places", purpose: models.ForInformation, minutes: 10, presenters: "MO GM"},
	{title: "Partners’ round", purpose: models.ForInformation, minutes: 15},
}

// answers are the replies to the invitation so far; everybody else has still to
// answer.
var answers = []struct {
	who   string
	reply models.Reply
	note  string
	// The deputy: initials of a colleague, or a name and job title.
	deputy, name, jobTitle string
}{
	{who: "MO", reply: models.ReplyComing}, {who: "RA", reply: models.ReplyComing}, {who: "IS", reply: models.ReplyComing},
	{who: "RHol", reply: models.ReplyComing}, {who: "GM", reply: models.ReplyComing}, {who: "SG", reply: models.ReplyComing},
	{who: "TW", reply: models.ReplyDeputy, deputy: "KB"},
	{who: "ŁW", reply: models.ReplyComing}, {who: "EV", reply: models.ReplyComing}, {who: "ZD", reply: models.ReplyComing},
	{who: "PL", reply: models.ReplyApologies, note: "On retreat that week."},
	{who: "CF", reply: models.ReplyComing}, {who: "JW", reply: models.ReplyComing}, {who: "HCr", reply: models.ReplyComing},
	{who: "AB", reply: models.ReplyApologies}, {who: "NTH", reply: models.ReplyComing}, {who: "PR", reply: models.ReplyComing},
	{who: "OAFM", reply: models.ReplyDeputy, name: "Janet Oldroyd", jobTitle: "Deputy Head of Public Protection"},
	{who: "AH", reply: models.ReplyComing}, {who: "ACr", reply: models.ReplyComing}, {who: "TWa", reply: models.ReplyComing},
	{who: "IG", reply: models.ReplyApologies, note: "In clinic until noon. I can join by video for the last half hour if that helps."},
	{who: "MAO", reply: models.ReplyComing}, {who: "BN", reply: models.ReplyComing}, {who: "YaR", reply: models.ReplyComing},
	{who: "GS", reply: models.ReplyApologies}, {who: "EP", reply: models.ReplyComing}, {who: "SK", reply: models.ReplyComing},
	{who: "TAd", reply: models.ReplyComing}, {who: "YT", reply: models.ReplyApologies, note: "Inspection."},
	{who: "DL", reply: models.ReplyDeputy, name: "Sergeant Colm Reilly", jobTitle: "Safeguarding Sergeant"},
	{who: "LC", reply: models.ReplyComing}, {who: "GP", reply: models.ReplyComing},
}
