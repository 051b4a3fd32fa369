/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef TESTS_FUZZER_H
#define TESTS_FUZZER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The fuzzer of the driver's operations. A program is a list of steps; what they do is
 * in operations.c and legacy.c, what they reach is seen by cover.c, and which programs
 * are worth keeping is decided by fuzzer.c.
 */

#define FUZZER_STEPS	20u
#define FUZZER_BYTES	14u

/**
 * struct fuzzer_step - one operation
 * @op: which
 * @nth: the fault that it meets, above FUZZER_NTH_MAX: none
 * @a: what it is given; each byte means what the operation makes of it
 */
struct fuzzer_step {
	uint8_t op, nth;
	uint8_t a[FUZZER_BYTES];
};

#define FUZZER_NTH_MAX	96u

struct fuzzer_program {
	uint8_t count;
	struct fuzzer_step steps[FUZZER_STEPS];
};

/* operations.c: from an empty state to an empty state. */
void fuzzer_run(const struct fuzzer_program *program);
/* Operations that there are. */
extern const unsigned int fuzzer_ops;
/* legacy.c: the steps of the nodes of fastrpc.ko. */
#define FUZZER_LEGACY_OPS 10u
void fuzzer_legacy(unsigned int op, const uint8_t *a);
void fuzzer_legacy_end(void);
/* Memory that steps use: it lies in the middle of pages that cannot be used. */
extern uint8_t *fuzzer_memory;
#define FUZZER_MEMORY	(1u << 18)
/* A dma-buf of the native operations, -1: none. */
int fuzzer_dmabuf(unsigned int i);

/* cover.c */
/* Finds the driver, prepares kcov and the faults; false: this kernel cannot. */
bool fuzzer_cover_init(void);
void fuzzer_cover_begin(void);
/* Puts places that this program has reached into @seen; how many were new. */
unsigned int fuzzer_cover_end(uint8_t *seen, size_t bits);
/* Offset of place @bit from the beginning of the driver "qda", or -1 if it is not its. */
long fuzzer_cover_offset(size_t bit);
/* Whether the kernel has said something that it says of bugs only; it is printed. */
bool fuzzer_cover_report(void);
void fuzzer_fault_arm(unsigned int nth);
void fuzzer_fault_disarm(void);

#endif
