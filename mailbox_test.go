package main

import (
	"errors"
	"strings"
	"testing"

	"quarterday/files"
)

func TestAttachmentsAreJudgedByTheirContent(t *testing.T) {
	kept, err := files.OpenStore(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	keep := keepAttachments(kept)
	file, refusal, err := keep(t.Context(), "beds.exe", strings.NewReader("%PDF-1.4\nbeds"))
	if err != nil || refusal != "" || file.MediaType != "application/pdf" || file.Extension != ".pdf" || file.Size != 13 {
		t.Errorf("%+v %q %v", file, refusal, err)
	}
	for content, why := range map[string]string{
		"<html><script>alert(1)</script></html>": "whatever it is called",
		"MZ\x90\x00\x03":                         "whatever it is called",
		"":                                       "it is empty",
		"%PDF" + strings.Repeat("x", largestAttachment): "25 MB or smaller",
	} {
		if file, refusal, err := keep(t.Context(), "beds.pdf", strings.NewReader(content)); err != nil || !strings.Contains(refusal, why) || file.SHA256 != "" {
			t.Errorf("%.20q: %+v %q %v", content, file, refusal, err)
		}
	}
	broken := errors.New("broken off")
	if _, _, err := keep(t.Context(), "beds.pdf", cut{broken}); !errors.Is(err, broken) {
		t.Errorf("a connection that breaks: %v", err)
	}
}

type cut struct{ err error }

func (c cut) Read([]byte) (int, error) { return 0, c.err }

func TestMailOptions(t *testing.T) {
	o := mailOptions{SMTPURL: "smtp://localhost", MailFrom: "meetings@vale.example", IMAPURL: "imaps://vale:secret@mail.example"}
	post, box, err := o.offices()
	if err != nil || box == nil || box.mailbox.Folder != "INBOX" || post.answers != "meetings@vale.example" {
		t.Errorf("%+v %+v %v", post, box, err)
	}
	o.AnswersTo = "replies+{token}@vale.example"
	if post, _, err := o.offices(); err != nil || post.answers != o.AnswersTo {
		t.Errorf("%+v %v", post, err)
	}
	o.CheckedBy = "mx.vale.example"
	if _, box, err := o.offices(); err != nil || box.checkedBy != o.CheckedBy {
		t.Errorf("%+v %v", box, err)
	}
	for _, bad := range []mailOptions{{AnswersTo: "replies@vale.example"}, {CheckedBy: "mx.vale.example"}, {IMAPURL: "imaps://vale:secret@"}, {IMAPURL: o.IMAPURL, AnswersTo: "nobody"}} {
		if _, _, err := bad.offices(); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	if post, box, err := (mailOptions{}).offices(); post != nil || box != nil || err != nil {
		t.Errorf("nothing set: %+v %+v %v", post, box, err)
	}
}
