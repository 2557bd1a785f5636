// Package files keeps the bytes of papers and documents, each under the
// SHA-256 of its content. A file is never changed once it is kept; the same
// content is kept once, however often and under whatever name it comes.
package files

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
	"sync"
	"time"
)

// A Store is a folder in which files are kept as aa/bb/<SHA-256>. It is safe
// for use by many at once, in one process or several.
type Store struct {
	root *os.Root
	// placing keeps a sweep from taking away a file in the moment between
	// being found old and being put again.
	placing sync.Mutex
}

// Stored is what is known of a file from its content alone.
type Stored struct {
	SHA256    string // 64 lower-case hexadecimal digits
	Size      int64
	MediaType string // without parameters, such as application/pdf
}

// TooLargeError says that a file has more bytes than the caller allows.
type TooLargeError struct {
	Limit int64
}

// Error is a sentence fit to be shown beside the field.
func (e *TooLargeError) Error() string {
	if e.Limit >= 1<<20 {
		return fmt.Sprintf("The file must be smaller than %d MB", e.Limit>>20)
	}
	return fmt.Sprintf("The file must be smaller than %d bytes", e.Limit)
}

// Refusals that callers can ask for with errors.Is. A file that is not kept is
// fs.ErrNotExist.
var (
	ErrEmpty = errors.New("The file is empty") //lint:ignore ST1005 shown beside the field
	ErrHash  = errors.New("not a SHA-256 in lower-case hexadecimal")
	ErrBytes = errors.New("the bytes are not those that were stored")
)

// incoming begins the names of files that are still being received.
const incoming = "incoming-"

// OpenStore opens the folder, and makes it if need be.
func OpenStore(folder string) (*Store, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("files: %w", err)
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, fmt.Errorf("files: %w", err)
	}
	return &Store{root: root}, nil
}

// Close lets go of the folder.
func (s *Store) Close() error { return s.root.Close() }

// Put keeps all that content gives, up to limit bytes, and returns once it is
// safe on disk. On any error (too large, empty, a cut connection, a full disk)
// nothing is kept.
func (s *Store) Put(ctx context.Context, content io.Reader, limit int64) (Stored, error) {
	temporary := incoming + rand.Text()
	file, err := s.root.OpenFile(temporary, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return Stored{}, fmt.Errorf("files: receive: %w", err)
	}
	stored, err := receive(ctx, file, content, limit)
	if closed := file.Close(); err == nil && closed != nil {
		err = fmt.Errorf("files: receive: %w", closed)
	}
	if err == nil {
		err = s.place(temporary, stored.SHA256)
	}
	if err != nil {
		// What cannot be removed now is swept later.
		_ = s.root.Remove(temporary)
		return Stored{}, err
	}
	return stored, nil
}

// receive copies content to the file and learns about it on the way.
func receive(ctx context.Context, file *os.File, content io.Reader, limit int64) (Stored, error) {
	hash := sha256.New()
	size, err := io.Copy(io.MultiWriter(file, hash), io.LimitReader(cancellable{ctx, content}, limit+1))
	switch {
	case err != nil:
		return Stored{}, fmt.Errorf("files: receive: %w", err)
	case size > limit:
		return Stored{}, &TooLargeError{Limit: limit}
	case size == 0:
		return Stored{}, ErrEmpty
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return Stored{}, fmt.Errorf("files: receive: %w", err)
	}
	head := make([]byte, min(size, headLength))
	if _, err := io.ReadFull(file, head); err != nil {
		return Stored{}, fmt.Errorf("files: receive: %w", err)
	}
	if err := file.Sync(); err != nil {
		return Stored{}, fmt.Errorf("files: receive: %w", err)
	}
	return Stored{SHA256: hex.EncodeToString(hash.Sum(nil)), Size: size, MediaType: mediaTypeOf(head)}, nil
}

// A cancellable reader stops when its context does.
type cancellable struct {
	ctx context.Context
	io.Reader
}

func (c cancellable) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.Reader.Read(p)
}

// place gives a received file its name for good. A file already there is
// replaced by the same bytes, so that it is as young as the last who put it.
func (s *Store) place(temporary, sha string) error {
	s.placing.Lock()
	defer s.placing.Unlock()
	name, _ := nameOf(sha)
	folder := path.Dir(name)
	if err := s.root.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("files: keep: %w", err)
	}
	if err := s.root.Rename(temporary, name); err != nil {
		return fmt.Errorf("files: keep: %w", err)
	}
	for _, changed := range []string{folder, path.Dir(folder), "."} {
		if err := s.syncFolder(changed); err != nil {
			return fmt.Errorf("files: keep: %w", err)
		}
	}
	return nil
}

