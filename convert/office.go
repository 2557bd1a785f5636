// Package convert turns office files (Word, Excel, PowerPoint, OpenDocument)
// into PDFs, by LibreOffice where it is installed. The files are other
// people's: each is opened in a folder of its own with a fresh profile that
// runs no macros and follows no links, without a network where the system
// allows, and within limits of time, memory and size.
package convert

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Office is an installed LibreOffice.
type Office struct {
	program string
	timeout time.Duration
	turn    chan struct{} // one conversion at a time: each takes a few hundred megabytes
}

const (
	timeout   = 60 * time.Second
	maxMemory = 3 << 30   // bytes of address space
	maxOutput = 100 << 20 // bytes of the PDF
)

// ErrFailed says that LibreOffice did not make a PDF of a file.
var ErrFailed = errors.New("convert: no PDF could be made of the file")

// exports names how each kind of office file becomes a PDF.
var exports = map[string]string{
	".docx": "writer_pdf_Export", ".doc": "writer_pdf_Export", ".odt": "writer_pdf_Export",
	".xlsx": "calc_pdf_Export", ".xls": "calc_pdf_Export", ".ods": "calc_pdf_Export", ".csv": "calc_pdf_Export",
	".pptx": "impress_pdf_Export", ".ppt": "impress_pdf_Export", ".odp": "impress_pdf_Export",
}

// IsOffice says whether files with this ending (with its dot) are office files.
func IsOffice(extension string) bool { return exports[extension] != "" }

// Find looks for LibreOffice; nil if it is not installed.
func Find() *Office {
	for _, name := range []string{"soffice", "libreoffice"} {
		if program, err := exec.LookPath(name); err == nil {
			return &Office{program: program, timeout: timeout, turn: make(chan struct{}, 1)}
		}
	}
	return nil
}

// Takes says whether files with this ending (with its dot) can be turned into
// PDFs here. A nil Office takes none.
func (o *Office) Takes(extension string) bool { return o != nil && IsOffice(extension) }

// PDF turns a file into a PDF with tags.
func (o *Office) PDF(ctx context.Context, file io.Reader, extension string) ([]byte, error) {
	if !o.Takes(extension) {
		return nil, fmt.Errorf("%w: %s is not an office file", ErrFailed, extension)
	}
	select {
	case o.turn <- struct{}{}:
		defer func() { <-o.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	sweep()
	folder, err := os.MkdirTemp("", temporary+"*")
	if err != nil {
		return nil, fmt.Errorf("convert: %w", err)
	}
	defer os.RemoveAll(folder)
	if err := prepare(folder, file, extension); err != nil {
		return nil, fmt.Errorf("convert: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	out, err := o.run(ctx, folder, extension)
	if ctx.Err() != nil {
		return nil, fmt.Errorf("%w: %w", ErrFailed, ctx.Err())
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w: %s", ErrFailed, err, out)
	}
	return result(folder)
}

// temporary begins the names of the folders in which files are opened.
const temporary = "quarterday-convert-"

// sweep removes the folders of conversions that were cut off with the server.
func sweep() {
	left, _ := filepath.Glob(filepath.Join(os.TempDir(), temporary+"*"))
	for _, folder := range left {
		if info, err := os.Lstat(folder); err == nil && time.Since(info.ModTime()) > 10*timeout {
			_ = os.RemoveAll(folder)
		}
	}
}

// prepare lays out the folder: the file and the profile.
func prepare(folder string, file io.Reader, extension string) error {
	profile := filepath.Join(folder, "profile", "user")
	if err := os.MkdirAll(profile, 0o700); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(profile, "registrymodifications.xcu"), []byte(settings), 0o600); err != nil {
		return err
	}
	to, err := os.OpenFile(filepath.Join(folder, "paper"+extension), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, file)
	return errors.Join(err, to.Close())
}

// settings of the profile: no macros, nothing loaded from elsewhere, and a
// proxy that is not there for whatever would try.
const settings = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
</oor:items>
`

// run converts what is in the folder, and returns the end of what LibreOffice
// had to say.
func (o *Office) run(ctx context.Context, folder, extension string) (string, error) {
	profile := url.URL{Scheme: "file", Path: filepath.ToSlash(filepath.Join(folder, "profile"))}
	arguments := []string{o.program, "-env:UserInstallation=" + profile.String(),
		"--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard",
		"--convert-to", "pdf:" + exports[extension] + `:{"UseTaggedPDF":{"type":"boolean","value":"true"}}`,
		"--outdir", folder, filepath.Join(folder, "paper"+extension)}
	var said bytes.Buffer
	err := confined(ctx, arguments, folder, &said)
	text := strings.TrimSpace(said.String())
	return text[max(0, len(text)-500):], err
}

// result reads the PDF that was made.
func result(folder string) ([]byte, error) {
	name := filepath.Join(folder, "paper.pdf")
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: nothing was made", ErrFailed)
	case info.Size() == 0 || info.Size() > maxOutput:
		return nil, fmt.Errorf("%w: %d bytes were made", ErrFailed, info.Size())
	}
	return os.ReadFile(name)
}

// environment is all that LibreOffice knows of where it runs.
func environment(folder string) []string {
	return []string{"HOME=" + folder, "TMPDIR=" + folder, "PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8", "SAL_USE_VCLPLUGIN=svp",
		"http_proxy=http://127.0.0.1:9", "https_proxy=http://127.0.0.1:9", "SOURCE_DATE_EPOCH=0"}
}
