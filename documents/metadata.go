package documents

import (
	"encoding/xml"
	"strings"
	"time"
	"unicode/utf16"
)

const producer = "Quarterday with gofpdf 1.16.2"

// pdfText is a text string as it stands in a file: ASCII as it is, all else in
// UTF-16.
func pdfText(s string) string {
	if isPlain(s) && !strings.Contains(s, "\n") {
		return "(" + textEscapes.Replace(s) + ")"
	}
	b := []byte("<FEFF")
	for _, c := range utf16.Encode([]rune(s)) {
		b = appendHex(b, c)
	}
	return string(append(b, '>'))
}

var textEscapes = strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`)

// information is the old form of the metadata. It must agree with metadata.
func (w *Writer) information() []byte {
	b := []byte("<<")
	put := func(key, value string) {
		if value != "" {
			b = append(b, "/"+key+" "+pdfText(value)+"\n"...)
		}
	}
	put("Title", w.options.Title)
	put("Author", w.options.Author)
	put("Subject", w.options.Subject)
	put("Producer", producer)
	created := "D:" + w.options.Created.UTC().Format("20060102150405") + "Z"
	put("CreationDate", created)
	put("ModDate", created)
	return append(b, ">>\n"...)
}

// metadata is the document's description, with the standards that it keeps:
// PDF/UA-1 and PDF/A-2a.
func (w *Writer) metadata() []byte {
	escape := func(s string) string {
		var b strings.Builder
		_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder takes whatever it is given
		return b.String()
	}
	o := &w.options
	created := o.Created.UTC().Format(time.RFC3339)
	var b strings.Builder
	b.WriteString("<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" +
		`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">` + escape(o.Title) + "</rdf:li></rdf:Alt></dc:title>\n")
	if o.Author != "" {
		b.WriteString("<dc:creator><rdf:Seq><rdf:li>" + escape(o.Author) + "</rdf:li></rdf:Seq></dc:creator>\n")
	}
	if o.Subject != "" {
		b.WriteString(`<dc:description><rdf:Alt><rdf:li xml:lang="x-default">` + escape(o.Subject) + "</rdf:li></rdf:Alt></dc:description>\n")
	}
	b.WriteString("<dc:language><rdf:Bag><rdf:li>" + escape(o.Language) + "</rdf:li></rdf:Bag></dc:language>\n" +
		"<xmp:CreateDate>" + created + "</xmp:CreateDate><xmp:ModifyDate>" + created + "</xmp:ModifyDate>\n" +
		"<pdf:Producer>" + producer + "</pdf:Producer>\n")
	if len(w.inserted) > 0 { // other people's pages keep what they keep
		b.WriteString("</rdf:Description>\n</rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>")
	} else {
		b.WriteString(standards)
	}
	return []byte(b.String())
}

// standards names the two standards; the archive's wants the other's property
// explained.
const standards = `<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Indicates which part of ISO 14289 is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>`
