package tests

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// installation is a server process of its own, started from the built binary
// on a data folder.
type installation struct {
	base   string // http://localhost:…
	setUp  string // the path of the one-time link
	binary string
	data   string
	stop   func()
	// kill ends the process at once; said is what it has written so far.
	kill func()
	said func() string
}

var build = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "quarterday-test-")
	if err != nil {
		return "", err
	}
	binary := filepath.Join(dir, "quarterday")
	cmd := exec.Command("go", "build", "-o", binary, "..")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	out, err := cmd.CombinedOutput()
	if err != nil {
		return "", &exec.Error{Name: string(out), Err: err}
	}
	return binary, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if binary, err := build(); err == nil {
		os.RemoveAll(filepath.Dir(binary))
	}
	if err := dropServerSample(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = max(code, 1)
	}
	os.Exit(code)
}

// serve starts the binary with these arguments and waits until it says where
// it serves.
func serve(t *testing.T, data string, arguments ...string) *installation {
	t.Helper()
	return serveWith(t, data, nil, arguments...)
}

// serveWith is serve with an environment.
func serveWith(t *testing.T, data string, environment []string, arguments ...string) *installation {
	t.Helper()
	binary, err := build()
	if err != nil {
		t.Fatal(err)
	}
	s := &installation{binary: binary, data: data}
	cmd := exec.Command(binary, append(arguments, "--addr", "localhost:0", "--data-dir", data)...)
	cmd.Env = append(append(os.Environ(), "QUARTERDAY_LOG=info"), environment...)
	out, in := io.Pipe()
	cmd.Stdout, cmd.Stderr = in, in
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended, gone := make(chan error, 1), make(chan struct{})
	go func() { ended <- cmd.Wait(); close(gone); in.Close() }()
	var once sync.Once
	s.kill = func() {
		once.Do(func() {
			if err := cmd.Process.Kill(); err != nil {
				t.Error(err)
			}
			<-gone
		})
	}
	s.stop = func() {
		once.Do(func() {
			if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
				t.Error(err)
			}
			select {
			case err := <-ended:
				if err != nil {
					t.Errorf("the server did not end cleanly: %v", err)
				}
			case <-time.After(25 * time.Second):
				t.Error("the server did not end within 25 seconds of SIGTERM")
				_ = cmd.Process.Kill()
			}
		})
	}
	t.Cleanup(s.stop)

	ready := make(chan struct{})
	var log strings.Builder
	var writing sync.Mutex
	s.said = func() string { writing.Lock(); defer writing.Unlock(); return log.String() }
	go func() {
		link := regexp.MustCompile(`(http://\S+)(/set-up/\S+)`)
		serving := regexp.MustCompile(`msg=serving address=(\S+)`)
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			if m := link.FindStringSubmatch(lines.Text()); m != nil {
				s.setUp = m[2]
			}
			writing.Lock()
			log.WriteString(lines.Text() + "\n")
			writing.Unlock()
			if m := serving.FindStringSubmatch(lines.Text()); m != nil && s.base == "" {
				s.base = m[1]
				close(ready)
			}
		}
		_, _ = io.Copy(io.Discard, out)
	}()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	select {
	case <-ready:
	case err := <-ended:
		t.Fatalf("the server ended at once: %v\n%s", err, s.said())
	case <-ctx.Done():
		t.Fatal("the server did not start within a minute")
	}
	return s
}
