// Package static holds the style, scripts, fonts and images of the pages, inside the binary.
//
// Everything is served below one address that names its content: /static/<version>/app.css, where the version is a
// hash of all the files. So browsers may keep each file for ever, and modules and stylesheets find each other by
// relative addresses.
package static

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"sort"
	"strings"
)

//go:embed dist source/scripts/*.js
var embedded embed.FS

// Prefix is where the files are served.
const Prefix = "/static/"

// Version names the content of all the files together. A page's ETag must contain it, because the page's links do.
var Version string

var files = map[string][]byte{}

func init() {
	err := fs.WalkDir(embedded, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := embedded.ReadFile(name)
		files[address(name)] = content
		return err
	})
	if err != nil {
		panic(err) // the files are in the binary: they can always be read
	}
	sum := sha256.New()
	for _, name := range Names() {
		fmt.Fprintf(sum, "%s %d\n", name, len(files[name]))
		sum.Write(files[name])
	}
	Version = hex.EncodeToString(sum.Sum(nil))[:12]
}

// address is a file's name as pages know it: dist/app.css is app.css, source/scripts/enhance.js scripts/enhance.js.
func address(name string) string {
	if rest, ok := strings.CutPrefix(name, "dist/"); ok {
		return rest
	}
	return "scripts/" + path.Base(name)
}

// Names lists the files in order.
func Names() []string {
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// Read gives a file's content; false if there is no such file.
func Read(name string) ([]byte, bool) {
	content, ok := files[name]
	return content, ok
}

// URL is the address of a file, for example /static/3f9ac1d27b40/app.css. Asking for a file that is not there is an
// error, so that a page with a misspelt name fails its test.
func URL(name string) (string, error) {
	if _, ok := files[name]; !ok {
		return "", fmt.Errorf("static: no file %q", name)
	}
	return Prefix + Version + "/" + name, nil
}
