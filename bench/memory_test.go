package bench

import (
	"bufio"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
)

// BenchmarkIdleMemory is the resident memory of the demo's own process after its
// start and a look at the public page. Linux only.
func BenchmarkIdleMemory(b *testing.B) {
	binary := filepath.Join(b.TempDir(), "quarterday")
	build := exec.Command("go", "build", "-o", binary, "..")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	data := b.TempDir()
	for b.Loop() {
		cmd := exec.Command(binary, "demo", "--addr", "localhost:0", "--data-dir", data)
		out, err := cmd.StderrPipe()
		if err != nil {
			b.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			b.Fatal(err)
		}
		base := ""
		lines := bufio.NewScanner(out)
		for base == "" && lines.Scan() {
			if m := regexp.MustCompile(`msg=serving address=(\S+)`).FindStringSubmatch(lines.Text()); m != nil {
				base = m[1]
			}
		}
		resp, err := http.Get(base + "/")
		if err != nil {
			b.Fatal(err)
		}
		resp.Body.Close()
		status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", cmd.Process.Pid))
		if err != nil {
			b.Fatal(err)
		}
		var kb float64
		for line := range strings.Lines(string(status)) {
			if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
				if _, err := fmt.Sscanf(rest, "%f kB", &kb); err != nil {
					b.Fatal(err)
				}
			}
		}
		b.ReportMetric(kb/1024, "MB-resident")
		_ = cmd.Process.Signal(syscall.SIGTERM)
		_ = cmd.Wait()
	}
}
