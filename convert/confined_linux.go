package convert

import (
	"context"
	"errors"
	"io"
	"os/exec"
	"strconv"
	"syscall"
	"time"
)

// confined runs a program in the folder, in a process group that ends with the
// context, with bounded memory, processor time and file size, and without a
// network where the system lets us make such a place.
func confined(ctx context.Context, arguments []string, folder string, output io.Writer) error {
	err := start(ctx, arguments, folder, output, true)
	if errors.Is(err, errNotStarted) {
		err = start(ctx, arguments, folder, output, false)
	}
	return err
}

var errNotStarted = errors.New("convert: not started")

func start(ctx context.Context, arguments []string, folder string, output io.Writer, alone bool) error {
	const limits = `ulimit -v "$1" && ulimit -t "$2" && ulimit -f "$3" && shift 3 && exec "$@"`
	shell := []string{"-c", limits, "sh", strconv.Itoa(maxMemory >> 10), strconv.Itoa(int(timeout / time.Second)), strconv.Itoa(maxOutput >> 9)}
	cmd := exec.CommandContext(ctx, "/bin/sh", append(shell, arguments...)...)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = folder, environment(folder), output, output
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if alone {
		cmd.SysProcAttr.Cloneflags = syscall.CLONE_NEWUSER | syscall.CLONE_NEWNET
		cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: syscall.Getuid(), HostID: syscall.Getuid(), Size: 1}}
		cmd.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: syscall.Getgid(), HostID: syscall.Getgid(), Size: 1}}
	}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = 5 * time.Second
	if err := cmd.Start(); err != nil {
		return errors.Join(errNotStarted, err)
	}
	return cmd.Wait()
}
