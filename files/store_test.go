package files

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"
)

const limit = 25 << 20

func openStore(t *testing.T) (*Store, string) {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "files")
	store, err := OpenStore(folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	return store, folder
}

func put(t *testing.T, s *Store, content string) Stored {
	t.Helper()
	stored, err := s.Put(t.Context(), strings.NewReader(content), limit)
	if err != nil {
		t.Fatal(err)
	}
	return stored
}

// names lists every file below a folder.
func names(t *testing.T, folder string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(folder, func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			name, err = filepath.Rel(folder, name)
			found = append(found, filepath.ToSlash(name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestPut(t *testing.T) {
	t.Run("keeps the bytes under their hash", func(t *testing.T) {
		s, folder := openStore(t)
		stored := put(t, s, "%PDF-1.7 minutes")
		sum := sha256.Sum256([]byte("%PDF-1.7 minutes"))
		want := Stored{SHA256: hex.EncodeToString(sum[:]), Size: 16, MediaType: "application/pdf"}
		if stored != want {
			t.Errorf("got %+v, want %+v", stored, want)
		}
		if got := names(t, folder); len(got) != 1 || got[0] != want.SHA256[:2]+"/"+want.SHA256[2:4]+"/"+want.SHA256 {
			t.Errorf("kept as %v", got)
		}
		file, size, err := s.Open(stored.SHA256)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		if got, err := io.ReadAll(file); string(got) != "%PDF-1.7 minutes" || err != nil || size != 16 {
			t.Errorf("read %q, %d, %v", got, size, err)
		}
		if err := s.Check(t.Context(), stored.SHA256); err != nil {
			t.Error(err)
		}
	})
	t.Run("keeps the same content once", func(t *testing.T) {
		s, folder := openStore(t)
		if first, second := put(t, s, "same"), put(t, s, "same"); first != second || len(names(t, folder)) != 1 {
			t.Errorf("got %v and %v in %v", first, second, names(t, folder))
		}
	})
	t.Run("takes the same content from many at once", func(t *testing.T) {
		s, folder := openStore(t)
		var sending sync.WaitGroup
		for range 8 {
			sending.Go(func() {
				if _, err := s.Put(t.Context(), strings.NewReader("same"), limit); err != nil {
					t.Error(err)
				}
			})
		}
		sending.Wait()
		if got := names(t, folder); len(got) != 1 {
			t.Errorf("kept as %v", got)
		}
	})
	t.Run("takes a file of the limit", func(t *testing.T) {
		s, _ := openStore(t)
		if stored, err := s.Put(t.Context(), io.LimitReader(zeros{}, limit), limit); err != nil || stored.Size != limit {
			t.Errorf("got %+v, %v", stored, err)
		}
	})

	refused := map[string]struct {
		content io.Reader
		is      func(error) bool
	}{
		"one byte above the limit": {io.LimitReader(zeros{}, limit+1), func(err error) bool {
			tooLarge, ok := errors.AsType[*TooLargeError](err)
			return ok && tooLarge.Limit == limit && err.Error() == "The file must be smaller than 25 MB"
		}},
		"a file without end": {zeros{}, func(err error) bool { _, ok := errors.AsType[*TooLargeError](err); return ok }},
		"an empty file":      {strings.NewReader(""), func(err error) bool { return errors.Is(err, ErrEmpty) }},
		"a cut connection": {io.MultiReader(strings.NewReader("%PDF-1.7"), iotest.ErrReader(io.ErrUnexpectedEOF)),
			func(err error) bool { return errors.Is(err, io.ErrUnexpectedEOF) }},
	}
	for name, test := range refused {
		t.Run("refuses "+name+" and keeps nothing", func(t *testing.T) {
			s, folder := openStore(t)
			if stored, err := s.Put(t.Context(), test.content, limit); !test.is(err) || stored != (Stored{}) {
				t.Errorf("got %+v, %v", stored, err)
			}
			if left := names(t, folder); len(left) != 0 {
				t.Errorf("left %v", left)
			}
		})
	}
	t.Run("stops with its context and keeps nothing", func(t *testing.T) {
		s, folder := openStore(t)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := s.Put(ctx, zeros{}, limit); !errors.Is(err, context.Canceled) || len(names(t, folder)) != 0 {
			t.Errorf("got %v, left %v", err, names(t, folder))
		}
	})
	t.Run("says when the folder is gone", func(t *testing.T) {
		s, folder := openStore(t)
		if err := os.RemoveAll(folder); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Put(t.Context(), strings.NewReader("a"), limit); err == nil {
			t.Error("kept in a folder that is gone")
		}
	})
}

// zeros is a file without end.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func TestANameThatIsNoHashIsRefused(t *testing.T) {
	s, folder := openStore(t)
	secret := filepath.Join(filepath.Dir(folder), "secret")
	if err := os.WriteFile(secret, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	sha := put(t, s, "a").SHA256
	for _, name := range []string{"", "..", "../secret", "../../secret", secret, strings.ToUpper(sha), sha[:63], sha + "0", sha[:2] + "/" + sha[2:4] + "/" + sha,
		strings.Repeat("../", 21) + "a", sha[:63] + "\x00", strings.Repeat("é", 32)} {
		if _, _, err := s.Open(name); !errors.Is(err, ErrHash) {
			t.Errorf("Open(%q): %v", name, err)
		}
		if _, err := s.Has(name); !errors.Is(err, ErrHash) {
			t.Errorf("Has(%q): %v", name, err)
		}
		if err := s.Remove(name); !errors.Is(err, ErrHash) {
			t.Errorf("Remove(%q): %v", name, err)
		}
	}
	if _, err := os.Stat(secret); err != nil {
		t.Error(err)
	}
	t.Run("and a link out of the folder is not followed", func(t *testing.T) {
		out := strings.Repeat("ab", 32)
		if err := os.MkdirAll(filepath.Join(folder, "ab", "ab"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(secret, filepath.Join(folder, "ab", "ab", out)); err != nil {
			t.Skip("this system lets nobody make a symbolic link, so that there is none to follow:", err)
		}
		if _, _, err := s.Open(out); err == nil {
			t.Error("the link was followed")
		}
	})
}

func TestRemove(t *testing.T) {
	s, _ := openStore(t)
	sha := put(t, s, "a").SHA256
	if has, err := s.Has(sha); !has || err != nil {
		t.Errorf("has %v, %v", has, err)
	}
	for range 2 { // the second time there is none, which is no error
		if err := s.Remove(sha); err != nil {
			t.Error(err)
		}
	}
	if has, err := s.Has(sha); has || err != nil {
		t.Errorf("has %v, %v", has, err)
	}
	if _, _, err := s.Open(sha); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("opened: %v", err)
	}
}

func TestCheckFindsChangedBytes(t *testing.T) {
	s, folder := openStore(t)
	sha := put(t, s, "minutes").SHA256
	if err := os.WriteFile(filepath.Join(folder, sha[:2], sha[2:4], sha), []byte("minuteS"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.Check(t.Context(), sha); !errors.Is(err, ErrBytes) {
		t.Errorf("got %v", err)
	}
	put(t, s, "minutes")
	if err := s.Check(t.Context(), sha); err != nil {
		t.Errorf("put again: %v", err)
	}
}

func TestSweep(t *testing.T) {
	s, folder := openStore(t)
	yesterday := time.Now().Add(-24 * time.Hour)
	wanted, old, young, again := put(t, s, "wanted").SHA256, put(t, s, "old").SHA256, put(t, s, "young").SHA256, put(t, s, "again").SHA256
	age := func(name string) {
		t.Helper()
		if err := os.Chtimes(filepath.Join(folder, name), time.Time{}, yesterday.Add(-time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	for _, sha := range []string{wanted, old, again} {
		age(sha[:2] + "/" + sha[2:4] + "/" + sha)
	}
	put(t, s, "again")
	for _, name := range []string{incoming + "A", incoming + "B", "README"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	age(incoming + "A")
	age("README")

	removed, err := s.Sweep(t.Context(), func(sha string) bool { return sha == wanted }, yesterday)
	if err != nil || removed != 2 {
		t.Errorf("removed %d, %v", removed, err)
	}
	kept := map[string]bool{}
	if err := s.Walk(t.Context(), func(k Kept) error { kept[k.SHA256] = k.Size > 0; return nil }); err != nil {
		t.Error(err)
	}
	if len(kept) != 3 || !kept[wanted] || !kept[young] || !kept[again] || kept[old] {
		t.Errorf("kept %v", kept)
	}
	for name, want := range map[string]bool{incoming + "A": false, incoming + "B": true, "README": true} {
		if _, err := os.Stat(filepath.Join(folder, name)); (err == nil) != want {
			t.Errorf("%s: kept %v, want %v", name, err == nil, want)
		}
	}
	t.Run("stops with its context", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if n, err := s.Sweep(ctx, func(string) bool { return false }, time.Now().Add(time.Hour)); n != 0 || !errors.Is(err, context.Canceled) {
			t.Errorf("removed %d, %v", n, err)
		}
	})
}

// zipped makes the file of an office program: a zip whose first names tell.
func zipped(t *testing.T, entries ...string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, entry := range entries {
		name, content, _ := strings.Cut(entry, "=")
		file, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(file, content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestContentDecidesWhatIsAccepted(t *testing.T) {
	picture := image.NewGray(image.Rect(0, 0, 1, 1))
	var pngFile, jpegFile bytes.Buffer
	if err := errors.Join(png.Encode(&pngFile, picture), jpeg.Encode(&jpegFile, picture, nil)); err != nil {
		t.Fatal(err)
	}
	long := "[Content_Types].xml=" + strings.Repeat("<x/>", 20_000)
	tests := map[string]struct{ content, want string }{ // want is the extension; empty when refused
		"a PDF":                        {"%PDF-1.7\n", ".pdf"},
		"a broken PDF":                 {"%PDF-1.7\nnonsense", ".pdf"},
		"a Word document":              {zipped(t, long, "_rels/.rels=x", "word/document.xml=x"), ".docx"},
		"an Excel spreadsheet":         {zipped(t, long, "_rels/.rels=x", "xl/workbook.xml=x"), ".xlsx"},
		"a PowerPoint presentation":    {zipped(t, long, "_rels/.rels=x", "ppt/presentation.xml=x"), ".pptx"},
		"an OpenDocument text":         {zipped(t, "mimetype=application/vnd.oasis.opendocument.text"), ".odt"},
		"an OpenDocument spreadsheet":  {zipped(t, "mimetype=application/vnd.oasis.opendocument.spreadsheet"), ".ods"},
		"an OpenDocument presentation": {zipped(t, "mimetype=application/vnd.oasis.opendocument.presentation"), ".odp"},
		"a PNG":                        {pngFile.String(), ".png"},
		"a JPEG":                       {jpegFile.String(), ".jpg"},
		"plain text":                   {"Notes of the meeting, in Łódź", ".txt"},
		"a CSV":                        {"name,organisation\nRuth,OPCC\nDaniel,OPCC\n", ".csv"},
		"HTML":                         {"<!DOCTYPE html><html><script>alert(1)</script>", ""},
		"HTML after white space":       {"\n\n  \t<html>", ""},
		"HTML after a comment":         {"<!-- %PDF-1.7 --><script>alert(1)</script>", ""},
		"SVG":                          {`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`, ""},
		"SVG as XML":                   {`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>`, ""},
		"XML":                          {`<?xml version="1.0"?><a/>`, ""},
		"a Windows program":            {"MZ" + strings.Repeat("\x00", 58) + "\x40\x00\x00\x00PE\x00\x00", ""},
		"a Linux program":              {"\x7fELF\x02\x01\x01" + strings.Repeat("\x00", 60), ""},
		"a script":                     {"#!/bin/sh\nrm -rf /\n", ""},
		"a zip":                        {zipped(t, "a.exe=MZ"), ""},
		"a Java program":               {zipped(t, "META-INF/MANIFEST.MF=x"), ""},
		"unknown bytes":                {"\x00\x01\x02\x03\xff\xfe", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s, _ := openStore(t)
			stored := put(t, s, test.content)
			kind, ok := TypeOf(stored.MediaType)
			if kind.Extension != test.want || ok != (test.want != "") || Accept(stored.MediaType) != ok {
				t.Errorf("%s: got %q, want %q", stored.MediaType, kind.Extension, test.want)
			}
		})
	}
}
