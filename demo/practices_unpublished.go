package demo

import "quarterday/models"

// otherPractices are those that are not in the library: written, waiting, sent
// back or put away.
var otherPractices = []practice{
	{
		title: "A bag of clothes behind every chapel door", by: "EP", themes: contact, public: true, state: models.PracticeSubmitted, when: ago(12),
		summary: "Eleven churches keep a bag, by size, for anybody whom a partner brings.",
		context: "People are brought out of where they were held in what they stand in, often at night.",
		done:    "A labelled bag for a man, a woman and a child, with shoes, a charger and a paper map, behind the door of eleven churches. The key is held by somebody next door.",
		results: "Used 26 times in nine months.", cost: "£35 a bag.", lessons: "Shoes are what runs out.", conditions: "A neighbour with a key.",
	},
	{
		title: "One list of signs for personal tutors", by: "YT", themes: signs + "\n" + children, state: models.PracticeSubmitted, when: ago(9),
		summary: "The college and both universities use the same twelve signs.",
		context: "Students whose fees are paid by somebody else are told to say nothing, and are noticed by cleaners before tutors.",
		done:    "Two afternoons with tutors, cleaners and librarians made one list of twelve signs, with whom to ring for each.",
		results: "Three students recognised since. One is in a safe house.", cost: "None.", lessons: "Ask the cleaners first.", conditions: "A welfare team that is open in the holidays.",
	},
	{
		title: "Night rota of outreach vans", by: "ŁW", themes: contact + "\n" + roof, state: models.PracticeSubmitted, when: ago(33),
		summary: "Four charities share two vans, so that one is out every night.",
		context: "Each charity went out on the nights that suited it. On Tuesdays there were three vans, on Sundays none.",
		done:    "One rota, one telephone, one notebook. Whoever is out writes for whoever is out next.",
		results: "Out on 118 of 120 nights. Nine people brought in, four of whom had been spoken to on at least three nights before.",
		cost:    "£8,600 for fuel and repairs.", lessons: "The notebook is worth more than the second van.", conditions: "Trust among those who go out.",
	},
	{
		title: "Trauma therapy without a fixed address", by: "IG", themes: healthcare + "\n" + survivors, state: models.PracticeReturned, when: ago(70),
		summary: "A place on the waiting list moves with the person.",
		context: "Survivors are moved between areas and go to the end of a list each time.",
		done:    "The list follows the person. Sessions go on by video for six weeks after a move.",
		results: "Early results are encouraging.", cost: "Not yet known.", lessons: "To follow.", conditions: "Agreement of the receiving trust.",
		wanted: "How many people, and how many stayed until the end? Please add the cost as well, even if it is an estimate.",
	},
	{
		title: "Payroll data against wage theft", by: "PJ", themes: work, state: models.PracticeReturned, when: ago(45),
		summary: "Wages that are paid into one account for several people are looked at.",
		context: "Exploiters control accounts. Several wages that go to one account are a sign of it.",
		done:    "A monthly comparison of payroll submissions in two postcodes.",
		results: "Fourteen leads in the first month.", cost: "An analyst for two days a month.", lessons: "Families share accounts: look for different surnames and the same telephone number.", conditions: "Legal powers that partners do not have.",
		wanted: "Could you say what another body can take from this, as it does not have your powers? And please have the second paragraph looked at by your press office.",
	},
	{
		title: "Talking to landlords before they let", by: "RHo", themes: roof + "\n" + work, state: models.PracticeDraft, when: ago(8),
		summary: "A ten-minute call to each landlord who asks for a licence.",
		context: "Ashbourne licenses about 900 houses in multiple occupation. The form asks about fire doors and not about tenants.",
		done:    "Since the beginning of the quarter a licensing officer rings each applicant.",
	},
	{
		title: "Interpreters by dialect", by: "NTH", themes: courts + "\n" + contact, state: models.PracticeDraft, when: ago(20),
		context: "“Vietnamese” and “Kurdish” are not enough. Two interviews were lost last year because interpreter and witness did not understand each other, and neither said so.",
	},
	{
		title: "A telephone line in police stations", by: "RHol", themes: contact, state: models.PracticeArchived, when: ago(690),
		summary: "A direct line from the front desk to an advocate.",
		context: "People who walk into a police station to ask for help leave again if they have to wait.",
		done:    "A telephone without a dial in three front offices.",
		results: "Five calls in a year.", cost: "£1,900.", lessons: "Two of the three offices have since closed to the public.", conditions: "A front office.",
	},
	{
		title: "Posters in ten languages", by: "ŁW", themes: signs + "\n" + work, public: true, state: models.PracticeArchived, when: ago(520),
		summary: "Posters on building sites, where a foreman does not stand beside them.",
		context: "Workers on sites do not know whom to ring.",
		done:    "Posters in ten languages, on the inside of lavatory doors.",
		results: "Sixteen calls, four of them from the same site.", cost: "£640.", lessons: "Replaced by stickers with a code to scan, which cannot be torn down in one piece.", conditions: "None.",
	},
}
