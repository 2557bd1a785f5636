package demo

import "quarterday/models"

const (
	welcome     = models.RoleWelcome
	lastMinutes = models.RolePreviousMinutes
	arising     = models.RoleMattersArising
	forward     = models.RoleForwardPlan
	anyOther    = models.RoleAnyOther
)

// firstYear are the meetings that were held before the partnership took this
// service into use; their minutes were entered afterwards from paper.
var firstYear = []meeting{
	{
		venue: townHall, ended: "11:58",
		attendance: attendance{
			here:      "RA MO DF IS GP RHo LM TW PR HCr TWa NTH SG ZD GM ŁW JW CF MAO ACr",
			apologies: "OAFM YaR PL", absent: "RC CVA",
		},
		items: []item{
			{role: welcome, entries: []entry{
				note("RA welcomed the partners, and in particular ACr, who now speaks for the fire service in place of his predecessor. The fire procedure was given."),
			}},
			{role: lastMinutes, entries: []entry{
				agreed("The minutes of the last meeting were agreed as a correct record."),
			}},
			{role: arising, entries: []entry{
				note("MO said that the tracker had been cleared of everything older than two years. What is still wanted will be given again, with an owner and a date."),
			}},
			{title: "Strategic overview, {quarter}", purpose: models.ForDiscussion, minutes: 20, presenters: "IS GP", entries: []entry{
				note("GP presented the figures. There were 31 referrals in the quarter, three more than in the one before. Seventeen were for labour exploitation, eight for criminal exploitation, four for sexual exploitation and two for domestic servitude."),
				note("IS said that 14 investigations were live and that nobody had been charged in the quarter. He put this down to victims who leave the area before a first account is taken."),
				note("SG asked where the referrals came from. Police officers made 22 of the 31; the whole of health made one."),
				act("one-page-pathway", "MO IS", within(42), "Draw the referral pathway on one page, with the telephone numbers, and send it to all partners."),
			}},
			{title: "Terms of reference", purpose: models.ForDecision, minutes: 20, presenters: "MO", ask: "Agree the revised terms of reference, and the quorum in particular.", entries: []entry{
				note("MO went through the changes. Meetings are quarterly, papers go out five clear working days before, and the quorum is one third of the organisations with at least one from the police and one council."),
				note("TWa asked whether a deputy counts towards the quorum. It was the view of the meeting that an organisation is present if anybody speaks for it."),
				agreed("The terms of reference were agreed as circulated, with a sentence to say that deputies count."),
				act("terms-published", "DF", within(14), "Publish the terms of reference on the Commissioner’s website."),
			}},
			{title: "One front door for referrals", purpose: models.ForDiscussion, minutes: 30, presenters: "RHo IS", entries: []entry{
				note("RHo described how a referral reaches Ashbourne Council by any of five routes, two of which are the private mobile telephones of officers who have moved on."),
				note("Partners compared what they do. Hallworth and Millbeck have a shared mailbox that is read twice a day; Kirkdale uses its children’s services front door for adults as well; Thornley relies on one officer."),
				note("CF warned against a front door that is open only in office hours. Young people are most often found between ten at night and four in the morning."),
				act("contact-points", "VP AC KC HC MC TC", nextMeeting, "Name a single point of contact and a deputy for each council and for the police, with a telephone number that is answered out of hours."),
				act("shared-mailbox", "all", ongoing, "Keep the list of referral contacts up to date: tell the secretariat within a week when somebody moves on."),
			}},
			{role: forward, entries: []entry{note("The next meeting will look at accommodation. Partners were asked to send other subjects to DF.")}},
			{role: anyOther, entries: []entry{note("JW invited partners to the opening of Lantern House’s new drop-in on Canal Street.")}},
		},
	},
	{
		venue: kirkdale, ended: "12:04",
		attendance: attendance{
			here:      "RA MO DF IS RHol RHo TW KB PR HCr TWa SK NTH SG LC ZD PJ GM SA ŁW JW TAd MAO EP",
			apologies: "ACr CF PL", absent: "PPS CVA UVGA",
			times: []times{{who: "PJ", arrived: "10:35", remark: "during item 4"}, {who: "SG", left: "11:30"}},
		},
		items: []item{
			{role: welcome, entries: []entry{note("RA opened the meeting. Tara Whitfield welcomed everybody to Kirkdale.")}},
			{role: lastMinutes, made: []models.MadeCorrection{{Text: "Ingrid Gustafsson’s name, misspelt in the list of those present, was put right."}}},
			{role: arising, entries: []entry{
				review("one-page-pathway", models.ReviewClosed, "The pathway was sent to all partners three weeks ago and has been printed by two of them."),
				review("contact-points", models.ReviewStaysOpen, "Four of the six lists are in. Thornley and the police will send theirs by the end of the month."),
			}},
			{title: "Strategic overview, {quarter}", purpose: models.ForDiscussion, minutes: 20, presenters: "RHol", entries: []entry{
				note("There were 34 referrals. For the first time there were more children than women among them: eleven boys aged 14 to 17, nearly all of them found with drugs away from home."),
				note("RHol reported the first charge under the new team: two brothers who ran a car wash on the Kirkdale ring road."),
				note("PJ said that arrears of the minimum wage had been recovered for nine workers at the same site, and that the inquiry had taken two visits instead of the usual five because the police and his team went together."),
				act("joint-visits", "LI RC VP", nextMeeting, "Write a half-page protocol for joint visits, so that workers are seen apart from their employer and interviewed once."),
			}},
			{title: "Safe accommodation for the first five nights", purpose: models.ForDiscussion, minutes: 35, by: "GM", presenters: "GM SA", background: "Between rescue and a place in a safe house there are on average four and a half nights. Nobody is responsible for them.", entries: []entry{
				note("GM set out what happens now. Of the last 20 people who were brought out at night, eight slept in a police station waiting room, seven in a hotel paid for from four different budgets, and five were not seen again."),
				note("SA said that a safe place has three things: a door that locks, a person who speaks the language, and no mobile telephone number that the exploiter knows."),
				note("SB sent a note that was read out. Ashbourne has two dispersed flats that stand empty for about a third of the year, and would let partners use them if somebody else pays for furniture and heating."),
				note("TAd asked that nobody be taken to a place without being told where it is. Several of her clients believed that they were being sold on."),
				agreed("A working group will bring costed options to the next meeting but one."),
				act("five-nights-group", "GM RHo TW SG", within(84), "Form a working group on the first five nights and bring costed options, to include transport and interpreters."),
				act("hotel-list", "CVCC", within(35), "Ask member hotels which of them would take an emergency booking at night without a card."),
			}},
			{title: "Car washes", purpose: models.ForInformation, minutes: 15, by: "HCr", presenters: "HCr ZD", entries: []entry{
				note("HCr reported on a week in which Millbeck’s environmental health officers visited every hand car wash in the borough. Of 26, eleven had no drain for chemicals and six had people sleeping on the premises."),
				note("ZD explained what his inspectors look for: who holds the passports, who collects the tips, and whether anybody can say how much they earned last week."),
				act("car-wash-checklist", "MC LI", within(56), "Turn the Millbeck checklist into one that any officer can use, and share it."),
			}},
			{role: forward, entries: []entry{note("Next: training for housing staff, and the data-sharing agreement, which is now with six sets of lawyers.")}},
			{role: anyOther, entries: []entry{note("There was none.")}},
		},
	},
	{
		venue: police, ended: "11:47",
		attendance: attendance{
			here: "RA MO DF IS RHol GP RHo SB PR WL HCr TWa NTH SG RM LC ZD CD GM ŁW JW CF TAd OAFM ACr YaR",
			// Karen Bright comes as a deputy: see guests.
			apologies: "TW PL MAO", absent: "BIO CVA",
			guests: []guest{
				{name: "Eilidh Carmichael", jobTitle: "Housing Solicitor", body: "Carmichael and Dunn", as: models.Guest, remark: "item 6 only"},
			},
			times: []times{{who: "CD", left: "11:15", remark: "after item 5"}},
		},
		items: []item{
			{role: welcome, entries: []entry{note("RA thanked Vale Police for the room. Apologies were received as listed.")}},
			{role: lastMinutes},
			{role: arising, entries: []entry{
				review("contact-points", models.ReviewClosed, "All six are in. DF has tried each number at two in the morning; all were answered but one, which has been changed."),
				review("joint-visits", models.ReviewClosed, "The protocol was used twice and works."),
				review("hotel-list", models.ReviewClosed, "The Chamber found three hotels, one in each of Ashbourne, Kirkdale and Hallworth. A fourth would like its staff to be trained first."),
				review("five-nights-group", models.ReviewStaysOpen, "The group has met once. GM asked for more time to cost interpreters."),
			}},
			{title: "Strategic overview, {quarter}", purpose: models.ForDiscussion, minutes: 20, presenters: "GP", entries: []entry{
				note("Referrals fell to 29. GP thought that this says more about staff shortages than about the crime: calls to the helpline from the area rose by a quarter in the same months."),
				note("LC said that sexual health clinics had seen four people who were very probably exploited and had asked all four. Each declined to be referred. She asked whether the partnership could count such refusals."),
				act("clinic-card", "LC SG", within(75), "Print a card for clinics, small enough to hide in a shoe, with one number on it and nothing that says whose it is."),
				act("count-refusals", "JH LC", within(90), "Find a way to count people who are recognised but decline to be referred, without keeping anything that could identify them."),
			}},
			{title: "What housing officers see", purpose: models.ForDiscussion, minutes: 25, by: "RHo", presenters: "RHo SB", entries: []entry{
				note("SB described half a day’s training that Ashbourne gave to 74 housing officers, gas engineers and caretakers. In the six months after it they made nine reports; in the six months before, none."),
				note("What made the difference, he thought, was a list of things that one sees without looking for them: mattresses in every room, food in one bedroom, curtains that are never opened, one man who answers for all."),
				note("PR asked how caretakers were persuaded to ring. They were told that nothing would happen to a tenant because of the call alone, and given the number of a person and not of a department."),
				agreed("The training was commended to the other councils and to housing associations."),
				act("hotel-training", "CVCC LM", within(80), "Train the night staff of the fourth hotel."),
				act("housing-training", "KC HC MC TC", within(120), "Offer the housing training, or one like it, to every housing officer and contractor."),
			}},
			{title: "Data-sharing agreement", purpose: models.ForDecision, minutes: 25, by: "NTH", presenters: "NTH JH", ask: "Agree the data-sharing agreement in principle, so that it can be signed by those who have authority to sign.", entries: []entry{
				note("NTH took the meeting through the agreement, now in its ninth draft. It covers three purposes only: finding a missing person, an intelligence report, and the quarterly figures."),
				note("Ms Carmichael advised that consent is the wrong basis where somebody is under threat, and that partners should rely on their public task and say so plainly in the notices that they give people."),
				note("OAFM said that the Prison and Probation Service could not sign before its national office had seen clause 7."),
				voted("The agreement was approved in principle.", "19", "0", "3"),
				act("sign-agreement", "all", within(100), "Sign the data-sharing agreement, or tell the secretariat which clause stands in the way."),
			}},
			{role: forward, entries: []entry{note("The annual report is due at the next meeting. Each partner will be asked for half a page.")}},
			{role: anyOther, entries: []entry{
				note("YaR asked that meetings not be arranged on the morning of Eid. MO will check the calendar of festivals before dates are proposed."),
			}},
		},
	},
	{
		venue: townHall, ended: "12:00",
		attendance: attendance{
			here:  "RA MO DF JH IS RHol RHo TW PR HCr TWa NTH SG AH ZD HM EV GM ŁW JW CF SMG ΣΠ JLB MAO PL GS",
			video: "SK IG", apologies: "YaR OAFM", absent: "WSI CVA",
		},
		items: []item{
			{role: welcome, entries: []entry{note("The chair welcomed Professor Béranger and Dr Papadopoulou of the University of Ashbourne, who have offered to look at the partnership’s figures.")}},
			{role: lastMinutes},
			{role: arising, entries: []entry{
				review("five-nights-group", models.ReviewClosed, "The options are on today’s agenda, item 5."),
				review("sign-agreement", models.ReviewStaysOpen, "Twenty-seven of 41 have signed. Nobody has objected to a clause; most are waiting for a signature on holiday."),
				withdrawn("terms-published", "The website is to be replaced, and the terms of reference will be on the partnership’s own pages instead. The action was withdrawn."),
			}},
			{title: "Annual report", purpose: models.ForDecision, minutes: 25, presenters: "MO JH", ask: "Agree the annual report for publication.", background: "A year in figures, half a page from each partner, and what children and survivors told us.", papers: []paper{{"Annual report, draft", "annual report draft 4.pdf"}}, entries: []entry{
				note("JH presented the year in figures: 132 referrals, 19 investigations opened, three people charged and one convicted, 2,310 people trained, 41 partners. Attendance at meetings was 61 per cent of organisations."),
				note("JLB cautioned against comparing the number of referrals with other areas. It measures how well people look at least as much as how much there is to see."),
				note("CF asked that the report say what children told partners, and offered three sentences in their own words."),
				agreed("The annual report was agreed, with the figures on attendance left in."),
				act("publish-annual", "DF", within(21), "Put the children’s sentences into the annual report, and publish it."),
			}},
			{title: "The first five nights: options", purpose: models.ForDecision, minutes: 30, by: "GM", presenters: "GM RHo", ask: "Choose one of options A to C.", background: "Option A: a rota of hotels. Option B: two flats of Ashbourne’s, staffed on call. Option C: a place in each borough. For each: what it costs, who is responsible at night, and what interpreters and transport add.", papers: []paper{{"The first five nights: options and costs", "five nights options.pdf"}}, interests: []interest{{"GM", "Employed by the Harbour Trust, which would run option B.", "stayed and did not vote"}}, entries: []entry{
				note("GM presented three options. **A**: a rota of hotels, about £21,000 a year. **B**: two flats of Ashbourne’s, staffed on call by the Harbour Trust, about £48,000. **C**: a place in each borough, about £140,000."),
				note("RHo said that Ashbourne would let the flats for nothing until the end of the next financial year."),
				note("TW would have liked a place in every borough, but saw that it could not be paid for. She asked for a review after a year."),
				voted("Option B was chosen, for one year, with a review.", "20", "1", "4"),
				act("five-nights-contract", "OCCV HT AC", within(60), "Put the arrangement for the first five nights in writing, open the two flats, and tell all partners whom to ring."),
			}},
			{title: "Short lets and hotels", purpose: models.ForInformation, minutes: 15, by: "GS", presenters: "GS", entries: []entry{
				note("GS reported on an evening for 30 owners of hotels and short lets. Most had never thought of themselves as a place where it could happen; by the end two had described bookings that worried them."),
				act("airport-lets", "CVA", within(90), "Ask the car parks and hotels around the airport to the next such evening."),
				act("short-let-leaflet", "CVCC VP", within(70), "Write a leaflet for owners of short lets: what to look for, and what happens when they ring."),
			}},
			{role: forward, entries: []entry{note("From the next meeting on, items, papers and minutes are kept in one place on line. MO will show partners how to submit an item.")}},
			{role: anyOther, entries: []entry{note("SMG asked for children’s clothes and for shoes of all sizes. RA thanked the partners for the year.")}},
		},
	},
}
