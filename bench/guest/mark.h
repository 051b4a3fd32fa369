/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef BENCH_MARK_H
#define BENCH_MARK_H

/*
 * Between two marks the emulator's plugin counts what the guest executes. A mark is
 * an instruction of the space of hints that no processor gives a meaning to: without
 * the plugin it does nothing.
 */
#define MARK_START	0xd5032f1fu	/* hint #120 */
#define MARK_STOP	0xd5032f3fu	/* hint #121 */

#ifdef __aarch64__
static inline void mark_start(void)
{
	__asm__ volatile("hint #120" : : : "memory");
}

static inline void mark_stop(void)
{
	__asm__ volatile("hint #121" : : : "memory");
}
#endif

#endif
