/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef TESTS_FAULT_H
#define TESTS_FAULT_H

#include <stdbool.h>

#include "tools/t.h"

/*
 * Faults that the debug kernel makes on request: an allocation, or a copy from or to
 * user memory, that fails. /proc/thread-self/fail-nth counts those of the calling
 * thread that are made below a function of one driver.
 */

/**
 * struct fault_op - an operation that is done again and again, with one more fault each time
 * @driver: module below whose functions things fail
 * @fails: error of an allocation that fails, beside -ENOMEM and success; 0: none
 * @once: what the operation fetches is there for ever after it, so it is not done twice
 * @in_only: its argument only goes in: that no byte of it is copied back may fail as well
 * @prepare: makes all that a try needs, anew
 * @run: the operation: 0 or -errno; after an error it is tried again as it is
 * @failed: what must be true after an error; NULL: nothing
 * @undo: takes back everything; the driver's counters then have to be zero
 */
struct fault_op {
	const char *driver;
	int fails;
	int once;
	int in_only;
	void (*prepare)(void *data);
	int (*run)(void *data);
	void (*failed)(void *data);
	void (*undo)(void *data);
};

/*
 * Walks through all faults that an operation can meet, one kind after the other, until
 * it meets none. Skips the case on a kernel that makes none.
 */
void fault_walk(const struct fault_op *op, void *data);

/*
 * For those who choose themselves what fails. Faults of all kinds happen below code
 * from @start to @end; the answer is a descriptor for the two after it, which is of the
 * calling thread. Skips the case on a kernel that makes none.
 */
int fault_prepare_all(unsigned long start, unsigned long end);
/* The @nth that can fail from now on fails. */
void fault_arm(int nths, unsigned int nth);
/* Nothing fails any more: true if something has. */
bool fault_disarm(int nths);

/* Kernel log lines that faults cause, which are not the driver's. */
extern const char *const fault_log[];

#endif
