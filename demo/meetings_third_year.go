package demo

import "quarterday/models"

// thirdYear are the last four meetings that were held. The minutes of the last
// one have been circulated twice and wait for the next meeting to agree them.
var thirdYear = []meeting{
	{
		venue: police, ended: "11:52",
		attendance: attendance{
			here:  "RA MO DF IS RHol CN RHo LM TW PR HCr TWa NTH AP SG RM LF ZD EV GM ŁW JW CF TAd MAO TB ACr",
			video: "SK ΣΠ MD", apologies: "OAFM YaR PL JMcA", absent: "BIO CVA",
			times: []times{{who: "EV", left: "11:20"}},
		},
		items: []item{
			{role: welcome, entries: []entry{note("RA welcomed the partners to police headquarters. RM asked for her item to be taken early, as a theatre list was waiting.")}},
			{role: lastMinutes},
			{role: arising, entries: []entry{
				review("letters-plain", models.ReviewClosed, "The five letters are in use. The panel has asked for a sixth, on what happens if somebody does not come to court. MAO will take it up."),
				review("care-work-group", models.ReviewClosed, "The group has met, with EV in the chair."),
				review("count-refusals", models.ReviewClosed, "The tally works: 23 refusals in three clinics in a quarter. It becomes part of the figures."),
				review("priority-leads", models.ReviewClosed, "CF leads on children, EV on care work and SG on health."),
			}},
			{title: "Spotting signs in maternity", purpose: models.ForDiscussion, minutes: 20, by: "RM", presenters: "RM LF", practice: "Two minutes alone in maternity", background: "2,914 women in ten months, by age and by month; what the midwives say; the three questions, and how they are written down so that nobody else reads the answers.", papers: []paper{{"Two minutes alone: results", "maternity results.pdf"}}, entries: []entry{
				note("RM described how every woman booked at Kirkdale General Hospital is now seen alone for two minutes, on the pretext of a urine sample, and asked three questions."),
				note("In ten months 2,914 women were asked. Forty-one gave an answer that led to a second conversation, nine to a referral, of which two for domestic servitude."),
				note("LF added that health visitors meet the same women at home, where being alone is harder, and would like to know the questions."),
				agreed("The practice was commended, and is to be published in the library for the public."),
				act("maternity-elsewhere", "ARI VCH", nextMeeting, "Say whether the two minutes can be had at Ashbourne and by health visitors."),
			}},
			{title: "Strategic overview, {quarter}", purpose: models.ForDiscussion, minutes: 15, by: "RHol", presenters: "RHol GP", entries: []entry{
				note("There were 48 referrals, of which seven from health: more than in the whole of the year before last."),
				note("RHol showed where people were found. The two clusters, around Kirkdale market and the northern ring road of Hallworth, have not moved in a year."),
				act("market-walk", "KC VP SO", within(35), "Walk through Kirkdale market together, early and late, and report what was seen."),
			}},
			{title: "Giving evidence", purpose: models.ForInformation, minutes: 20, by: "MAO", presenters: "MAO TB", entries: []entry{
				note("MAO explained what has changed for witnesses. Evidence can be recorded in advance; a witness need not be in the same building as the accused; and an interpreter can be asked for by dialect."),
				note("TB said that two of the last five trials collapsed because nobody had told the witness that the date had moved."),
				act("witness-calls", "CVP HT LH", within(40), "Agree who rings a witness when a date moves, and by what time of the day."),
				act("dialects", "MCV", ongoing, "Keep the list of interpreters by dialect that courts and the police can use."),
			}},
			{title: "Adult social care: first report of the group", purpose: models.ForDiscussion, minutes: 15, by: "EV", presenters: "EV ZD", entries: []entry{
				note("EV reported that complaints of fees paid for jobs that do not exist have come from 14 homes and three home-care agencies. Most people who complain are afraid for their visa before all else."),
				note("ZD said that two agencies had lost their licence to sponsor workers, which left 63 people with 60 days to find another employer. Nobody had planned for them."),
				act("sixty-days", "WPD MCV CVCA", within(75), "Plan for what partners do within a week when an employer loses its licence."),
			}},
			{role: forward, entries: []entry{note("Next: nail bars; bank accounts; students.")}},
			{role: anyOther, entries: []entry{note("TB is leaving for another region. RA thanked him for eight years.")}},
		},
	},
	{
		venue: kirkdale, ended: "11:59",
		attendance: attendance{
			here:  "RA MO DF IS RHol RHo LM TW RK PR HCr DA TWa BO NTH SG LC ZD PJ CD GM SA ŁW JW CF BN MAO YT ACr EP",
			video: "SK IG", apologies: "OAFM AB PL TAd", absent: "RM CVA UVGA",
			guests: []guest{{name: "Oliver Nash", jobTitle: "Branch Manager", body: "Vale Mutual Savings Bank", as: models.Guest, remark: "item 6 only"}},
			times:  []times{{who: "LC", awayFrom: "10:50", awayTo: "11:05"}},
		},
		items: []item{
			{role: welcome, entries: []entry{note("The chair opened the meeting at 10:00. The lift was out of order, and RA apologised to those whom it had kept waiting.")}},
			{role: lastMinutes},
			{role: arising, entries: []entry{
				review("maternity-elsewhere", models.ReviewStaysOpen, "Ashbourne will begin in two months; health visitors have tried it in one team. An answer from the rest is awaited."),
				review("market-walk", models.ReviewClosed, "BN reported on the two walks: three stalls with sleeping places at the back, and one child selling at six in the morning. The follow-up is with Kirkdale."),
				withdrawn("site-condition", "The Authority’s new terms, which come from government, have a condition on payment already. The action was overtaken and withdrawn."),
			}},
			{title: "Strategic overview, {quarter}", purpose: models.ForDiscussion, minutes: 15, by: "RHol", presenters: "RHol", entries: []entry{
				note("There were 44 referrals. One person was convicted and sentenced to eight years and six months, the longest sentence in the area so far."),
				note("SG noted that health’s seven referrals of the last quarter were followed by six. It is no longer an accident, she said, but it is two hospitals of five."),
			}},
			{title: "Nail bars", purpose: models.ForDiscussion, minutes: 20, by: "TWa", presenters: "TWa BO", restricted: false, entries: []entry{
				note("TWa reported on visits to 14 nail bars in Thornley with ZD’s inspectors and a Vietnamese-speaking officer. Nothing was wrong at nine. At five the workers were paid less than £4 an hour; at one, two girls could not say where they had slept."),
				note("NTH, who went along on two mornings, asked that visits be made by women, out of uniform, and that the second visit be announced on the first."),
				private("The two girls have been placed outside the area under a court order. BO asked that nobody describe the premises.", "BO gave an account of two safeguarding cases in private."),
				act("nail-bar-guide", "TC MCV LI", within(50), "Turn what was learnt into guidance for the other councils."),
				act("licensing-scheme", "TWa", notSet, "Look into a local licensing scheme for nail bars, and what it would cost."),
			}},
			{title: "Bank accounts for survivors", purpose: models.ForDecision, minutes: 20, by: "GM", presenters: "GM", speaker: "Oliver Nash", ask: "Ask every partner that pays people to pay them into an account of their own.", entries: []entry{
				note("GM said that it takes a survivor 74 days on average to open a bank account. Without one there are no wages, and soon there is another exploiter."),
				note("Mr Nash told the meeting that his bank now takes a letter from the Harbour Trust in the place of a passport and a bill. Sixteen accounts have been opened; none has been misused."),
				agreed("Partners will give such letters in one form of words, which GM will draft."),
				act("bank-letter", "GM", within(30), "Draft the letter for banks, and send it to all partners."),
				act("bank-talks", "CVCC HT", within(100), "Talk to the other banks in the Vale."),
			}},
			{title: "Students who do not come to class", purpose: models.ForInformation, minutes: 10, by: "YT", presenters: "YT", entries: []entry{
				note("YT described three students whose fees were paid by somebody whom they owed ever after. All three were first noticed because they slept in the library."),
				noted("The college’s offer to share its training with the universities was noted."),
				act("student-signs", "TCol UoA KMU", nextMeeting, "Agree one list of signs for personal tutors in the college and both universities."),
			}},
			{role: forward, entries: []entry{note("MO went through the plan for the coming year. The report of the priority group on children comes next.")}},
			{role: anyOther, entries: []entry{note("EP said that eleven free churches now keep a bag of clothes for anybody whom a partner brings.")}},
		},
		corrections: []correction{
			{"YT", "7.1", "Two of the three slept in the library. The third was noticed by a cleaner.", models.CorrectionAccepted, "Put right.", "All three were first noticed because they slept in the library.", "Two were first noticed because they slept in the library, the third by a cleaner."},
		},
	},
	{
		venue: cathedral, ended: "11:49",
		attendance: attendance{
			here:  "RA MO DF IS RHol MS RHo GL TW PR WL HCr TWa SK NTH SG VC AH ZD GM ŁW OB JW CF DK MAO ACr YaR MH NC GS",
			video: "IG LC ΣΠ", apologies: "OAFM PL EV BN", absent: "PJ CD NT JMcA",
			times: []times{{who: "NC", arrived: "10:30", left: "11:15"}, {who: "MS", left: "10:45"}},
		},
		items: []item{
			{role: welcome, entries: []entry{note("RA welcomed Nicola Chambers: it is the airport’s first meeting in two years, and she hoped not the last.")}},
			{role: lastMinutes},
			{role: arising, entries: []entry{
				review("bank-letter", models.ReviewClosed, "The letter is in use. Eleven partners have given it to 29 people."),
				review("maternity-elsewhere", models.ReviewClosed, "Both hospitals and all teams of health visitors now have the two minutes. The meeting congratulated them."),
				extended("student-signs", within(75), "The college has a list and the universities have two. YT asked for another quarter to make one of three."),
				withdrawn("dialects", "The courts’ own contractor has taken this on. The action was withdrawn at Migration Calder Vale’s request."),
			}},
			{title: "Strategic overview, {quarter}", purpose: models.ForDiscussion, minutes: 15, by: "RHol", presenters: "RHol", background: "Referrals by kind, by age and by who made them; investigations, charges and convictions; what has changed since the same quarter of last year.", papers: []paper{{"Figures for the quarter", "quarter figures.pdf"}}, entries: []entry{
				note("There were 52 referrals. Labour exploitation was 54 per cent of them, criminal exploitation of under-18s 26 per cent. Twenty-one investigations were live at the end of the quarter."),
				note("MS reported from Kirkdale market. Two stalls have gone; the child’s family has been found and helped."),
				act("overview-map", "GP", within(21), "Add to the quarterly figures a map that shows no area of fewer than five referrals."),
			}},
			{title: "Arrivals: what can be seen at an airport", purpose: models.ForDiscussion, minutes: 20, by: "NC", presenters: "NC AB", practice: "The last pair of eyes before the taxi rank", entries: []entry{
				note("NC said that 1.1 million people pass through the terminal in a year and that her officers look at all of them for other reasons. Since last year they have looked for this one too."),
				note("Training takes 25 minutes at the start of a shift. Officers watch the meeting point and not the gate: who is met by somebody who has their photograph, who gives up their passport in the car park."),
				note("ŁW asked what happens when they see something. A supervisor offers the traveller a free telephone call. Of 48 who were offered one, seven took it, and three did not leave with the person who had come for them."),
				agreed("The practice was commended. Bus and railway stations will be asked to try it."),
				act("stations-try", "NRP CVCA", nextMeeting, "Try the practice at one railway and one bus station."),
			}},
			{title: "Children: report of the priority group", purpose: models.ForDecision, minutes: 25, by: "CF", presenters: "CF DK", ask: "Agree that every partner names somebody whom a young person can ask for.", entries: []entry{
				note("CF reported on the group’s first half-year. A youth worker was rung for 61 of 66 children who came into custody from outside the area. Before, it was four in seven."),
				note("DK played a recording in which four young people say what helped. One said: “He came back. He said Thursday, and it was Thursday.”"),
				note("AH asked for the same in the emergency department, where the child’s first visit is often months before the first arrest."),
				voted("Every partner will name somebody whom a young person can ask for.", "27", "0", "2"),
				act("named-person", "all", daysFromToday(9), "Name somebody whom a young person can ask for, and tell Brightside Children’s Charity who it is."),
				act("ed-youth-worker", "ARI BCC", daysFromToday(-8), "Cost a youth worker in the emergency department on three evenings a week."),
			}},
			{title: "Behind the front door: domestic servitude", purpose: models.ForDiscussion, minutes: 15, by: "YaR", presenters: "MH YaR", entries: []entry{
				note("MH spoke of five women who had come to the mosques’ women’s groups in a year. None had used a word like slavery. All had said that they were not allowed to be tired."),
				note("She asked that partners offer to come to such groups, and not wait to be rung."),
				act("womens-groups", "CVWR RTA CVCM", within(60), "Arrange a visit to each of the six women’s groups."),
				act("faith-leaflet", "DoA FCV CVCM", within(56), "Write one leaflet for all congregations."),
				act("servitude-train", "SG LF", within(49), "Add ten minutes on domestic servitude to the training of health visitors."),
			}},
			{role: forward, entries: []entry{note("Next: dental practices, and the capacity of the safe houses. EV’s item on adult social care is put off to then.")}},
			{role: anyOther, entries: []entry{note("JW thanked everybody who had helped in the weeks after the second house closed. Nobody had to sleep anywhere that they should not have.")}},
		},
	},
	lastHeld,
}

