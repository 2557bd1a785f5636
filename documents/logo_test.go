package documents

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/png"
	"io"
	"io/fs"
	"os"
	"runtime"
	"strings"
	"testing"

	"quarterday/models"
)

// chunk is one part of a PNG file.
func chunk(kind string, data []byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	b = append(append(b, kind...), data...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

// header is the beginning of a PNG that says it is so large.
func header(width, height uint32, depth, colours byte) []byte {
	b := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, width), height)
	return append([]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", append(b, depth, colours, 0, 0, 0))...)
}

// animated is a PNG of two pictures, the first of which is what programs show
// that know nothing of the second.
func animated(t testing.TB) []byte {
	still := encoded(t, image.NewPaletted(image.Rect(0, 0, 30, 20), color.Palette{color.White, color.Black}))
	end := bytes.Index(still, []byte("IDAT")) - 4
	frame := func(number byte) []byte {
		return chunk("fcTL", []byte{0, 0, 0, number, 0, 0, 0, 30, 0, 0, 0, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 10, 0, 0})
	}
	b := bytes.Clone(still[:end])
	b = append(append(b, chunk("acTL", []byte{0, 0, 0, 2, 0, 0, 0, 0})...), frame(0)...)
	data := still[end : len(still)-12]
	b = append(append(b, data...), frame(1)...)
	b = append(b, chunk("fdAT", append([]byte{0, 0, 0, 2}, data[8:len(data)-4]...))...)
	return append(b, chunk("IEND", nil)...)
}

func encoded(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// see-through pictures, red where they are not.
func glass(m interface {
	image.Image
	Set(x, y int, c color.Color)
}) image.Image {
	for x := range m.Bounds().Dx() {
		for y := range m.Bounds().Dy() / 2 {
			m.Set(x, y, color.NRGBA{220, 20, 20, 255})
		}
	}
	return m
}

func example(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestLogosAreMadeReady(t *testing.T) {
	for name, c := range map[string]struct {
		file          []byte
		width, height int
		media         string
	}{
		"a small one stays its size":          {encoded(t, glass(image.NewNRGBA(image.Rect(0, 0, 300, 100)))), 300, 100, "image/png"},
		"10,000 pixels wide are scaled down":  {encoded(t, image.NewGray(image.Rect(0, 0, 10_000, 1_500))), 791, 118, "image/png"},
		"a tall one is scaled to its height":  {encoded(t, glass(image.NewNRGBA(image.Rect(0, 0, 400, 3_000)))), 25, 191, "image/png"},
		"one pixel":                           {encoded(t, image.NewGray(image.Rect(0, 0, 1, 1))), 1, 1, "image/png"},
		"16 bits a colour, see-through":       {encoded(t, glass(image.NewNRGBA64(image.Rect(0, 0, 1_200, 900)))), 255, 191, "image/png"},
		"an animation is its first picture":   {animated(t), 30, 20, "image/png"},
		"the colours of the press, as JPEG":   {example(t, "cmyk.jpg"), 64, 32, "image/jpeg"},
		"a progressive JPEG":                  {example(t, "progressive.jpg"), 64, 32, "image/jpeg"},
		"a photograph held upright is turned": {held(t, 6), 32, 64, "image/jpeg"},
	} {
		t.Run(name, func(t *testing.T) {
			logo, err := ReadLogo(c.file)
			if err != nil {
				t.Fatal(err)
			}
			if logo.Width != c.width || logo.Height != c.height || logo.MediaType != c.media {
				t.Errorf("%d by %d, %s", logo.Width, logo.Height, logo.MediaType)
			}
			m, kind, err := image.Decode(bytes.NewReader(logo.Data))
			if err != nil || "image/"+kind != c.media || m.Bounds().Dx() != c.width || m.Bounds().Dy() != c.height {
				t.Fatalf("kept as %v, %s, %v", m.Bounds(), kind, err)
			}
			for x := range c.width {
				for y := range c.height {
					if _, _, _, a := m.At(x, y).RGBA(); a != 0xffff {
						t.Fatalf("(%d, %d) is see-through", x, y)
					}
				}
			}
			again, err := ReadLogo(c.file)
			if err != nil || !bytes.Equal(again.Data, logo.Data) {
				t.Error("the same file gave another logo", err)
			}
			drawnWith(t, models.Logo{SHA256: "a", Text: "Vale", Picture: logo.Data})
		})
	}
	t.Run("what is see-through is white, what is not keeps its colour", func(t *testing.T) {
		logo, err := ReadLogo(encoded(t, glass(image.NewNRGBA(image.Rect(0, 0, 3_000, 1_000)))))
		if err != nil {
			t.Fatal(err)
		}
		m, _, err := image.Decode(bytes.NewReader(logo.Data))
		if err != nil {
			t.Fatal(err)
		}
		for y, want := range map[int]color.RGBA{5: {220, 20, 20, 255}, logo.Height - 5: {255, 255, 255, 255}} {
			if got := color.RGBAModel.Convert(m.At(logo.Width/2, y)); got != want {
				t.Errorf("at %d it is %v", y, got)
			}
		}
	})
	t.Run("the colours of the press become those of the screen", func(t *testing.T) {
		logo, err := ReadLogo(example(t, "cmyk.jpg"))
		if err != nil {
			t.Fatal(err)
		}
		m, _, _ := image.Decode(bytes.NewReader(logo.Data))
		if r, g, b, _ := m.At(10, 10).RGBA(); r > 0x3000 || g < 0xc000 || b < 0xc000 {
			t.Errorf("cyan is %x %x %x", r, g, b)
		}
		if r, g, b, _ := m.At(50, 10).RGBA(); r < 0xc000 || g > 0x3000 || b > 0x3000 {
			t.Errorf("red is %x %x %x", r, g, b)
		}
	})
}

func TestFilesThatAreNoLogoAreRefused(t *testing.T) {
	var moving bytes.Buffer
	if err := gif.Encode(&moving, image.NewPaletted(image.Rect(0, 0, 9, 9), color.Palette{color.White}), nil); err != nil {
		t.Fatal(err)
	}
	good := encoded(t, glass(image.NewNRGBA(image.Rect(0, 0, 300, 100))))
	bad := bytes.Clone(good)
	bad[len(bad)/2] ^= 0x55
	for name, c := range map[string]struct {
		file []byte
		says string
	}{
		"nothing":                        {nil, "not a picture"},
		"text":                           {[]byte("logo"), "not a picture"},
		"a drawing in SVG":               {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), "not a picture"},
		"an animation in GIF":            {moving.Bytes(), "choose a PNG or a JPEG"},
		"a PDF":                          {[]byte("%PDF-1.7"), "not a picture"},
		"half a picture":                 {good[:len(good)/2], "damaged"},
		"a picture with a wrong byte":    {bad, "damaged"},
		"half a photograph":              {held(t, 1)[:200], "that can be read"},
		"a head without a picture":       {header(100, 100, 8, 6), "damaged"},
		"more pixels than there is room": {header(20_000, 20_000, 8, 6), "too large, 20000 by 20000"},
		"more than can be counted":       {header(1<<31-1, 1<<31-1, 16, 6), "not a picture"},
		"a line":                         {encoded(t, image.NewGray(image.Rect(0, 0, 900, 100))), "too narrow, 900 by 100"},
		"a post":                         {encoded(t, image.NewGray(image.Rect(0, 0, 10, 81))), "too narrow, 10 by 81"},
		"nothing to be seen":             {encoded(t, image.NewNRGBA(image.Rect(0, 0, 30, 30))), "transparent all over"},
		"no pixels":                      {header(0, 10, 8, 6), "not a picture"},
		"16 bits a colour, very many":    {header(6_000, 6_000, 16, 6), "too much memory"},
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := ReadLogo(c.file)
			runtime.ReadMemStats(&after)
			refused, ok := errors.AsType[Refused](err)
			if !ok || !strings.Contains(string(refused), c.says) {
				t.Errorf("%v", err)
			}
			if used := after.TotalAlloc - before.TotalAlloc; used > 4<<20 {
				t.Errorf("refusing it took %d bytes", used)
			}
		})
	}
}

