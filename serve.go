package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"quarterday/files"
	"quarterday/handlers"
	"quarterday/models"
)

// webOptions are what serve and demo share.
type webOptions struct {
	Addr           string   `help:"Address to listen on." env:"QUARTERDAY_ADDR" default:"localhost:8080"`
	BaseURL        string   `help:"Address of the site as people reach it; begins every link in letters and calendars. Default: http:// and the address to listen on." env:"QUARTERDAY_BASE_URL" placeholder:"URL"`
	TrustedProxies []string `help:"Networks of the reverse proxies in front of the site, whose X-Forwarded-For is believed: 127.0.0.1, 10.0.0.0/8." env:"QUARTERDAY_TRUSTED_PROXIES" placeholder:"NETWORK,..."`
	Log            string   `help:"How much to log: debug, info, warn or error." env:"QUARTERDAY_LOG" default:"info" enum:"debug,info,warn,error"`
}

type serveCommand struct {
	dataFolder
	webOptions
	mailOptions
}

// Run serves the site until the context ends.
func (o serveCommand) Run(ctx context.Context) error {
	store, err := o.open(ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	if err := sameTime(ctx, store); err != nil {
		return err
	}
	kept, err := o.papers()
	if err != nil {
		return err
	}
	defer kept.Close()
	post, box, err := o.mailOptions.offices()
	if err != nil {
		return err
	}
	return o.webOptions.run(ctx, store, kept, site{mail: post, answers: box}, func(base string) error {
		token, err := store.OfferSetUp(ctx)
		if err == nil && token != "" {
			fmt.Printf("\nThis installation is empty. Open this link to set up the partnership (it works once, until the next start):\n\n  %s/set-up/%s\n\n", base, token)
		}
		return err
	})
}

// open makes the data folder if need be and opens what is in it.
func (d dataFolder) open(ctx context.Context) (*models.Store, error) {
	database, err := d.database()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(d.DataDir, 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	return models.Open(ctx, database, systemClock)
}

// clocksApart is how far the clocks of a server and of its database may differ.
const clocksApart = models.DeliveryLeaseSpan / 4

// sameTime refuses to serve where the clock is far from the database server's.
func sameTime(ctx context.Context, store *models.Store) error {
	ahead, err := store.ClockAhead(ctx)
	if err != nil {
		return err
	}
	if ahead.Abs() <= clocksApart {
		return nil
	}
	way := "ahead of"
	if ahead < 0 {
		way = "behind"
	}
	return fmt.Errorf("this machine's clock is %s %s the database server's, so that letters could be sent twice: let both keep the same time (NTP), then start again", ahead.Abs().Round(time.Second), way)
}

// papers opens the folder in which papers and documents are kept.
func (d dataFolder) papers() (*files.Store, error) {
	return files.OpenStore(filepath.Join(d.DataDir, "files"))
}

// shutdownTime is how long requests under way are given to finish.
const shutdownTime = 20 * time.Second

// site is what differs between the sites that this program serves.
type site struct {
	demo bool
	mail *postOffice // nil where letters stay in the outbox
	// answers is the mailbox that is read; nil where none is.
	answers *letterBox
}

// run listens, says where, and serves until the context ends; ready is called
// once the address is known and before the first request is answered.
func (o webOptions) run(ctx context.Context, store *models.Store, kept *files.Store, which site, ready func(base string) error) error {
	var level slog.Level
	if err := level.UnmarshalText([]byte(o.Log)); err != nil {
		return err
	}
	slog.SetDefault(slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: level})))

	listener, err := net.Listen("tcp", o.Addr)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", o.Addr, err)
	}
	defer listener.Close()
	base := o.BaseURL
	if base == "" {
		base = "http://" + address(o.Addr, listener)
	}
	site, err := handlers.New(store, kept, handlers.Config{BaseURL: base, Demo: which.demo, MailServer: which.mail != nil, MailFrom: which.mail.sender(), Mailbox: which.answers != nil, Proxies: o.TrustedProxies, Build: version()})
	if err != nil {
		return err
	}
	if err := ready(base); err != nil {
		return err
	}
	server := &http.Server{
		Handler:           site.Handler(),
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       2 * time.Minute,
		WriteTimeout:      2 * time.Minute,
		IdleTimeout:       2 * time.Minute,
	}
	slog.Info("serving", "address", base)
	stopped := which.mail.run(ctx, store, base)
	received := which.answers.run(ctx, store, kept)
	ticks := time.NewTicker(timedTick)
	defer ticks.Stop()
	timed := (&timedWork{store: store, kept: kept}).run(ctx, ticks.C)
	packTicks := time.NewTicker(timedTick)
	defer packTicks.Stop()
	packs := site.DrawPacks(ctx, packTicks.C)
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	slog.Info("stopping: requests under way are finished first")
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTime)
	defer cancel()
	if err := server.Shutdown(last); err != nil && !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("stop: %w", err)
	}
	select {
	case <-stopped:
	case <-last.Done():
		slog.Warn("a letter was still being handed over; it is sent again at the next start, under the same name")
	}
	for _, ended := range []<-chan struct{}{timed, received, packs} {
		select {
		case <-ended:
		case <-last.Done():
		}
	}
	return nil
}

// address is where a browser on this machine finds the listener: the host that
// was asked for with the port that was given.
func address(asked string, listener net.Listener) string {
	host, _, err := net.SplitHostPort(asked)
	if err != nil || host == "" || host == "0.0.0.0" || host == "::" {
		host = "localhost"
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	return net.JoinHostPort(host, port)
}
