package demo

import "quarterday/models"

// secondYear are the first meetings that were planned, called and minuted here.
var secondYear = []meeting{
	{
		venue: kirkdale, ended: "12:01",
		attendance: attendance{
			here:  "RA MO DF IS RHol RHo LM PR WL HCr TWa SG LC ZD GM SA ŁW JW TAd MAO ACr EP JMcA",
			video: "NTH IG ΣΠ", apologies: "TW CF YaR", absent: "BIO CVA",
			guests: []guest{
				{who: "KB", as: models.Deputy, insteadOf: "TW"},
				{name: "Marek Sobotka", jobTitle: "Driver and trainer", body: "Hallworth Private Hire Drivers’ Association", as: models.Guest, remark: "item 5 only"},
			},
		},
		items: []item{
			{role: welcome, entries: []entry{note("RA welcomed the growers, who had not been to a meeting before. Karen Bright came for Tara Whitfield.")}},
			{role: lastMinutes},
			{role: arising, entries: []entry{
				review("five-nights-contract", models.ReviewClosed, "The flats opened on the first of the month. Three people have stayed. The number to ring is on the pathway."),
				review("sign-agreement", models.ReviewClosed, "All have signed but two, which share nothing personal with anybody."),
				extended("count-refusals", within(90), "JLB has proposed a tally without dates. The clinics want to try it for three months first."),
			}},
			{title: "Strategic overview, {quarter}", purpose: models.ForDiscussion, minutes: 20, by: "RHol", presenters: "RHol GP", background: "Referrals by kind, by age and by who made them, with the same quarters of the last two years.", papers: []paper{{"Figures for the quarter", "quarter figures.pdf"}}, entries: []entry{
				note("There were 38 referrals. RHol drew attention to three matters:\n\n- six people were found in two visits to food-packing sheds;\n- the first referral was made by a bank, after a cashier saw the same man at three customers’ elbows;\n- children from outside the area were arrested in Thornley on four occasions, and none was treated as a victim at first."),
				note("MAO said that prosecutors now ask, for every child charged with supplying drugs, whether anybody has asked who gave them the drugs. In two cases it stopped the prosecution."),
				act("thornley-custody", "VP BCC", within(45), "See that a trained youth worker is rung for every child from outside the area who comes into custody at Thornley."),
			}},
			{title: "Licensing: training for taxi drivers", purpose: models.ForDiscussion, minutes: 20, by: "WL", presenters: "WL", speaker: "Marek Sobotka", practice: "An hour that every new taxi driver spends", entries: []entry{
				note("WL described the hour that every new driver in Hallworth now spends on exploitation before a licence is given. Mr Sobotka, who teaches it, has driven for 22 years."),
				note("“Nobody looks at the driver,” he said. “I have had a girl of fifteen taken to the same house four nights running by four of us, and each of us thought it a bit odd.”"),
				note("Since the training began 318 drivers have taken it and eleven have rung. Two of the calls led to a child being found."),
				agreed("The practice was commended. Councils will consider making the hour a condition of every licence."),
				act("taxi-hour", "AC KC MC TC", within(150), "Bring a proposal on the hour for taxi drivers to the licensing committee, and report what was decided."),
				act("taxi-video", "HC", within(60), "Film Mr Sobotka’s talk, with subtitles, for those who cannot send a trainer."),
			}},
			{title: "Seasonal work on the land", purpose: models.ForDiscussion, minutes: 25, by: "JMcA", presenters: "JMcA ZD", interests: []interest{{"JMcA", "Some members of the association use labour providers that the inspectorate has looked into.", "stayed and took part"}}, entries: []entry{
				note("JMcA said that growers feel that they are suspected by everybody and told nothing. A labour provider’s licence can be checked in a minute, but few know how, and fewer know that the price they are offered cannot be honest."),
				note("ZD gave the sum: wage, holiday pay, insurance, transport and a fair margin make a price below which somebody is not being paid. He offered to bring it up to date each year."),
				act("fair-price", "LI UVGA", within(50), "Publish the lowest honest price of an hour of labour on the land, and how it is worked out."),
				noted("The association’s offer to host a visit to two farms, on a working day, was welcomed."),
			}},
			{role: forward, entries: []entry{note("Next: children who are made to carry drugs; what survivors think of us.")}},
			{role: anyOther, entries: []entry{note("DF reminded partners that items for the next meeting can be submitted until three weeks before it.")}},
		},
		corrections: []correction{
			{"JMcA", "6.1", "I said “are suspected by some”, not “by everybody”.", models.CorrectionRefused, "Two people’s notes have “everybody”. The minutes stay as they are; the wish is recorded here.", "", ""},
			{"WL", "5.3", "It was 318 drivers of all, of whom 214 were new.", models.CorrectionAccepted, "Thank you. Put right.", "318 drivers have", "318 drivers, 214 of them new, have"},
		},
	},
	{
		venue: townHall, ended: "11:55",
		attendance: attendance{
			here:  "RA MO DF IS RHol CN RHo TW HCr TWa BO SG IG GM ŁW OB CF DK TAd MAO OAFM ACr YaR MD",
			video: "PR NTH", apologies: "ZD JW PL DL", absent: "RC KGH CVA",
			guests: []guest{
				{name: "Kemi", as: models.Guest, body: "Red Thread Advocacy’s panel", remark: "item 6 only", restricted: true},
				{name: "Colin Mould", jobTitle: "Investigator", body: "Labour Inspectorate", as: models.Deputy, insteadOf: "ZD"},
			},
			times: []times{{who: "IG", arrived: "10:30"}, {who: "OAFM", left: "11:30"}},
		},
		items: []item{
			{role: welcome, entries: []entry{note("RA asked for quiet telephones, and for care in what is repeated outside: one guest today speaks of her own life.")}},
			{role: lastMinutes},
			{role: arising, entries: []entry{
				review("thornley-custody", models.ReviewStaysOpen, "A youth worker was rung four times out of seven. RHol will look at why not at the weekend."),
				review("car-wash-checklist", models.ReviewClosed, "The checklist is in use in all five boroughs. Thanks to Duncan Ainley."),
				review("short-let-leaflet", models.ReviewClosed, "The leaflet is printed. Six hundred have gone out."),
				withdrawn("hotel-training", "The fourth hotel has closed. The action was withdrawn."),
			}},
			{title: "Strategic overview, {quarter}", purpose: models.ForDiscussion, minutes: 15, by: "RHol", presenters: "RHol", entries: []entry{
				note("There were 41 referrals. The share of children rose again, to 19. RHol said that this is now the largest group in every month but one."),
				note("Two men were convicted of holding three others to forced labour in a bakery. They were sentenced to five years, and to a trafficking prevention order of ten."),
			}},
			{title: "Children who are made to carry drugs", purpose: models.ForDecision, minutes: 30, by: "CF", presenters: "CF DK", restricted: true, ask: "Agree that a child found with drugs away from home is looked at as a victim first.", background: "From a year of conversations with 37 young people. Some of what is described would let people who know them recognise them, so the item is for members only.", entries: []entry{
				note("CF presented the findings. Most were recruited by somebody of their own age; the debt was usually invented; the first journey was most often on a Friday, by train."),
				note("DK said that what young people want first is something to eat, and that the second question should not be about names."),
				note("DL has agreed, though he could not come, that his officers will ring the youth service rather than put a child back on the train."),
				agreed("A child found with drugs away from home is looked at as a victim first by every partner."),
				act("victim-first", "VP NRP BCC", within(80), "Write down what “victim first” means at the custody desk, on the platform and in the emergency department, on one page each."),
			}},
			{title: "What survivors think of us", purpose: models.ForDiscussion, minutes: 30, by: "TAd", presenters: "TAd", speaker: "A member of the panel", entries: []entry{
				note("TAd presented what the panel of survivors thinks of the partners’ work. The panel’s five wishes are: say your name; say what happens next; do not promise; ask once; come back."),
				private("The guest told the meeting how she was found, how often she was interviewed, and by whom. She named two services that helped her and one that did not.", "A member of the panel spoke of her own experience in private."),
				note("RA thanked her. MAO said that hearing it would change how her office writes letters."),
				act("letters-plain", "CVP RTA", within(110), "Rewrite the five letters that a victim is most likely to get from the prosecutors, with the panel."),
				act("five-wishes", "all", nextMeeting, "Say which of the panel’s five wishes your organisation does not yet meet, and what it will do."),
			}},
			{role: forward, entries: []entry{note("The chair asked for an item on construction, which nobody has looked at in this area.")}},
			{role: anyOther, entries: []entry{note("MD is looking for placements for four social work students. Three partners offered one.")}},
		},
		corrections: []correction{
			{"IG", "", "I arrived at 10:20, not 10:30.", models.CorrectionAccepted, "Put right in the list of those present.", "", "10:20"},
		},
	},
	{
		venue: cathedral, ended: "11:40", minuteTaker: "MO",
		attendance: attendance{
			here:  "RA MO IS GP RHo LM TW PR HCr SK NTH SG JF ZD NT PJ GM ŁW JW CF MAO ACr GS PL AB",
			video: "TWa LC", apologies: "DF RHol TAd OAFM", absent: "CVA KMU",
			guests: []guest{{name: "Two paramedics on placement", body: "Calder Vale Ambulance Trust", as: models.Observer, unnamed: true, remark: "with JF"}},
			times:  []times{{who: "AB", arrived: "10:15", left: "11:10"}},
		},
		items: []item{
			{role: welcome, entries: []entry{note("MO took the minutes in the absence of DF. PL welcomed the partners to the Chapter House and explained the heating.")}},
			{role: lastMinutes},
			{role: arising, entries: []entry{
				review("five-wishes", models.ReviewStaysOpen, "Twenty-two partners have answered. “Come back” is the wish that fewest meet. The rest are to answer before the next meeting."),
				review("taxi-video", models.ReviewClosed, "The film is made, and has been seen 1,400 times."),
				review("fair-price", models.ReviewClosed, "Published by the association and the inspectorate together."),
			}},
			{title: "Strategic overview, {quarter}", purpose: models.ForDiscussion, minutes: 15, by: "IS", presenters: "IS GP", entries: []entry{
				note("Referrals were 36, five fewer. GP had looked for a reason, and found that one custody suite had been closed for nine weeks."),
				note("AB reported that four people removed from the area in the quarter were afterwards recognised as victims. His office has since changed the order of its questions."),
			}},
			{title: "Construction: who is on the site?", purpose: models.ForDiscussion, minutes: 25, by: "SK", presenters: "SK NT", entries: []entry{
				note("SK said that the Combined Authority has £214 million of building work under way. At the third tier of subcontractors nobody could tell her who was on site on a given day."),
				note("NT confirmed that his inspectors find the same. A site with good boots, good harnesses and a clean canteen can still have four men in it who are paid nothing."),
				note("PJ asked whether the Authority could make payment by bank transfer to the worker’s own account a condition. SK thought so, for new contracts."),
				act("site-condition", "CVCA", within(120), "Draft a contract condition on payment to the worker’s own account, and try it on one site."),
				act("site-posters", "WSI OD", within(90), "Put up posters in the ten languages most spoken on the area’s sites, where a foreman does not stand beside them."),
			}},
			{title: "What ambulance crews see", purpose: models.ForInformation, minutes: 15, by: "JF", presenters: "JF", entries: []entry{
				note("JF reported that crews made 31 safeguarding reports in a year in which they wrote of exploitation, but only six with that word. Her team now reads the other 25."),
				note("The commonest sign was somebody else’s voice: in 19 of the 31 the patient did not speak for themselves."),
				act("crew-phrases", "CVAT", within(60), "Give crews three phrases to get the patient alone for two minutes."),
			}},
			{title: "A year of the shared flats", purpose: models.ForDecision, minutes: 15, by: "GM", presenters: "GM RHo", ask: "Agree to go on for a second year at £51,000.", interests: []interest{{"GM", "Employed by the Harbour Trust, which is paid for the service.", "left the meeting for the item"}}, entries: []entry{
				note("RHo gave the review, as GM had left the room. Of 34 people who stayed, 29 went on to a safe house and two home to their families; three left without saying where."),
				voted("The arrangement will go on for a second year.", "21", "0", "1"),
				act("flats-funding", "OCCV AC", within(45), "Find the £3,000 by which the second year costs more."),
			}},
			{role: forward, entries: []entry{note("Annual report and priorities at the next meeting.")}},
			{role: anyOther, entries: []entry{note("ACr offered the fire service’s home visits as another pair of eyes: 11,000 homes a year.")}},
		},
	},
	{
		venue: townHall, ended: "12:06",
		attendance: attendance{
			here:  "RA MO DF JH IS RHol RHo TW PR HCr TWa SK NTH SG AH ZD EV GM ŁW JW CF SMG JLB MAO PL GS AMS",
			video: "IG KW", apologies: "YaR TAd", absent: "NRP CVA TCol",
			times: []times{{who: "AH", arrived: "10:40", remark: "called to the hospital before"}, {who: "RHol", awayFrom: "11:00", awayTo: "11:25"}},
		},
		items: []item{
			{role: welcome, entries: []entry{note("The chair welcomed Ana María Suárez of the Women’s Refuge. RA reminded partners that the papers marked OFFICIAL-SENSITIVE are not for forwarding.")}},
			{role: lastMinutes},
			{role: arising, entries: []entry{
				review("five-wishes", models.ReviewClosed, "All but three have answered. What they said is in the annual report."),
				review("victim-first", models.ReviewClosed, "The three pages are done and are good."),
				extended("housing-training", reviewedAfter(400), "Kirkdale and Millbeck have trained everybody, Hallworth about half. New people come all the time."),
			}},
			{title: "Strategic overview, {quarter}", purpose: models.ForDiscussion, minutes: 15, by: "RHol", presenters: "RHol", entries: []entry{
				note("There were 45 referrals, the most in any quarter until now. Health made five."),
				private("IS gave an account of three linked investigations in which the same landlord appears. He asked partners not to write to the landlord for the time being.", "The police gave an update on investigations in private."),
				secretly(act("landlord-list", "KC AC VP", within(30), "Compare what housing and the police know of the landlord’s properties, in the way that the data-sharing agreement allows.")),
			}},
			{title: "Annual report", purpose: models.ForDecision, minutes: 20, presenters: "MO JH", ask: "Agree the annual report for publication.", entries: []entry{
				note("JH presented the figures of the second year: 160 referrals, 26 investigations, seven people charged and four convicted. Four thousand and ninety people were trained, at an average cost of £3.80."),
				note("JLB said that he and ΣΠ had compared referrals with the languages in which the helpline was rung. Romanian and Vietnamese speakers ring far less often than they are found."),
				agreed("The annual report was agreed for publication."),
			}},
			{title: "Priorities for the coming year", purpose: models.ForDecision, minutes: 30, presenters: "RA", ask: "Choose three priorities of the six proposed.", entries: []entry{
				note("Six priorities had been proposed. Each was spoken to for two minutes by those who proposed it, and then voted on, an organisation having three votes."),
				voted("Children who are exploited for crime: a priority.", "26", "0", "0"),
				voted("Care work: a priority.", "22", "2", "2"),
				voted("Health settings: a priority.", "19", "4", "3"),
				note("Construction, domestic servitude and short lets came after these, in that order. They are not given up, but will not have a working group."),
				act("priority-leads", "RA", within(28), "Ask one partner to lead on each priority, and tell all partners who it is."),
				act("care-work-group", "CSI LI HC", within(60), "Set up the working group on care work."),
			}},
			{role: forward, entries: []entry{note("Dates for the coming year were announced. JW asked that not all meetings be on the same side of the Vale.")}},
			{role: anyOther, entries: []entry{
				note("PL read out a letter from a family whose son came home."),
				act("thank-family", "RA", within(14), "Write to the family on behalf of all."),
			}},
		},
		corrections: []correction{
			{"NTH", "5.2", "It should say “Vietnamese and Albanian speakers”. Romanian speakers ring as often as others.", models.CorrectionAccepted, "Checked with the university. Put right.", "Romanian and Vietnamese", "Vietnamese and Albanian"},
		},
	},
}
