package demo

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"quarterday/models"
)

// person is somebody of the sample partnership; initials are what the rest of
// the sample calls them by.
type person struct {
	initials, name, jobTitle, organisation string
	role                                   models.Role
}

// email is the person's address: name@body.example, in plain letters.
func (p person) email() string {
	name := strings.TrimPrefix(p.name, "The Revd ")
	if p.initials == "ΣΠ" { // people write their own name in plain letters as they like it
		name = "Sofia Papadopoulou"
	}
	plain := strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r) || r == '’':
			return -1
		case r == 'ł':
			return 'l'
		case unicode.IsSpace(r):
			return '.'
		}
		return r
	}, norm.NFD.String(strings.ToLower(name)))
	return plain + "@" + strings.ToLower(p.organisation) + ".example"
}

const (
	partner     = models.RolePartner
	member      = models.RoleMember
	secretariat = models.RoleSecretariat
)

// secretary sets the partnership up.
var secretary = person{"DF", "Daniel Firth", "Partnership Support Officer", "OCCV", secretariat}

// people are everybody else. The first partner and the first member are those
// whom the demo's buttons sign in as.
var people = []person{
	{"RHo", "Rebecca Holt", "Safer Communities Manager", "AC", partner},
	{"JLB", "Jean-Luc Béranger", "Professor of Criminology", "UoA", member},
	{"MO", "Margaret Okafor", "Partnership Manager", "OCCV", secretariat},
	{"RA", "Ruth Ashworth", "Deputy Commissioner", "OCCV", member},

	{"IS", "Imran Sheikh", "Detective Chief Inspector", "VP", partner},
	{"RHol", "Rachel Holroyd", "Detective Inspector", "VP", partner},
	{"GP", "Gareth Pugh", "Intelligence Analyst", "VP", member},
	{"CN", "Chidi Nwosu", "Victim Care Sergeant", "VP", member},
	{"MAO", "Mary-Anne O’Neill", "Senior Prosecutor", "CVP", partner},
	{"TB", "Tobias Brandt", "Casework Manager", "CVP", member},
	{"OAFM", "Oluwaseun Adebayo-Fitzgerald-Montgomery", "Head of Public Protection", "PPS", partner},
	{"KW", "Kirsty Wardle", "Probation Officer", "PPS", member},
	{"DL", "Dermot Lacey", "Inspector", "NRP", partner},

	{"ZD", "Zdeněk Dvořák", "Investigations Manager", "LI", partner},
	{"HM", "Helen Marsden", "Compliance Officer", "LI", member},
	{"AB", "Adrian Birch", "Chief Immigration Officer", "BIO", partner},
	{"FQ", "Farah Qureshi", "Safeguarding Lead", "BIO", member},
	{"PJ", "Philip Jessop", "National Minimum Wage Team Leader", "RC", partner},
	{"CD", "Carol Denton", "Vulnerable Customers Lead", "WPD", partner},
	{"NT", "Neil Thackray", "Principal Inspector", "WSI", partner},
	{"EV", "Eleni Vasiliou", "Inspection Manager, Adult Social Care", "CSI", partner},

	{"LM", "Leila Mahmoud", "Trading Standards Officer", "AC", partner},
	{"SB", "Stephen Boothroyd", "Head of Housing Options", "AC", member},
	{"TW", "Tara Whitfield", "Community Safety Lead", "KC", partner},
	{"KB", "Karen Bright", "Community Safety Officer", "KC", member},
	{"PR", "Priya Raman", "Adult Safeguarding Manager", "HC", partner},
	{"WL", "Wei Ling Tan", "Licensing Manager", "HC", partner},
	{"HCr", "Hannah Cross", "Principal Officer, Community Safety", "MC", partner},
	{"DA", "Duncan Ainley", "Environmental Health Officer", "MC", member},
	{"TWa", "Thomas Wainwright", "Community Safety Lead", "TC", partner},
	{"BO", "Bronwen Owens", "Children’s Services Manager", "TC", member},
	{"SK", "Samira Kazemi", "Policy and Procurement Lead", "CVCA", partner},
	{"NTH", "Nguyễn Thị Hạnh", "Policy Officer", "MCV", partner},

	{"ACr", "Alan Crowther", "Watch Manager, Prevention", "CVFRS", partner},
	{"JF", "Jasmine Foyle", "Safeguarding Practitioner", "CVAT", partner},
	{"SG", "Siân Gruffŷdd", "Head of Safeguarding", "NHSCV", partner},
	{"VC", "Victoria Coombes", "Named GP for Safeguarding", "NHSCV", member},
	{"AH", "Amira Haddad", "Consultant in Emergency Medicine", "ARI", partner},
	{"RM", "Rosalind Mbeki", "Matron, Maternity", "KGH", partner},
	{"LC", "Liam Corrigan", "Sexual Health Service Lead", "VCH", partner},
	{"IG", "Ingrid Gustafsson", "Clinical Psychologist", "VMHT", partner},

	{"ΣΠ", "Σοφία Παπαδοπούλου", "Research Fellow", "UoA", partner},
	{"MD", "Marcus Delaney", "Senior Lecturer in Social Work", "KMU", partner},
	{"YT", "Yvonne Tolley", "Student Welfare Manager", "TCol", partner},

	{"ŁW", "Łukasz Wiśniewski", "Regional Lead", "OD", partner},
	{"OB", "Oksana Bondarenko", "Outreach Worker", "OD", member},
	{"GM", "Grace Mensah", "Contract Manager", "HT", partner},
	{"SA", "Stefan Albu", "Safe-house Manager", "HT", member},
	{"JW", "Judith Wilkes", "Chief Executive", "LH", partner},
	{"TAd", "Temitope Adeyemi", "Independent Advocate", "RTA", partner},
	{"CF", "Catherine Farrow", "Service Manager, Exploitation", "BCC", partner},
	{"DK", "Dylan Kerr", "Youth Worker", "BCC", member},
	{"SMG", "Sister Mary Gallagher", "Centre Manager", "SBC", partner},
	{"BN", "Blessing Ncube", "Outreach Co-ordinator", "SO", partner},
	{"AMS", "Ana María Suárez", "Refuge Manager", "CVWR", partner},

	{"PL", "The Revd Peter Langdale", "Social Responsibility Adviser", "DoA", partner},
	{"YaR", "Yusuf al-Rahman", "Secretary", "CVCM", partner},
	{"MH", "Maryam Hussain", "Women’s Officer", "CVCM", member},
	{"EP", "Edwin Pryce", "Convenor", "FCV", partner},

	{"GS", "Gurpreet Sandhu", "Policy Manager", "CVCC", partner},
	{"NC", "Nicola Chambers", "Head of Terminal Security", "CVA", partner},
	{"JMcA", "Jock McAllister", "Secretary", "UVGA", partner},
	{"RK", "Rukhsana Khan", "Community Cohesion Officer", "KC", member},
	{"BT", "Benedict Thorpe", "Research Assistant", "KMU", member},
	{"LF", "Lorna Fairweather", "Health Visitor Lead", "VCH", member},
	{"AP", "Aleksandra Petrović", "Interpreter Co-ordinator", "MCV", member},
	{"JH", "Joanne Hird", "Data and Performance Officer", "OCCV", member},
	{"MS", "Mohammed Saleem", "Neighbourhood Policing Inspector", "VP", member},
	{"GL", "Gillian Lister", "Anti-Slavery Co-ordinator", "AC", member},
}
