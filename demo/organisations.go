package demo

// organisation is one partner body of the invented area.
type organisation struct {
	name, short, sector, joined string
}

// The sectors of the partnership, as its settings list them.
const (
	justice      = "Police and justice"
	local        = "Local government"
	health       = "Health"
	inspectorate = "Inspectorates"
	rescue       = "Fire and ambulance"
	education    = "Education"
	voluntary    = "Voluntary sector"
	faith        = "Faith"
	business     = "Business"
)

// convener is the office whose staff are the secretariat.
var convener = organisation{"Office of the Commissioner for Calder Vale", "OCCV", "Convener", "1 November 2014"}

// organisations are the partners: the kinds of public and voluntary bodies that
// such a partnership has, none of them real.
var organisations = []organisation{
	{"Vale Police", "VP", justice, "1 November 2014"},
	{"Calder Vale Prosecutors", "CVP", justice, "1 November 2014"},
	{"Prison and Probation Service, Calder Vale", "PPS", justice, "1 March 2015"},
	{"Northern Railway Police", "NRP", justice, "1 March 2015"},
	{"Labour Inspectorate", "LI", inspectorate, "1 November 2014"},
	{"Border and Immigration Office, Calder Vale", "BIO", inspectorate, "1 March 2015"},
	{"Revenue and Customs, Calder Vale office", "RC", inspectorate, "1 June 2016"},
	{"Work and Pensions, Calder Vale district", "WPD", inspectorate, "1 June 2016"},
	{"Workplace Safety Inspectorate", "WSI", inspectorate, "15 January 2018"},
	{"Care Standards Inspectorate", "CSI", inspectorate, "15 January 2018"},
	{"Ashbourne Council", "AC", local, "1 November 2014"},
	{"Kirkdale Council", "KC", local, "1 November 2014"},
	{"Hallworth Council", "HC", local, "1 November 2014"},
	{"Millbeck Council", "MC", local, "1 November 2014"},
	{"Thornley Council", "TC", local, "1 November 2014"},
	{"Calder Vale Combined Authority", "CVCA", local, "1 April 2017"},
	{"Migration Calder Vale", "MCV", local, "1 March 2015"},
	{"Calder Vale Fire and Rescue Service", "CVFRS", rescue, "1 September 2015"},
	{"Calder Vale Ambulance Trust", "CVAT", rescue, "1 June 2016"},
	{"NHS Calder Vale", "NHSCV", health, "1 March 2015"},
	{"Ashbourne Royal Infirmary", "ARI", health, "1 September 2015"},
	{"Kirkdale General Hospital", "KGH", health, "1 June 2016"},
	{"Vale Community Health", "VCH", health, "1 April 2017"},
	{"Vale Mental Health Trust", "VMHT", health, "1 April 2017"},
	{"University of Ashbourne", "UoA", education, "15 January 2018"},
	{"Kirkdale Metropolitan University", "KMU", education, "15 January 2018"},
	{"Thornley College", "TCol", education, "14 January 2019"},
	{"Fairfield Homes", "FH", voluntary, "1 March 2015"},
	{"Open Door", "OD", voluntary, "1 November 2014"},
	{"Harbour Trust", "HT", voluntary, "1 November 2014"},
	{"Lantern House", "LH", voluntary, "1 November 2014"},
	{"Red Thread Advocacy", "RTA", voluntary, "1 June 2016"},
	{"Brightside Children’s Charity", "BCC", voluntary, "1 September 2015"},
	{"St Brigid’s Centre, Ashbourne", "SBC", voluntary, "15 January 2018"},
	{"Streetlight Outreach", "SO", voluntary, "1 June 2016"},
	{"Calder Vale Women’s Refuge", "CVWR", voluntary, "14 January 2019"},
	{"Diocese of Ashbourne", "DoA", faith, "1 September 2015"},
	{"Calder Vale Council for Mosques", "CVCM", faith, "15 January 2018"},
	{"Free Churches of the Vale", "FCV", faith, "1 September 2015"},
	{"Calder Vale Chamber of Commerce", "CVCC", business, "15 January 2018"},
	{"Calder Vale Airport", "CVA", business, "14 January 2019"},
	{"Upper Vale Growers’ Association", "UVGA", business, "14 January 2019"},
}
