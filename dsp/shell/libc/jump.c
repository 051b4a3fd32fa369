// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * setjmp() and longjmp(): what a function must keep, 60 bytes.
 */

#include "os/export.h"

int setjmp(void *buffer);
_Noreturn void longjmp(void *buffer, int value);

asm(".text\n"
    ".globl setjmp\n"
    ".type setjmp, @function\n"
    ".falign\n"
    "setjmp:\n"
    "	{ memd(r0+#0) = r17:16 }\n"
    "	{ memd(r0+#8) = r19:18 }\n"
    "	{ memd(r0+#16) = r21:20 }\n"
    "	{ memd(r0+#24) = r23:22 }\n"
    "	{ memd(r0+#32) = r25:24 }\n"
    "	{ memd(r0+#40) = r27:26 }\n"
    "	{ memw(r0+#48) = r29 }\n"
    "	{ memw(r0+#52) = r30 }\n"
    "	{ memw(r0+#56) = r31 }\n"
    "	{ r0 = #0; jumpr r31 }\n"
    ".size setjmp, . - setjmp\n"
    ".globl longjmp\n"
    ".type longjmp, @function\n"
    ".falign\n"
    "longjmp:\n"
    "	{ r17:16 = memd(r0+#0) }\n"
    "	{ r19:18 = memd(r0+#8) }\n"
    "	{ r21:20 = memd(r0+#16) }\n"
    "	{ r23:22 = memd(r0+#24) }\n"
    "	{ r25:24 = memd(r0+#32) }\n"
    "	{ r27:26 = memd(r0+#40) }\n"
    "	{ r29 = memw(r0+#48) }\n"
    "	{ r30 = memw(r0+#52) }\n"
    "	{ r31 = memw(r0+#56) }\n"
    "	{ p0 = cmp.eq(r1, #0) }\n"
    "	{ r0 = mux(p0, #1, r1); jumpr r31 }\n"
    ".size longjmp, . - longjmp\n");

EXPORT(setjmp);
EXPORT_AS(_setjmp, &setjmp);
EXPORT(longjmp);
EXPORT_AS(_longjmp, &longjmp);
