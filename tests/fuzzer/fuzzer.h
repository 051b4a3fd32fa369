/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef TESTS_FUZZER_H
#define TESTS_FUZZER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The fuzzer of the driver's operations. A program is a list of steps; what they do is
 * in steps.c and the files that it names, what they reach is seen by cover.c, programs
 * are made by program.c from those of seeds.c and from each other, and which of them are
 * worth keeping is decided by fuzzer.c.
 */

#define FUZZER_STEPS	20u
#define FUZZER_BYTES	14u

/**
 * struct fuzzer_step - one operation
 * @op: which, of &enum steps_op
 * @nth: the fault that it meets; 0 or above FUZZER_NTH_MAX: none
 * @a: what it is given; each byte means what the operation makes of it, 0 is usual
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

/**
 * struct fuzzer_corpus - programs that have reached something new
 * @count: how many
 * @programs: they
 */
struct fuzzer_corpus {
	unsigned int count;
	struct fuzzer_program programs[4096];
};

/* seeds.c: programs to begin with. */
extern const struct fuzzer_program fuzzer_seeds[];
extern const unsigned int fuzzer_seeds_count;

/* program.c */
/* A new one, mostly made of those of the corpus. */
void fuzzer_program_make(struct fuzzer_program *p, const struct fuzzer_corpus *corpus);
/* False: the file holds no program. */
bool fuzzer_program_load(struct fuzzer_program *p, const char *path);
bool fuzzer_program_save(const struct fuzzer_program *p, const char *path);
void fuzzer_program_print(const struct fuzzer_program *p);
void fuzzer_program_remove(struct fuzzer_program *p, unsigned int at);

/* cover.c */
/* Finds the driver, prepares kcov and the faults; false: this kernel cannot. */
bool fuzzer_cover_init(void);
void fuzzer_cover_begin(void);
/* Puts places that this program has reached into @seen; how many were new. */
unsigned int fuzzer_cover_end(uint8_t *seen, size_t bits);
/* Whether the kernel has said something that it says of bugs only; it is printed. */
bool fuzzer_cover_report(void);
void fuzzer_cover_arm(unsigned int nth);
void fuzzer_cover_disarm(void);

#endif
