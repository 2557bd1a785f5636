package demo

import "quarterday/models"

// update is one line of an action's history that its owners or the secretariat
// wrote between meetings.
type update struct {
	action string
	when   when
	by     string // initials
	kind   models.UpdateKind
	note   string
}

// when is so many days after a meeting, by its place in the sequence of those
// held, or before today.
type when struct {
	meeting, days int
	ago           bool
}

func after(meeting, days int) when { return when{meeting: meeting, days: days} }
func ago(days int) when            { return when{days: days, ago: true} }

const (
	said     = models.UpdateNote
	done     = models.UpdateDone
	closed   = models.UpdateClosed
	reopened = models.UpdateReopened
	dropped  = models.UpdateWithdrawn
)

// histories are what happened to actions between meetings; what meetings made
// of them is in their minutes.
var histories = []update{
	{"clinic-card", after(3, 30), "LC", said, "The card is with the printer. It is the size of a stamp, folded twice."},
	{"clinic-card", after(4, 12), "LC", done, "Two thousand are printed, and all eleven clinics have them."},
	{"clinic-card", after(4, 20), "DF", closed, "Seen. Very small indeed."},
	{"publish-annual", after(3, 25), "DF", done, "Published this morning, with the children’s sentences on page 4."},
	{"publish-annual", after(3, 26), "MO", closed, ""},
	{"airport-lets", after(3, 70), "NC", said, "Nine of fourteen car parks have answered, the hotels all of them."},
	{"airport-lets", after(4, 24), "NC", done, "Eighteen people came. Two of the car parks have asked for the leaflet."},
	{"airport-lets", after(4, 31), "DF", closed, "Thank you."},
	{"shared-mailbox", after(5, 20), "TW", said, "Kirkdale’s deputy has changed: it is Rukhsana Khan from Monday on."},
	{"shared-mailbox", after(8, 33), "DF", said, "Every number on the list was tried at night. All were answered, two of them by somebody who had to look for the pathway."},
	{"shared-mailbox", ago(16), "RHo", said, "Ashbourne’s number out of hours is unchanged, but rings at the new control room."},

	{"thornley-custody", after(5, 35), "RHol", said, "It is the weekends. The list of youth workers had a number that is not answered on Sundays."},
	{"thornley-custody", after(6, 10), "CF", done, "Nine of nine since the list was put right, four of them on a Sunday."},
	{"thornley-custody", after(6, 16), "DF", closed, "Agreed with Vale Police. The priority group on children will keep an eye on it."},
	{"taxi-hour", after(5, 40), "RHo", said, "Ashbourne’s committee has agreed to it, as a condition of every new licence."},
	{"taxi-hour", after(7, 30), "TW", said, "Kirkdale: agreed, from next year’s renewals on."},
	{"taxi-hour", after(9, 21), "HCr", said, "Millbeck’s committee wants to see a year of Hallworth’s figures first."},
	{"taxi-hour", ago(10), "TWa", said, "It is on Thornley’s agenda for next month. I would be glad of the offer to come and speak to it."},
	{"site-posters", after(6, 50), "ŁW", said, "Ten languages are translated and checked by somebody who speaks them."},
	{"site-posters", after(7, 15), "NT", done, "Up on 23 sites. Mostly on the inside of lavatory doors, where people have time to read."},
	{"site-posters", after(7, 22), "MO", closed, ""},
	{"crew-phrases", after(6, 55), "JF", done, "The three phrases are in the annual training and on the back of the card."},
	{"crew-phrases", after(6, 58), "DF", closed, "Closed. Submitted as a practice as well."},
	{"flats-funding", after(6, 30), "SB", said, "Ashbourne can find £1,500."},
	{"flats-funding", after(6, 41), "MO", done, "The Commissioner’s office has found the other half."},
	{"flats-funding", after(6, 41), "DF", closed, ""},
	{"landlord-list", after(7, 20), "IS", said, "The two lists are compared: 31 addresses, of which housing knew 12."},
	{"landlord-list", after(7, 27), "IS", done, "Handed to the investigation. Nothing more is needed of partners."},
	{"landlord-list", after(7, 34), "MO", closed, ""},
	{"thank-family", after(7, 9), "RA", done, "Written by hand, and answered within the week."},
	{"thank-family", after(7, 12), "DF", closed, ""},

	{"witness-calls", after(8, 28), "GM", done, "Agreed: whoever has the witness in their house, by noon of the day before."},
	{"witness-calls", after(8, 33), "DF", closed, "Closed on what the Harbour Trust told us."},
	{"witness-calls", after(9, 15), "MO", reopened, "A witness of Lantern House’s was not rung last week. The rule has not reached all houses."},
	{"witness-calls", after(9, 50), "JW", done, "It has now, with a name for each house on the rota."},
	{"witness-calls", after(9, 60), "DF", closed, "Tried on three dates that moved. All three witnesses were rung."},
	{"sixty-days", after(9, 10), "NTH", said, "A draft of four pages. It needs somebody from the job centres."},
	{"sixty-days", after(10, 5), "CD", said, "I can join from the first of next month, and not before."},
	{"sixty-days", ago(18), "SK", said, "The draft is down to one page. Two employers have offered to take on carers at a week’s notice."},

	{"nail-bar-guide", after(9, 62), "TWa", done, "Six pages, with Migration Calder Vale’s advice on interpreters. Sent to all five councils and to the inspectorate."},
	{"licensing-scheme", after(10, 22), "TWa", said, "Our lawyers are not sure that we have the power. I have asked what the council by the sea does that has such a scheme."},
	{"bank-talks", after(10, 12), "GS", said, "Two banks have been to see Mr Nash’s branch. One more will not answer letters."},
	{"bank-talks", ago(24), "GM", said, "One of the two has agreed in principle, and its head office is now reading the letter. We will need more time."},
	{"student-signs", after(11, 14), "YT", done, "There is one list of twelve signs. The cleaners of all three have it too. It goes to the library as a practice."},
	{"gp-for-eleven", after(10, 18), "SG", done, "Ten have a doctor. The eleventh has left the area and taken her notes with her."},
	{"eleven-moves", after(9, 66), "JW", done, "The last two moved yesterday. All eleven went with somebody whom they knew."},
	{"eleven-moves", after(9, 69), "MO", closed, "Thank you, all four."},
	{"second-house-lessons", ago(13), "JW", said, "Half written. I should like Temitope’s view on the part about rumours before I send it."},

	{"ed-youth-worker", after(10, 40), "CF", said, "£22,400 a year for three evenings, if the trust gives a room."},
	{"ed-youth-worker", ago(15), "AH", said, "There is a room, but it is the relatives’ room until the new wing opens. The costs go to the next meeting as an item."},
	{"named-person", after(10, 25), "CF", said, "Nineteen names are in."},
	{"named-person", after(11, 8), "CF", said, "Twenty-six of 41. A list of those who are missing went to DF today."},
	{"named-person", ago(6), "LM", said, "Ashbourne: Gillian Lister, and Stephen Boothroyd when she is away."},
	{"womens-groups", after(10, 70), "AMS", said, "Four of the six are arranged."},
	{"womens-groups", after(11, 20), "MH", done, "We have been to all six. At two of them we were asked to come back, and have."},
	{"faith-leaflet", after(11, 17), "EP", done, "The text is agreed, and a girl of seventeen has put it right in five places."},
	{"servitude-train", after(10, 55), "LF", done, "In every session since the beginning of the month. It takes fourteen minutes and not ten."},
	{"servitude-train", after(10, 60), "DF", closed, "Fourteen is allowed."},
	{"stations-try", after(11, 21), "DL", said, "At Ashbourne station 14 offers have been made in three weeks, and two people made a call."},

	{"joint-bid", after(11, 19), "MO", said, "The partnership to the south has sent its half."},
	{"joint-bid", ago(9), "GM", done, "The draft is with RA. It comes to the next meeting for information."},
	{"ed-guide", ago(12), "SG", said, "The page is written. It is being tried for a fortnight at Ashbourne, on nights."},
	{"data-contact", after(11, 12), "DF", said, "Twelve names so far."},
	{"data-contact", ago(4), "DF", said, "Thirty-three of 41. I have written to the other eight, one by one."},
	{"dental-elsewhere", ago(11), "RHo", said, "Ashbourne: yes, beginning with eleven practices in the north of the city."},
	{"dental-elsewhere", ago(7), "KB", said, "Kirkdale can, if NHS Calder Vale lends us the trainer."},
	{"warehouse-owner", ago(14), "MS", said, "It is let and sublet four times over. The last name on the list is of a company that was struck off."},
}

// newDeadlines are those that the secretariat changed between meetings, and
// newOwners those that it gave to others.
var newDeadlines = []struct {
	action string
	when   when
	due    due
	note   string
}{
	{"sixty-days", ago(17), daysFromToday(13), "As Work and Pensions could only join late."},
}

var newOwners = []struct {
	action string
	when   when
	owners string
	note   string
}{
	{"licensing-scheme", after(10, 30), "TWa WL", "Wei Ling Tan has offered to help, as Hallworth thinks of the same."},
}
