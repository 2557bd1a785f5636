package models

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"reflect"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
)

// onPostgres says whether a database is a PostgreSQL server's, and not a file.
func onPostgres(database string) bool {
	return strings.HasPrefix(database, "postgres://") || strings.HasPrefix(database, "postgresql://")
}

// postgresServer opens the pools of a database that several servers may share.
//
// All commands, of all servers, queue for one lock: each raises the store's
// version, so that of two at once the second would have to begin again in any
// case. The lock is taken by a statement that looks at no row, before the
// transaction sees the database as it then is. A server that stops in the
// middle of a command, or is cut off, lets others go on after idleInCommand.
type postgresServer struct {
	how settings
	url string
}

const (
	// idleInCommand is how long a command may say nothing to the database; the
	// longest of them draw a document in between.
	idleInCommand = "60s"
	// waitForTurn is how long a command waits for those before it.
	waitForTurn = "30s"
	// turn is how a command takes its turn.
	turn = "lock table store_versions in exclusive mode"
	// migrating is the lock that a server holds while it brings the database up to
	// date; the number means nothing.
	migrating = 0x5175617274657264
)

// commands is the pool for commands. More than one would only wait in the
// database instead of here; a second is on its way while the first is kept.
func (p postgresServer) commands(clock func() time.Time) (*gorm.DB, error) {
	commit := "on"
	if p.how.synchronous == "OFF" {
		commit = "off"
	}
	return p.pool(clock, 2, map[string]string{"synchronous_commit": commit, "lock_timeout": waitForTurn, "idle_in_transaction_session_timeout": idleInCommand})
}

// reads is the pool for questions, which cannot write.
func (p postgresServer) reads(clock func() time.Time) (*gorm.DB, error) {
	db, err := p.pool(clock, 8, map[string]string{"default_transaction_read_only": "on"})
	if err != nil {
		return nil, err
	}
	return db, tellUnavailable(db)
}

func (p postgresServer) pool(clock func() time.Time, connections int, parameters map[string]string) (*gorm.DB, error) {
	config, err := pgx.ParseConfig(p.url)
	if err != nil {
		return nil, unreadableURL(p.url, err)
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = 10 * time.Second
	}
	parameters["application_name"] = "quarterday"
	for name, value := range parameters {
		if config.RuntimeParams[name] == "" { // the URL may say otherwise
			config.RuntimeParams[name] = value
		}
	}
	pool := sql.OpenDB(cleanConnector{stdlib.GetConnector(*config, stdlib.OptionAfterConnect(inUTC))})
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	pool.SetConnMaxLifetime(30 * time.Minute)
	db, err := gorm.Open(postgres.New(postgres.Config{Conn: pool}), gormConfig(clock))
	if err == nil {
		err = countQueries(db)
	}
	if err != nil {
		pool.Close()
		return nil, fmt.Errorf("open the database: %w", err)
	}
	return db, nil
}

// migrate brings the database up to date, one server at a time.
func (p postgresServer) migrate(ctx context.Context, db *gorm.DB) error {
	return db.WithContext(ctx).Connection(func(conn *gorm.DB) error {
		conn = conn.Session(&gorm.Session{NewDB: true, Context: ctx})
		var encoding string
		if err := conn.Raw("show server_encoding").Scan(&encoding).Error; err != nil {
			return err
		}
		if encoding != "UTF8" {
			return fmt.Errorf("it holds text as %s: make one with the encoding UTF8", encoding)
		}
		if err := conn.Exec("set lock_timeout = 0").Error; err != nil {
			return err
		}
		if err := conn.Exec("select pg_advisory_lock(?)", int64(migrating)).Error; err != nil {
			return err
		}
		defer conn.WithContext(context.WithoutCancel(ctx)).Exec("select pg_advisory_unlock(?)", int64(migrating))
		defer conn.WithContext(context.WithoutCancel(ctx)).Exec("reset lock_timeout")
		if err := migrate(conn); err != nil {
			return err
		}
		return conn.Exec(makeFolded).Error
	})
}

// makeFolded makes the function that turns all letters into small ones, where it
// is missing. Columns compare by their bytes, so that PostgreSQL's own lower
// would know the letters of English alone; which collations know more differs
// between versions and systems.
const makeFolded = `do $$ declare name text; small text; begin
	if exists (select 1 from pg_proc where proname = 'folded' and pg_function_is_visible(oid)) then return; end if;
	for name in select c.collname from (values (1, 'pg_c_utf8'), (2, 'C.utf8'), (3, 'C.UTF-8'), (4, 'und-x-icu'), (5, 'default')) as known (place, collname)
		join pg_collation c on c.collname = known.collname and c.collencoding in (-1, pg_char_to_encoding(getdatabaseencoding())) order by known.place
	loop
		execute format('select lower(''Ł'' collate pg_catalog.%I)', name) into small;
		exit when small = 'ł';
	end loop;
	execute format('create function folded(text) returns text language sql immutable parallel safe as ''select lower($1 collate pg_catalog.%I)''', name);
end $$`

