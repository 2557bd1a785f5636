package convert

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestMain is also a server that runs a program without end, for the test that
// kills it.
func TestMain(m *testing.M) {
	if folder := os.Getenv("QUARTERDAY_TEST_CONFINED"); folder != "" {
		err := confined(context.Background(), []string{"/bin/sh", "-c", "sleep 600 & echo started; exec sleep 600"}, folder, os.Stdout)
		fmt.Println("ended:", err)
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func TestAProgramEndsWithAServerThatIsKilled(t *testing.T) {
	folder := t.TempDir()
	server := exec.Command(os.Args[0])
	server.Env = append(os.Environ(), "QUARTERDAY_TEST_CONFINED="+folder)
	out, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	said, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || said != "started\n" {
		_ = server.Process.Kill()
		t.Fatalf("%q, %v", said, err)
	}
	if n := len(runningIn(t, folder)); n != 2 {
		t.Errorf("%d programs run", n)
	}
	if err := server.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = server.Wait()
	for deadline := time.Now().Add(10 * time.Second); ; {
		left := runningIn(t, folder)
		if len(left) == 0 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("after the server was killed these run still: %q", left)
		}
	}
}

// runningIn are the programs that run in a folder.
func runningIn(t *testing.T, folder string) (running []string) {
	t.Helper()
	places, err := filepath.Glob("/proc/[0-9]*/cwd")
	if err != nil {
		t.Fatal(err)
	}
	for _, place := range places {
		if in, err := os.Readlink(place); err == nil && strings.HasPrefix(in, folder) {
			running = append(running, place)
		}
	}
	return running
}

func TestFoldersOfServersThatWereKilledAreSwept(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	old, recent := filepath.Join(os.TempDir(), temporary+"1"), filepath.Join(os.TempDir(), temporary+"2")
	for _, folder := range []string{old, recent} {
		if err := os.MkdirAll(filepath.Join(folder, "profile"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	before := time.Now().Add(-time.Hour)
	if err := os.Chtimes(old, before, before); err != nil {
		t.Fatal(err)
	}
	sweep()
	if left, _ := filepath.Glob(filepath.Join(os.TempDir(), "*")); len(left) != 1 || left[0] != recent {
		t.Errorf("left: %q", left)
	}
}
