/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_SETJMP_H
#define QDA_SETJMP_H


#ifdef __cplusplus
extern "C" {
#endif

/* What a function must keep. */
typedef unsigned long long jmp_buf[8];

__attribute__((returns_twice)) int setjmp(jmp_buf buffer);
__attribute__((noreturn)) void longjmp(jmp_buf buffer, int value);

#ifdef __cplusplus
}
#endif

#endif
