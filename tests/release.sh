#!/bin/sh
# One static binary for each system, in dist/.
set -eu
mkdir -p dist
for target in linux/amd64 linux/arm64 windows/amd64 darwin/arm64; do
  os=${target%/*} arch=${target#*/} end=""
  [ "$os" = windows ] && end=".exe"
  CGO_ENABLED=0 GOOS=$os GOARCH=$arch go build -trimpath -ldflags '-s -w' -o "dist/quarterday-$os-$arch$end" .
  echo "dist/quarterday-$os-$arch$end"
done
