package bench

import (
	"bytes"
	"context"
	"html/template"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"quarterday/markdown"
	"quarterday/models"
)

// page is the same content as a page for the programs that print pages: plain,
// without scripts, on A4.
var page = template.Must(template.New("page").Funcs(template.FuncMap{"markdown": func(s string) template.HTML { return markdown.Parse(s).HTML(3) }}).Parse(`<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>{{.Title}}</title><style>
@page { size: A4 {{if .Tracker}}landscape{{end}}; margin: 24mm; @bottom-right { content: "Page " counter(page) " of " counter(pages) } @bottom-center { content: "OFFICIAL" } }
body { font: 10.5pt/15pt sans-serif } table { border-collapse: collapse; width: 100%; font-size: 9pt } td, th { text-align: left; vertical-align: top; border-bottom: .5pt solid #c9d3d6; padding: 3pt 8pt 3pt 0 }
tr { break-inside: avoid } h2 { break-after: avoid } .entry { border-left: 3pt solid #b3541e; padding-left: 12pt; break-inside: avoid }
</style></head><body><h1>{{.Title}}</h1>
{{with .Minutes}}<h2>Present</h2><table><thead><tr><th>Name</th><th>Initials</th><th>Role</th><th>Organisation</th></tr></thead><tbody>
{{range .Present}}<tr><th scope="row">{{.Name}}</th><td>{{.Initials}}</td><td>{{.JobTitle}}</td><td>{{.Organisation}}</td></tr>{{end}}</tbody></table>
{{range .Items}}<h2>{{.Number}} {{.Title}}</h2>{{range .Paragraphs}}<div{{if .Reference}} class="entry"{{end}}>{{.Number}} {{with .Reference}}<b>{{.}}</b>{{end}}{{markdown .Text}}{{with .Owners}}<p>{{.}}</p>{{end}}</div>{{end}}{{end}}{{end}}
{{with .Tracker}}<table><thead><tr><th>Action</th><th>What</th><th>Owners</th><th>Due</th><th>Latest update</th></tr></thead>
{{range .Groups}}<tbody><tr><th colspan="5">{{.Name}}</th></tr>{{range .Actions}}<tr><th scope="row">{{.Reference}}</th><td>{{.Text}}<br>{{.Item}}</td><td>{{range .Owners}}{{.}} {{end}}</td><td>{{.Deadline}}</td><td>{{.LastUpdate}}</td></tr>{{end}}</tbody>{{end}}</table>{{end}}
</body></html>`))

type pageData struct {
	Title   string
	Minutes *models.MinutesContent
	Tracker *models.TrackerContent
}

// written writes the content as a page into a folder of its own.
func written(b *testing.B, data pageData) (in, out string) {
	b.Helper()
	folder := b.TempDir()
	in, out = filepath.Join(folder, "page.html"), filepath.Join(folder, "page.pdf")
	var html bytes.Buffer
	if err := page.Execute(&html, data); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(in, html.Bytes(), 0o600); err != nil {
		b.Fatal(err)
	}
	return in, out
}

// other runs another program once for each document, as a site would have to.
func other(b *testing.B, data pageData, programs []string, arguments func(in, out string) []string) {
	program := ""
	for _, name := range programs {
		if found, err := exec.LookPath(name); err == nil && program == "" {
			program = found
		}
	}
	if program == "" {
		b.Skipf("%s is not installed", programs[0])
	}
	in, out := written(b, data)
	for b.Loop() {
		ctx, cancel := context.WithTimeout(b.Context(), 2*time.Minute)
		said, err := exec.CommandContext(ctx, program, arguments(in, out)...).CombinedOutput()
		cancel()
		if err != nil {
			b.Fatalf("%v: %s", err, said)
		}
	}
	if info, err := os.Stat(out); err != nil || info.Size() == 0 {
		b.Fatal("nothing was made", err)
	}
}

func weasyPrint(in, out string) []string { return []string{"--pdf-variant", "pdf/ua-1", in, out} }

func chromium(in, out string) []string {
	return []string{"--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
		"--user-data-dir=" + filepath.Dir(out), "--no-pdf-header-footer", "--print-to-pdf=" + out, "file://" + in}
}

var chromiums = []string{"chromium", "chromium-browser", "google-chrome"}

func minutesPage(b *testing.B) pageData {
	c := minutes(b, 14)
	return pageData{Title: "Minutes of the quarterly meeting", Minutes: &c}
}

func trackerPage(b *testing.B) pageData {
	c := tracker(b, 200)
	return pageData{Title: "Action tracker", Tracker: &c}
}

func BenchmarkMinutesByWeasyPrint(b *testing.B) {
	other(b, minutesPage(b), []string{"weasyprint"}, weasyPrint)
}
func BenchmarkTrackerByWeasyPrint(b *testing.B) {
	other(b, trackerPage(b), []string{"weasyprint"}, weasyPrint)
}
func BenchmarkMinutesByChromium(b *testing.B) { other(b, minutesPage(b), chromiums, chromium) }
func BenchmarkTrackerByChromium(b *testing.B) { other(b, trackerPage(b), chromiums, chromium) }
