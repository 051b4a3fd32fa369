#!/bin/sh
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The qda authors
#
# make install for another machine: all is there, for that machine, and a program
# outside of this tree is built with it, shared and static.
#
# usage: test_install.sh CHECKOUT
# shellcheck disable=SC2016 # expands in the inner shell
set -u
top=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# shellcheck source=tap/tap.sh
. "$(dirname "$0")/../../tap/tap.sh"

if ! [ -e /opt/qda/manifest ]; then
	echo "1..0 # SKIP not in the toolbox"
	exit 0
fi
export DESTDIR="$work/dest" PREFIX=/usr ARCH=arm64
check install "$top/scripts/install"
lib=$DESTDIR/usr/lib/aarch64-linux-gnu
for file in bin/qda bin/qda-idl include/qda.h include/drm/qda_accel.h share/man/man1/qda.1 \
	share/man/man3/libqda.3 share/man/man3/qda_session_create.3 \
	share/bash-completion/completions/qda share/fish/vendor_completions.d/qda.fish \
	share/zsh/site-functions/_qda; do
	check "$file" [ -s "$DESTDIR/usr/$file" ]
done
for file in libqda.a libqda.so.0 pkgconfig/qda.pc; do
	check "$file" [ -s "$lib/$file" ]
done
check of-that-machine sh -c 'readelf -h "$1/libqda.so" | grep -q AArch64' sh "$lib"

cat >"$work/prog.c" <<'END'
#include <drm/qda_accel.h>
#include <qda.h>
#include <stdio.h>

int main(void)
{
	return puts(qda_version()) < 0 || DRM_QDA_UAPI_VERSION < 1;
}
END
export PKG_CONFIG_PATH="$lib/pkgconfig" PKG_CONFIG_SYSROOT_DIR="$DESTDIR"
check shared sh -c 'aarch64-linux-gnu-gcc "$1/prog.c" \
	-o "$1/shared" $(pkg-config --cflags --libs qda)' sh "$work"
check needs-the-library sh -c 'readelf -d "$1/shared" | grep -q libqda.so.0' sh "$work"
check static sh -c 'aarch64-linux-gnu-gcc -static \
	"$1/prog.c" -o "$1/static" $(pkg-config --static --cflags --libs qda)' sh "$work"

# The programs of the manual page, the second in the place of the rest of the first.
example()
{
	awk -v number="$1" '/^\.Ed/ { on = 0 } on; /^\.Bd -literal/ { on = ++block == number }' \
		"$DESTDIR/usr/share/man/man3/libqda.3"
}
example 1 >"$work/first.c"
example 2 >"$work/second.inc"
cat >"$work/second.c" <<'END'
#define main first_main
#include "first.c"
#undef main

static void second(struct qda_device *dev, struct qda_module *model, int dmabuf)
{
	struct qda_session *session;
	int32_t result = 0;
	int ret;
#include "second.inc"
}

int main(void)
{
	second(NULL, NULL, -1);
	return first_main();
}
END
for name in first second; do
	check "example-$name" sh -c 'aarch64-linux-gnu-gcc -static -Wall -Wextra -Werror \
		"$1/$2.c" -o "$1/$2" $(pkg-config --static --cflags --libs qda)' sh "$work" $name
done

# From a checkout in which nothing was built.
mkdir "$work/fresh"
(cd "$top" && find . \( -name .git -o -path ./build -o -path ./out \) -prune -o ! -type d -print |
	cpio --quiet -pdm "$work/fresh")
check native env ARCH= DESTDIR="$work/native" "$work/fresh/scripts/install"
check of-this-machine sh -c 'readelf -h "$(find "$1" -name libqda.so)" | grep -q X86-64' sh "$work/native"
unset DESTDIR
check no-destdir sh -c '! "$1/scripts/install" 2>"$2/said" && grep "needs DESTDIR" "$2/said"' \
	sh "$top" "$work"

# The driver is compiled for kernels that can have it; for others there is a reason.
mkdir -p "$work/old/include/config"
echo 6.12.0 >"$work/old/include/config/kernel.release"
echo CONFIG_RPMSG=y >"$work/old/include/config/auto.conf"
touch "$work/old/Makefile"
check old-kernel sh -c '! KDIR="$2/old" "$1/scripts/build-module" "$2/module" 2>"$2/said" &&
	grep "6.12.0 is older" "$2/said" && grep "6.12.0 has no CONFIG_DRM_ACCEL" "$2/said"' \
	sh "$top" "$work"
check new-kernel "$top/scripts/kernel-fits" /opt/qda/kernel/build
echo "1..$count"