// lastHeld is the meeting of which everything is still fresh.
var lastHeld = meeting{
	venue: townHall, ended: "11:52",
	attendance: attendance{
		here:      "RA MO DF IS RHol RHo PR HCr TWa ŁW SG MAO GM ZD LM BN JW CF YaR ACr SK GL",
		video:     "NTH IG ΣΠ EP LC",
		apologies: "TW JLB PPS AMS",
		absent:    "RC WPD CVA CSI",
		times: []times{
			{who: "ZD", arrived: "10:25", remark: "during item 4"}, {who: "MAO", left: "11:30", remark: "after item 6"},
			{who: "TWa", awayFrom: "11:00", awayTo: "11:10"}, {who: "LC", arrived: "10:45", left: "11:20"},
		},
		guests: []guest{
			{who: "KB", as: models.Deputy, insteadOf: "TW"},
			{name: "Dr Farida Osei", jobTitle: "Dentist", body: "Canal Street Dental Practice", as: models.Guest, remark: "invited speaker, item 5 only"},
			{name: "Two student social workers", body: "Kirkdale Metropolitan University", as: models.Observer, unnamed: true, remark: "with PR"},
		},
	},
	items: []item{
		{role: welcome, entries: []entry{
			note("RA welcomed the partners, and those who joined by video. There were introductions round the table. The fire procedure was given."),
			note("RA asked for declarations of interest. There was one, at item 6."),
		}},
		{role: lastMinutes, made: []models.MadeCorrection{{Text: "“Wei Ling Tan”, not “Wei Lin Tan”, in the list of those present."}, {Paragraph: "5.3", Replace: "A supervisor offers", With: "A supervisor then offers"}}},
		{role: arising, entries: []entry{
			review("overview-map", models.ReviewClosed, "The map is in the overview from today on."),
			extended("stations-try", nextMeeting, "Railway: begun at Ashbourne last week. Bus: the operator wants to see the results first."),
			review("faith-leaflet", models.ReviewStaysOpen, "EP has a text that two of the three agree to. KB asked that it be tried on somebody of seventeen before it is printed."),
			extended("taxi-hour", daysFromToday(-12), "Ashbourne and Kirkdale have agreed to it, Millbeck’s committee has put it off and Thornley has not yet taken it there. More time was given; RHo offered to speak to Thornley’s committee."),
		}},
		{title: "Strategic overview, {quarter}", purpose: models.ForDiscussion, minutes: 20, by: "RHol", presenters: "RHol IS", background: "Twelve slides: referrals by kind and by age; where they came from, with the map that was asked for; live investigations and their outcome; health as a source of referrals over three years; and what the police ask of partners for the coming quarter.", papers: []paper{{"Strategic overview, twelve slides", "strategic overview.pdf"}}, entries: []entry{
			note("RHol presented the figures for the quarter. There were 58 referrals, against 45 in the same quarter of last year: 29 per cent more. Labour exploitation accounts for 52 per cent and the criminal exploitation of under-18s for 27."),
			note("Twenty-three investigations are live. Two people were charged in the quarter and one was convicted, with a sentence of four years."),
			note("SG noted that health made three of the 58 referrals, after seven and six, and that emergency departments, unlike maternity, rarely know whom to ring. There was a long discussion of why: the number of agency staff, the noise, and the want of a room with a door."),
			act("ed-guide", "SG VP", nextMeeting, "Write a one-page guide for emergency departments: what to look for, what to say, whom to ring."),
			act("data-contact", "all", daysFromToday(-5), "Send the name of a data contact to Daniel Firth."),
			private("IS told the meeting about an operation under way in one district. Visits will be made on three mornings. Partners that are likely to be asked for beds have been told separately.", "An update on operations was received in private."),
			secretly(act("operation-beds", "HT LH AC", daysFromToday(11), "Keep six beds free for the three mornings.")),
		}},
		{title: "Best practice: spotting signs in dental practices", purpose: models.ForDiscussion, minutes: 20, by: "SG", presenters: "SG", speaker: "Dr Farida Osei", practice: "Spotting signs in dental practices", background: "Sixty-one practices took part over five months. The evaluation compares them with the thirty that did not, which rang nobody. It also says what the nurse at the number did with each of the seven calls.", papers: []paper{{"Evaluation of the dental training", "dental evaluation.pdf"}, {"Reception card in nine languages", "reception card.txt"}}, entries: []entry{
			note("Dr Osei described forty minutes’ training given to 61 practices, with a card at reception in nine languages and one number to ring."),
			note("There were seven calls in five months, and none in the year before. Four led to referrals. It cost £2,150."),
			note("The lesson she drew is that reception staff notice more than dentists: they see who holds the appointment card, who pays, and who waits outside with the engine running."),
			note("Asked about interpreters, she said that practices use the telephone, at 65 pence a minute. It is not good for teeth but good enough for this. “👏👏” came from those on video."),
			agreed("The practice was commended, and is to be published in the library."),
			act("dental-elsewhere", "AC KC HC MC TC", nextMeeting, "Say whether the same can be done with the practices in your area."),
		}},
		{title: "Safe-house capacity", purpose: models.ForDecision, minutes: 20, by: "GM", presenters: "GM SA", ask: "Choose between (a) no change, (b) buying places one by one, and (c) a joint bid with the partnership to the south.", background: "There are 38 beds in three houses. **35 are taken tonight.** Couples and men over fifty cannot be placed in the area at all.", papers: []paper{{"Safe-house capacity: options", "safe house options.pdf"}}, late: []paper{{"Letter from the partnership to the south", "letter from the south.pdf"}}, interests: []interest{{"PR", "Trustee of Lantern House, which would take part in option (c).", "stayed and did not vote"}}, entries: []entry{
			note("GM presented the paper. There are 38 beds, of which 35 are taken. There is nowhere for couples, nor for men over fifty, of whom eleven were sent out of the area in the last year, one of them twice."),
			note("JW said that since the second house closed, Lantern House has turned away two people in three. HCr asked what a place bought singly costs. It is between £94 and £131 a night, and may be a hundred miles away."),
			voted("Option (c), a joint bid, was chosen.", "11", "1", "2"),
			act("joint-bid", "GM MO", within(28), "Draft the joint bid, for Ruth Ashworth to sign."),
			act("duty-to-notify", "MAO", notSet, "Write an advice note on the wording of the duty to notify."),
		}},
		{title: "Partners’ round", purpose: models.ForInformation, minutes: 20, presenters: "", entries: []entry{
			report("Ashbourne Council", "Licensing training has been given to 214 taxi drivers. The Town Hall will be lit in the campaign’s colours for a week."),
			report("Thornley Council", "Car washes: joint visits with the Labour Inspectorate and Revenue and Customs to 17 premises, with five notices served. At two of them the same man was found in charge, under two names."),
			report("Open Door", "Outreach has moved from the station to the old post office. The new telephone number was given to partners on the day."),
			doneThere("open-door-leaflet", "ŁW", "Send the new leaflet to all partners."),
			report("Hallworth Council", "A warehouse was visited after a delivery driver’s call. PR thanked the fire service, whose officers got the partners through the door. Nobody was found, but eleven mattresses were."),
			act("warehouse-owner", "VP HC", within(28), "Find out who has rented the warehouse, and since when."),
			report("Millbeck Council", "Nothing to report."),
			report("Vale Mental Health Trust", "The waiting time for trauma therapy for survivors is down from 31 weeks to 19. IG asked partners not to stop ringing because of the 31."),
		}},
		{role: forward, entries: []entry{
			note("MO went through the forward plan: the annual report, the review of the flats, and adult social care. The last was put off to the next meeting, as the Care Standards Inspectorate could not come."),
		}},
		{role: anyOther, entries: []entry{
			note("RHo reminded partners of the campaign week. Banners, and texts for social media, can be had from DF."),
			note("HCr asked whether papers could come five clear working days before each meeting, and not most of the time."),
			agreed("Papers go out five clear working days before each meeting. Late papers wait for the next one."),
		}},
	},
	corrections: []correction{
		{"ZD", "", "I arrived at 10:20, not at 10:25.", models.CorrectionAccepted, "Put right in the list of those present.", "", "10:20"},
		{"TWa", "7.2", "We visited 19 car washes, not 17. The two where nobody was in were left out.", models.CorrectionAccepted, "Checked with the Labour Inspectorate, who have 19. Put right.", "to 17 premises", "to 19 premises"},
		{"HCr", "7.7", "Please strike “Nothing to report” for Millbeck. It looks as if we did nothing.", models.CorrectionRefused, "It was said, and so it stays. A report is welcome at the next meeting.", "", ""},
	},
}