// nameOf returns the name under which a file is kept.
func nameOf(sha string) (string, error) {
	if len(sha) != 2*sha256.Size || strings.Trim(sha, "0123456789abcdef") != "" {
		return "", fmt.Errorf("files: %q: %w", sha[:min(len(sha), 80)], ErrHash)
	}
	return sha[:2] + "/" + sha[2:4] + "/" + sha, nil
}

// Open returns the bytes of a file and how many there are.
func (s *Store) Open(sha string) (io.ReadSeekCloser, int64, error) {
	name, err := nameOf(sha)
	if err != nil {
		return nil, 0, err
	}
	file, err := s.root.Open(name)
	if err != nil {
		return nil, 0, fmt.Errorf("files: %w", err)
	}
	info, err := file.Stat()
	if err != nil {
		file.Close()
		return nil, 0, fmt.Errorf("files: %w", err)
	}
	return file, info.Size(), nil
}

// Has reports whether a file is kept.
func (s *Store) Has(sha string) (bool, error) {
	name, err := nameOf(sha)
	if err != nil {
		return false, err
	}
	_, err = s.root.Stat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// Check reads a file again and reports ErrBytes if it is not what was stored.
func (s *Store) Check(ctx context.Context, sha string) error {
	file, _, err := s.Open(sha)
	if err != nil {
		return err
	}
	defer file.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, cancellable{ctx, file}); err != nil {
		return fmt.Errorf("files: check: %w", err)
	}
	if hex.EncodeToString(hash.Sum(nil)) != sha {
		return fmt.Errorf("files: %s: %w", sha, ErrBytes)
	}
	return nil
}

// Remove takes a file away. It is no error if there is none.
func (s *Store) Remove(sha string) error {
	name, err := nameOf(sha)
	if err != nil {
		return err
	}
	if err := s.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("files: %w", err)
	}
	return nil
}

// A Kept file, as Walk finds it.
type Kept struct {
	SHA256 string
	Size   int64
	Put    time.Time // when it was last put
}

// Walk visits all files kept, in the order of their hashes, until visit
// returns an error.
func (s *Store) Walk(ctx context.Context, visit func(Kept) error) error {
	return s.walk(ctx, func(name string, info fs.FileInfo) error {
		sha := path.Base(name)
		if want, err := nameOf(sha); err != nil || want != name {
			return nil // not ours: somebody put it into the folder by hand
		}
		return visit(Kept{SHA256: sha, Size: info.Size(), Put: info.ModTime()})
	})
}

func (s *Store) walk(ctx context.Context, visit func(name string, info fs.FileInfo) error) error {
	return fs.WalkDir(s.root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		if gone := errors.Is(err, fs.ErrNotExist); gone && name != "." {
			return nil
		}
		if err = errors.Join(err, ctx.Err()); err != nil {
			return err
		}
		if !entry.Type().IsRegular() {
			return nil
		}
		info, err := entry.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil // removed since the folder was read
		}
		if err != nil {
			return err
		}
		return visit(name, info)
	})
}

// Sweep removes what was last put before a time and which keep does not want:
// papers whose form was never sent, and what broken uploads left behind. It
// returns how many were removed.
func (s *Store) Sweep(ctx context.Context, keep func(sha string) bool, olderThan time.Time) (removed int, err error) {
	err = s.walk(ctx, func(name string, info fs.FileInfo) error {
		if !info.ModTime().Before(olderThan) {
			return nil
		}
		sha := path.Base(name)
		if want, err := nameOf(sha); err != nil || want != name {
			if !strings.HasPrefix(name, incoming) {
				return nil
			}
		} else if keep(sha) {
			return nil
		}
		gone, err := s.removeOld(name, olderThan)
		if gone {
			removed++
		}
		return err
	})
	if err != nil {
		return removed, fmt.Errorf("files: sweep: %w", err)
	}
	return removed, nil
}

// removeOld removes a file unless it was put again in the meantime.
func (s *Store) removeOld(name string, olderThan time.Time) (bool, error) {
	s.placing.Lock()
	defer s.placing.Unlock()
	info, err := s.root.Stat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil || !info.ModTime().Before(olderThan) {
		return false, err
	}
	return true, s.root.Remove(name)
}
