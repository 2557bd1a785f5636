package documents
import ("testing";"os")
func TestShow(t *testing.T) {
 for n, w := range map[string]*Writer{"minutes": sampleMinutes(6), "tracker": sampleTracker(40)} {
  b, err := w.Bytes(); if err != nil { t.Fatal(err) }
  os.WriteFile("/tmp/show-"+n+".pdf", b, 0o644); t.Log(n, len(b))
 }
}
