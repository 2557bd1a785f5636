//go:build !linux

package convert

import (
	"context"
	"io"
	"os/exec"
	"time"
)

// confined runs a program in the folder until the context ends. The profile
// keeps it from macros and from the network; limits of memory are the system's.
func confined(ctx context.Context, arguments []string, folder string, output io.Writer) error {
	cmd := exec.CommandContext(ctx, arguments[0], arguments[1:]...)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = folder, append(cmd.Environ(), environment(folder)...), output, output
	cmd.WaitDelay = 5 * time.Second
	return cmd.Run()
}