// unreadableURL says that a database's address is wrong, without the password
// that is in it: what cannot be read is not repeated, since the password may be
// anywhere in it.
func unreadableURL(address string, err error) error {
	const how = "the database's address (DATABASE_URL) must be like postgres://user:password@host:5432/name?sslmode=require"
	u, wrong := url.Parse(address)
	if wrong != nil {
		return errors.New(how + "; characters such as @, / and % in the password are written %40, %2F and %25")
	}
	cause := err
	for inner := errors.Unwrap(cause); inner != nil; inner = errors.Unwrap(cause) {
		cause = inner
	}
	said := cause.Error()
	if strings.Contains(said, "://") { // all of it is in there
		return errors.New(how)
	}
	secrets := []string{u.Query().Get("password"), u.Query().Get("sslpassword")}
	if password, ok := u.User.Password(); ok {
		secrets = append(secrets, password)
	}
	for _, secret := range secrets {
		if secret != "" && strings.Contains(said, secret) {
			return errors.New(how)
		}
	}
	return fmt.Errorf("%s: %s", how, said)
}

// inUTC makes times that are read be in UTC, as SQLite's are, wherever the
// server runs.
func inUTC(_ context.Context, conn *pgx.Conn) error {
	conn.TypeMap().RegisterType(&pgtype.Type{Name: "timestamptz", OID: pgtype.TimestamptzOID, Codec: &pgtype.TimestamptzCodec{ScanLocation: time.UTC}})
	return nil
}

// cleanConnector makes connections that hand over only text that PostgreSQL can
// hold. What is typed has been tidied long before; this is for what is merely
// looked for, which then is not found, instead of failing.
type cleanConnector struct{ driver.Connector }

func (c cleanConnector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return cleanConn{conn.(*stdlib.Conn)}, nil
}

type cleanConn struct{ *stdlib.Conn }

// CheckNamedValue is asked about each value before it is sent.
func (c cleanConn) CheckNamedValue(v *driver.NamedValue) error {
	if value := reflect.Indirect(reflect.ValueOf(v.Value)); value.Kind() == reflect.String {
		if text := value.String(); strings.ContainsRune(text, 0) || strings.ToValidUTF8(text, "") != text {
			v.Value = strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", "\uFFFD")
		}
	}
	return c.Conn.CheckNamedValue(v)
}

// tellUnavailable makes questions that the database server does not answer be
// refused as such: with SQLite the file is always there.
func tellUnavailable(db *gorm.DB) error {
	tell := func(db *gorm.DB) {
		if db.Error != nil && isUnreachable(db.Error) {
			db.Error = unavailable("The database does not answer at the moment. Try again in a minute.", db.Error)
		}
	}
	query := db.Callback().Query().After("gorm:after_query").Register("quarterday:tell_query", tell)
	row := db.Callback().Row().After("gorm:row").Register("quarterday:tell_row", tell)
	raw := db.Callback().Raw().After("gorm:raw").Register("quarterday:tell_raw", tell)
	return errors.Join(query, row, raw)
}

// isUnreachable says whether the database server cannot be reached, stops, or
// has broken off.
func isUnreachable(err error) bool {
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return true // whatever the reason it gave
	}
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		switch e.Code[:2] {
		case "08", "53", "57", "58": // connection, resources, an operator's doing, disks
			return e.Code != "57014" // the question was called off
		}
		return e.Code == "55P03" || e.Code == "25006" || e.Code == "25P03" // waited too long, a standby, cut off
	}
	return errors.Is(err, sql.ErrConnDone) || isBrokenOff(err)
}

// isBrokenOff says whether a connection was lost before an answer came.
func isBrokenOff(err error) bool {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return e.Code == "57P01" // the server is being stopped, or an operator ended it
	}
	_, never := errors.AsType[*pgconn.ConnectError](err)
	return !never && (errors.Is(err, driver.ErrBadConn) || strings.Contains(err.Error(), "conn closed") || isNetwork(err))
}

// isTransient says whether two transactions met, and one only has to be done again.
func isTransient(err error) bool {
	e, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (e.Code == "40001" || e.Code == "40P01")
}

// breaksUnique says whether err is a broken unique constraint on this column,
// whose name PostgreSQL puts into the constraint's.
func breaksUnique(err error, column string) bool {
	e, ok := errors.AsType[*pgconn.PgError](err)
	if !ok || e.Code != "23505" {
		return false
	}
	table, name, qualified := strings.Cut(column, ".")
	if !qualified {
		table, name = e.TableName, column
	}
	return table == e.TableName && strings.Contains(strings.TrimPrefix(e.ConstraintName, table), "_"+name)
}
