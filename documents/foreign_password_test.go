package documents

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestAForeignPaperThatAnybodyCanOpenIsInThePack gives a pack papers whose maker forbade
// changes to them, but did not ask their readers for a password.
func TestAForeignPaperThatAnybodyCanOpenIsInThePack(t *testing.T) {
	qpdf, err := exec.LookPath("qpdf")
	if err != nil {
		t.Fatal("qpdf is not installed: make setup installs it")
	}
	plain := pdfOf("<</Type /Catalog /Pages 2 0 R>>", theirPages, "<</Type /Page /Parent 2 0 R /Contents 4 0 R /Resources <</Font <</F1 5 0 R>>>> /Annots [6 0 R]>>",
		theirStream("BT /F1 20 Tf 50 600 Td (Opened by all) Tj ET"), theirFont,
		`<</Type /Annot /Subtype /Link /Rect [50 590 200 620] /A <</S /URI /URI (https://example.org/a\(b\))>>>>`)
	for name, how := range map[string][]string{"RC4": {"128", "--use-aes=n", "--modify=none"}, "AES of 128 bits": {"128", "--use-aes=y", "--modify=none"}, "AES of 256 bits": {"256", "--modify=none"}} {
		for user, want := range map[string]string{"": "", "secret": "it is protected by a password"} {
			t.Run(name+", password "+user, func(t *testing.T) {
				from := saved(t, plain)
				args := append(append([]string{"--allow-weak-crypto", "--object-streams=generate", "--encrypt", user, "owner"}, how...), "--", from, from+".locked")
				if out, err := exec.Command(qpdf, args...).CombinedOutput(); err != nil {
					t.Fatalf("%v\n%s", err, out)
				}
				data, err := os.ReadFile(from + ".locked")
				if err != nil {
					t.Fatal(err)
				}
				_, text, report := checkedPack(t, map[string]paperOf{"4": {mediaType: "application/pdf", data: data}})
				if report.LeftOut["4"] != want || strings.Contains(text, "Opened by all") != (want == "") {
					t.Errorf("left out: %q", report.LeftOut["4"])
				}
				if want == "" {
					c, o := packOf(t, map[string]paperOf{"4": {mediaType: "application/pdf", data: data}})
					var b strings.Builder
					if _, err := Pack(c, o, &b); err != nil {
						t.Fatal(err)
					}
					if !strings.Contains(uncompressed(t, []byte(b.String())), `https://example.org/a\(b\)`) {
						t.Error("its link is gone")
					}
				}
			})
		}
	}
}
