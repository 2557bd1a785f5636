package convert

import (
	"context"
	"fmt"
	"io"
	"os/exec"
	"runtime"
	"strconv"
	"syscall"
	"time"
)

// confined runs a program in the folder, with all that it starts in a place of
// their own that ends with the context and with us, however we end, and with
// bounded memory, processor time and file size, and without a network. Where the
// system does not let us make such a place, it runs nothing: a paper from outside
// must not be able to call out.
func confined(ctx context.Context, arguments []string, folder string, output io.Writer) error {
	const limits = `ulimit -v "$1" && ulimit -t "$2" && ulimit -f "$3" && shift 3 && exec "$@"`
	shell := []string{"-c", limits, "sh", strconv.Itoa(maxMemory >> 10), strconv.Itoa(int(timeout / time.Second)), strconv.Itoa(maxOutput >> 9)}
	cmd := exec.CommandContext(ctx, "/bin/sh", append(shell, arguments...)...)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = folder, environment(folder), output, output
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Setpgid:     true,
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNET | syscall.CLONE_NEWPID,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: syscall.Getuid(), HostID: syscall.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: syscall.Getgid(), HostID: syscall.Getgid(), Size: 1}},
		Pdeathsig:   syscall.SIGKILL,
	}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = 5 * time.Second
	// The signal comes at the end of the thread that starts the program, so that
	// the thread is kept until then.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("convert: not started: %w", err)
	}
	return cmd.Wait()
}
