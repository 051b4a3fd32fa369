/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_LIBC_LOCALE_IMPL_H
#define DSP_LIBC_LOCALE_IMPL_H

/*
 * Found in the place of musl's header of this name: there is one locale, C with UTF-8,
 * and it translates nothing.
 */

#include <locale.h>
#include <stdlib.h>

#define CURRENT_LOCALE			((locale_t)0)
#define CURRENT_UTF8			1
#define LCTRANS(text, category, locale)	(text)
#define LCTRANS_CUR(text)		(text)

#undef MB_CUR_MAX
#define MB_CUR_MAX			4

#endif
