/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_ASSERT_H
#define QDA_ASSERT_H

#ifdef __cplusplus
extern "C" {
#endif

/* A claim that must hold; if it does not, the process on the DSP ends. */
#define assert(claim)								\
	((claim) ? (void)0 :							\
	 _Assert(__FILE_NAME__ ":" ASSERT_TEXT(__LINE__) " " #claim, __func__))

#define ASSERT_TEXT(number)	ASSERT_TEXT_OF(number)
#define ASSERT_TEXT_OF(text)	#text

/* Of the DSP's C library. */
__attribute__((noreturn)) void _Assert(const char *claim, const char *function);

#ifdef __cplusplus
}
#endif

#endif
