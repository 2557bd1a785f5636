package demo

import (
	"bytes"
	"fmt"
	"strings"
)

// receptionCard is what the card at reception says, in nine languages.
const receptionCard = `You can ask for help here. It is free, and nobody will be told.
Możesz tu poprosić o pomoc. To nic nie kosztuje i nikt się nie dowie.
Puteți cere ajutor aici. Este gratuit și nimeni nu va afla.
Bạn có thể nhờ giúp đỡ ở đây. Miễn phí và không ai biết.
Këtu mund të kërkoni ndihmë. Është falas dhe askush nuk do ta marrë vesh.
Тук можете да поискате помощ. Безплатно е и никой няма да разбере.
Itt segítséget kérhet. Ingyenes, és senki sem fogja megtudni.
Tady můžete požádat o pomoc. Je to zdarma a nikdo se to nedozví.
Gallwch ofyn am help yma. Mae am ddim, ac ni fydd neb yn cael gwybod.
`

// bytes are the file of a paper about an item: a page of PDF, or plain text
// where the file's name ends so.
func (p paper) bytes(about item) []byte {
	if strings.HasSuffix(p.file, ".txt") {
		return []byte(receptionCard)
	}
	var text bytes.Buffer
	fmt.Fprintf(&text, "BT 72 740 Td 24 TL /F1 18 Tf (%s) Tj T*\n15 TL /F1 11 Tf\n", literal(p.title))
	text.WriteString("(Calder Vale Anti-Slavery Partnership. A paper of the sample: nothing in it is real.) Tj T* T*\n")
	for _, part := range []string{about.ask, about.background} {
		for _, paragraph := range strings.Split(strings.ReplaceAll(part, "**", ""), "\n") {
			for _, line := range wrapped(paragraph, 80) {
				fmt.Fprintf(&text, "(%s) Tj T*\n", literal(line))
			}
			text.WriteString("T*\n")
		}
	}
	text.WriteString("ET")
	return onePage(text.String())
}

// wrapped breaks a paragraph into lines of so many characters at most.
func wrapped(paragraph string, most int) (lines []string) {
	line := ""
	for _, word := range strings.Fields(paragraph) {
		if line != "" && len(line)+len(word) >= most {
			lines, line = append(lines, line), ""
		}
		line = strings.TrimSpace(line + " " + word)
	}
	return append(lines, line)
}

// literal writes a text in the characters of a PDF's standard typefaces.
func literal(s string) string {
	return strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`, "’", `\222`, "–", `\226`, "“", `\223`, "”", `\224`, "£", `\243`).Replace(s)
}

// onePage is a PDF of one A4 page with this content.
func onePage(content string) []byte {
	objects := []string{
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources<</Font<</F1 4 0 R>>>>>>",
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
		fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(content), content),
	}
	var out bytes.Buffer
	out.WriteString("%PDF-1.4\n")
	var starts []int
	for i, o := range objects {
		starts = append(starts, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	table := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, at := range starts {
		fmt.Fprintf(&out, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&out, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, table)
	return out.Bytes()
}
