package documents

// The look of paper: one place for every measure and colour. Points throughout.

type colour struct{ r, g, b int }

var (
	ink       = colour{0x14, 0x21, 0x3d}
	brand     = colour{0x07, 0x43, 0x4a}
	quiet     = colour{0x50, 0x5a, 0x5f} // secondary text
	hairline  = colour{0xc9, 0xd3, 0xd6}
	attention = colour{0xb3, 0x54, 0x1e} // actions, drafts
	decision  = colour{0x56, 0x94, 0xca}
	linkBlue  = colour{0x0b, 0x5d, 0x66}

	attentionTint = colour{0xfb, 0xf3, 0xee}
	groupTint     = colour{0xee, 0xf5, 0xf5}
)

const (
	margin     = 24 * 72 / 25.4 // all round, 24 mm
	numberWide = 34.0           // the column in which paragraph numbers hang
	barWide    = 3.0            // coloured rule of decisions, actions and callouts
	barGap     = 12.0           // from that rule to the text
)

// style is how one kind of text is set.
type style struct {
	size, leading float64
	colour        colour
	bold, italic  bool
}

var (
	kickerStyle   = style{size: 10.5, leading: 15, colour: brand, bold: true}
	titleStyle    = style{size: 23, leading: 29, colour: ink, bold: true}
	subtitleStyle = style{size: 11.5, leading: 17, colour: quiet}
	partStyle     = style{size: 18, leading: 24, colour: ink, bold: true}
	contentsStyle = style{size: 10.5, leading: 15, colour: ink}
	leadStyle     = style{size: 12, leading: 18, colour: ink}
	bodyStyle     = style{size: 10.5, leading: 15, colour: ink}
	numberStyle   = style{size: 10.5, leading: 15, colour: quiet}
	quoteStyle    = style{size: 10.5, leading: 15, colour: quiet}
	bylineStyle   = style{size: 9.5, leading: 14, colour: quiet, italic: true}
	labelStyle    = style{size: 9, leading: 14, colour: ink, bold: true}
	factsStyle    = style{size: 9, leading: 14, colour: quiet}
	noticeStyle   = style{size: 9.5, leading: 14, colour: ink}
	headStyle     = style{size: 8.5, leading: 12, colour: quiet, bold: true}
	cellStyle     = style{size: 9, leading: 13, colour: ink}
	groupStyle    = style{size: 9.5, leading: 13, colour: ink, bold: true}
	runningStyle  = style{size: 8.5, leading: 12, colour: quiet}

	headingStyles = [...]style{
		{size: 23, leading: 29, colour: ink, bold: true},
		{size: 13, leading: 19, colour: ink, bold: true},
		{size: 11, leading: 16, colour: ink, bold: true},
		{size: 10.5, leading: 15, colour: ink, bold: true},
		{size: 10.5, leading: 15, colour: ink, bold: true},
		{size: 10.5, leading: 15, colour: ink, bold: true},
	}
)
