/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_LIBC_ATOMIC_H
#define DSP_LIBC_ATOMIC_H

/*
 * Found in the place of musl's header of this name, which is for a system: what
 * the parts that are taken from it use is no more than this.
 */

#include <stdint.h>

static inline int a_clz_64(uint64_t value)
{
	return __builtin_clzll(value);
}

static inline int a_ctz_l(unsigned long value)
{
	return __builtin_ctzl(value);
}

#endif
