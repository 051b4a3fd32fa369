/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_KERNEL_H
#define DSP_SHELL_KERNEL_H

#include <stdint.h>

/* States of kernel_word. */
#define KERNEL_FREE		0u
#define KERNEL_TAKEN		1u
#define KERNEL_CONTENDED	2u

extern uint32_t kernel_word;
void kernel_lock_contended(void);
void kernel_unlock_contended(void);

/**
 * kernel_lock() - take the lock that protects threads, objects and page maps
 *
 * Held for a few instructions, never over a system call that can block.
 */
static inline void kernel_lock(void)
{
	uint32_t old = KERNEL_FREE;

	if (!__atomic_compare_exchange_n(&kernel_word, &old, KERNEL_TAKEN, 0, __ATOMIC_ACQUIRE,
					 __ATOMIC_RELAXED))
		kernel_lock_contended();
}

/**
 * kernel_unlock() - give it back
 */
static inline void kernel_unlock(void)
{
	if (__atomic_exchange_n(&kernel_word, KERNEL_FREE, __ATOMIC_RELEASE) == KERNEL_CONTENDED)
		kernel_unlock_contended();
}

#endif