// betweenQuarters is the extraordinary meeting of the third year.
var betweenQuarters = meeting{
	title: "Closure of a safe house", reason: "Lantern House must close its second house within four weeks. The places of eleven people have to be found before then.",
	venue: online, ended: "14:50",
	attendance: attendance{
		video:     "RA MO DF RHol RHo SB TW PR HCr TWa SG GM SA JW TAd AMS ŁW EV NTH EP",
		apologies: "MAO CF",
	},
	items: []item{
		{title: "Eleven people, four weeks", purpose: models.ForDecision, minutes: 45, presenters: "JW GM", restricted: true, ask: "Agree who finds which places, and who pays.", entries: []entry{
			note("JW explained that the owner has sold the house. Eleven people live there, two of them with a child."),
			note("GM could take four at once and two more in a fortnight. RHo offered one of the two flats for the families."),
			note("TAd asked that each be told by somebody they know, on one day, and with a place to go to. Rumours had reached two of them already."),
			agreed("The Harbour Trust takes six, Ashbourne two families, Hallworth two single men. The Commissioner pays the difference for six months."),
			act("eleven-moves", "HT AC HC LH", within(28), "Move the eleven people, each with somebody they know."),
			act("gp-for-eleven", "NHSCV", within(21), "See that each of them keeps or finds a doctor."),
			act("second-house-lessons", "JW", daysFromToday(6), "Write down what was learnt, for the next house that has to close."),
		}},
		{title: "What is said outside", purpose: models.ForDecision, minutes: 10, presenters: "RA", entries: []entry{
			agreed("The closure is not announced until all have moved. Enquiries go to MO."),
		}},
	},
}