func TestALargeLogoTakesBoundedMemory(t *testing.T) {
	wide := image.NewNRGBA(image.Rect(0, 0, 10_000, 3_900))
	wide.Set(0, 0, color.Black)
	file := encoded(t, wide)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := ReadLogo(file); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; used > 260<<20 {
		t.Errorf("it took %d MB", used>>20)
	}
}

// drawnWith draws a document of every kind with a logo and proves that it is
// told once, at the head of the first page.
func drawnWith(t *testing.T, logo models.Logo) {
	t.Helper()
	c := minutesOf(t, models.MembersEdition)
	c.Letterhead.Logo = logo
	pdf, err := Minutes(c)
	doc, _ := drawn(t, pdf, err)
	if n := strings.Count(doc.Text, "Vale Anti-Slavery Partnership"); n == 0 {
		t.Error("the name does not stand below the logo")
	}
}

func TestTheLogoStandsOnEveryDocument(t *testing.T) {
	logo, err := ReadLogo(encoded(t, glass(image.NewNRGBA(image.Rect(0, 0, 900, 300)))))
	if err != nil {
		t.Fatal(err)
	}
	given := head
	head.Logo = models.Logo{SHA256: "a", Text: "Calder Vale, red above white", Picture: logo.Data}
	t.Cleanup(func() { head = given })
	for name, draw := range everyDocument(t) {
		t.Run(name, func(t *testing.T) {
			one, err := draw()
			doc, _ := drawn(t, one, err)
			if got := doc.Figures; len(got) != 1 || got[0] != "Calder Vale, red above white" {
				t.Errorf("figures %q", got)
			}
			two, err := draw()
			if err != nil || !bytes.Equal(one, two) {
				t.Error("the same data gave other bytes", err)
			}
		})
	}
	t.Run("minutes without it are other bytes and pass too", func(t *testing.T) {
		with, _ := Minutes(minutesOf(t, models.MembersEdition))
		head.Logo = models.Logo{}
		without, err := Minutes(minutesOf(t, models.MembersEdition))
		if doc, _ := drawn(t, without, err); len(doc.Figures) != 0 || bytes.Equal(with, without) {
			t.Error("there is a logo where none is wanted")
		}
	})
	t.Run("a picture that is none is left out", func(t *testing.T) {
		head.Logo = models.Logo{SHA256: "a", Text: "Vale", Picture: []byte("gone wrong")}
		pdf, err := Minutes(minutesOf(t, models.MembersEdition))
		if doc, _ := drawn(t, pdf, err); len(doc.Figures) != 0 {
			t.Error("there is a figure")
		}
	})
}

// readSeekCloser is bytes as a file.
type readSeekCloser struct{ *bytes.Reader }

func (readSeekCloser) Close() error { return nil }

func TestWithLogo(t *testing.T) {
	with := models.Letterhead{Logo: models.Logo{SHA256: "a"}}
	for name, c := range map[string]struct {
		head    models.Letterhead
		size    int64
		err     error
		picture string
		fails   bool
	}{
		"it is read":                      {with, 4, nil, "logo", false},
		"without one nothing is read":     {models.Letterhead{}, 0, errors.New("must not be asked"), "", false},
		"one that is gone is left out":    {with, 0, fs.ErrNotExist, "", false},
		"a file that cannot be read says": {with, 0, errors.New("disk"), "", true},
		"one too large is no logo":        {with, 5 << 20, nil, "", true},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := WithLogo(c.head, func(string) (io.ReadSeekCloser, int64, error) {
				return readSeekCloser{bytes.NewReader([]byte("logo"))}, c.size, c.err
			})
			if (err != nil) != c.fails || string(got.Logo.Picture) != c.picture {
				t.Errorf("%q, %v", got.Logo.Picture, err)
			}
		})
	}
}
