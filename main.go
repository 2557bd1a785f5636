// Quarterday runs the business of a partnership that meets four times a year:
// it schedules the meetings, collects agenda items and best-practice
// submissions from the partners, and produces the minutes and the action
// tracker as PDFs. One binary, one data folder.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"strings"
	"syscall"
	"time"
	_ "time/tzdata" // Windows has no time zone data of its own

	"github.com/alecthomas/kong"
)

// options is the command line, and the environment where a flag has one.
type options struct {
	Serve  serveCommand  `cmd:"" help:"Run the site. On an empty data folder it prints a one-time link to set up the partnership."`
	Demo   demoCommand   `cmd:"" help:"Run the site with a sample partnership in a temporary folder."`
	Person personCommand `cmd:"" help:"Add somebody or change their role, and print a link with which they can sign in once."`
	PDF    pdfCommand    `cmd:"" name:"pdf" help:"Write a document as a PDF file."`

	RenewLinks renewLinksCommand `cmd:"" help:"End the links in all earlier emails, when others may have got the key to them."`

	Version versionCommand `cmd:"" help:"Say which version this is."`
}

type versionCommand struct{}

func (versionCommand) Run() error {
	_, err := fmt.Println("quarterday", version())
	return err
}

// version is what the build knows of itself: the module's version, or the
// commit it was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	v := info.Main.Version
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && (v == "" || v == "(devel)") {
			v = s.Value[:min(12, len(s.Value))]
		}
	}
	if v == "" {
		v = "(devel)"
	}
	return v
}

// dataFolder is where a command finds the partnership's data.
type dataFolder struct {
	DataDir     string `help:"Folder that holds the database, papers and documents." env:"QUARTERDAY_DATA_DIR" default:"data" type:"path"`
	DatabaseURL string `name:"database-url" help:"PostgreSQL database for several servers to share: postgres://user:password@host:5432/name. The folder then holds papers and documents alone, and all servers must share it, too. Default: SQLite, in the folder. Use the environment: other users of the machine can read flags." env:"DATABASE_URL" placeholder:"URL"`
}

// file is where SQLite's database is.
func (d dataFolder) file() string { return filepath.Join(d.DataDir, "quarterday.db") }

// database is what models opens.
func (d dataFolder) database() (string, error) {
	switch {
	case d.DatabaseURL == "":
		return d.file(), nil
	case strings.HasPrefix(d.DatabaseURL, "postgres://"), strings.HasPrefix(d.DatabaseURL, "postgresql://"):
		return d.DatabaseURL, nil
	}
	// It is not repeated: there may be a password in it.
	return "", errors.New("the database's address (DATABASE_URL) must begin with postgres://; without one SQLite is used, in the data folder")
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var o options
	parser := commandLine(ctx, &o)
	command, err := parser.Parse(os.Args[1:])
	parser.FatalIfErrorf(err)
	if err := command.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "quarterday:", err)
		os.Exit(1)
	}
}

// commandLine reads a command line into o.
func commandLine(ctx context.Context, o *options, more ...kong.Option) *kong.Kong {
	return kong.Must(o, append([]kong.Option{
		kong.Name("quarterday"),
		kong.Description("Runs a partnership that meets four times a year: plans the meetings, collects agenda items, takes the minutes and tracks the actions. Every flag below can be set in the environment; no file is needed."),
		kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: false, NoExpandSubcommands: false, WrapUpperBound: 100}),
		kong.BindTo(ctx, (*context.Context)(nil)),
	}, more...)...)
}

// systemClock is the clock of everything but the tests.
func systemClock() time.Time { return time.Now() }
