package convert

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"time"
)

// document is a Word file with this text; picture is where a picture of it is
// to be loaded from.
func document(t *testing.T, text, picture string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	drawing := ""
	if picture != "" {
		drawing = `<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><wp:extent cx="900000" cy="900000"/><wp:docPr id="1" name="p"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="1" name="p"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:link="rId1"/></pic:blipFill><pic:spPr/></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`
	}
	for name, content := range map[string]string{
		"[Content_Types].xml":          `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
		"_rels/.rels":                  `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
		"word/document.xml":            `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>` + text + `</w:t></w:r></w:p>` + drawing + `</w:body></w:document>`,
		"word/_rels/document.xml.rels": `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="` + picture + `" TargetMode="External"/></Relationships>`,
	} {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func office(t *testing.T) *Office {
	t.Helper()
	o := Find()
	if o == nil {
		t.Skip("LibreOffice is not installed: it is optional here as in an installation, whose packs then name the papers to fetch")
	}
	return o
}

func TestAWordFileBecomesAPDF(t *testing.T) {
	pdf, err := office(t).PDF(t.Context(), bytes.NewReader(document(t, "Options for the safe house", "")), ".docx")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(pdf, []byte("%PDF-")) || !bytes.Contains(pdf, []byte("/StructTreeRoot")) {
		t.Errorf("%d bytes without a structure", len(pdf))
	}
}

func TestNothingIsLoadedFromElsewhere(t *testing.T) {
	o := office(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	asked := make(chan struct{}, 1)
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				close(asked)
				return
			}
			c.Close()
			asked <- struct{}{}
		}
	}()
	if _, err := o.PDF(t.Context(), bytes.NewReader(document(t, "Picture", "http://"+listener.Addr().String()+"/p.png")), ".docx"); err != nil {
		t.Fatal(err)
	}
	listener.Close()
	if _, ok := <-asked; ok {
		t.Error("a picture was asked for over the network")
	}
}

func TestWhatIsNoOfficeFileIsRefused(t *testing.T) {
	o := office(t)
	for name, err := range map[string]error{
		"broken": second(o.PDF(t.Context(), strings.NewReader("PK\x03\x04 broken"), ".xlsx")),
		"other":  second(o.PDF(t.Context(), strings.NewReader("MZ"), ".exe")),
	} {
		if !errors.Is(err, ErrFailed) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAConversionEndsInTime(t *testing.T) {
	o := *office(t)
	o.timeout = time.Millisecond
	start := time.Now()
	_, err := o.PDF(t.Context(), bytes.NewReader(document(t, "Text", "")), ".docx")
	if !errors.Is(err, ErrFailed) || !errors.Is(err, context.DeadlineExceeded) || time.Since(start) > 20*time.Second {
		t.Errorf("%v after %v", err, time.Since(start))
	}
}

func TestWithoutLibreOfficeNothingIsTaken(t *testing.T) {
	var o *Office
	if o.Takes(".docx") {
		t.Error("it is")
	}
}

func second[T any](_ T, err error) error { return err }
