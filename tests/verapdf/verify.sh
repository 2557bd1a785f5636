#!/bin/sh
# Draws a document of every kind and holds it against PDF/UA-1 and PDF/A-2a with
# veraPDF, a program that is not ours, against the format itself with qpdf, and
# against a second reader of structure and fonts.
# Where Java or Maven are not at hand it says so and is content.
set -eu
cd "$(dirname "$0")/../.."
for program in java mvn; do
	if ! command -v "$program" >/dev/null 2>&1; then
		echo "verify-pdf: not run, $program is not installed"
		exit 0
	fi
done
documents=$(mktemp -d)
trap 'rm -rf "$documents"' EXIT
QUARTERDAY_KEEP_PDF="$documents" go test -count=1 -timeout 5m ./documents/
if command -v qpdf >/dev/null 2>&1; then
	for file in "$documents"/*.pdf; do
		qpdf --check "$file" >/dev/null || { echo "verify-pdf: qpdf finds $file wrong"; exit 1; }
	done
fi
# Packs that hold other people's pages promise neither standard.
ours() { find "$documents" -name '*.pdf' ! -name '*oreign*' -print0; }
ours | timeout 600 xargs -0 /usr/bin/python3 tests/verapdf/pdf_accessible.py >"$documents/opinion" || { grep -v '^ok' "$documents/opinion"; exit 1; }
echo "verify-pdf: a second reader finds $(grep -c '^ok' "$documents/opinion") files accessible"
cd tests/verapdf
timeout 300 mvn -q -B compile dependency:build-classpath -Dmdep.outputFile=target/classpath
ours |
	timeout 600 xargs -0 java -Xmx1g -cp "target/classes:$(cat target/classpath)" VerifyPDF
