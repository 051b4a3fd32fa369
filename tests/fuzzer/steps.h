/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef TESTS_FUZZER_STEPS_H
#define TESTS_FUZZER_STEPS_H

#include <stddef.h>
#include <stdint.h>

#include <drm/qda_accel.h>

#include "fuzzer/fuzzer.h"

/*
 * What the steps of a program do. Each is an operation that would work, but for bytes
 * that are out of the ordinary; so programs go deep, and are wrong in many ways.
 */

/* What steps have, of each kind. */
#define STEPS_FILES	2u
#define STEPS_SLOTS	4u
/* Milliseconds: no call lasts longer, but for the DSP's beginning. */
#define STEPS_CALL_MS	300u
/* Seconds: a wait that has no end of its own is interrupted. */
#define STEPS_GUARD_S	5

/** struct steps_file - an open node and what it has */
struct steps_file {
	int fd;
	__u32 session[STEPS_SLOTS], module[STEPS_SLOTS], map[STEPS_SLOTS];
	__u32 object[STEPS_SLOTS], sync[STEPS_SLOTS];
	void *memory[STEPS_SLOTS];
	size_t size[STEPS_SLOTS];
};

extern struct steps_file steps_files[STEPS_FILES];

/* Memory that steps use; behind it is a page that can't be used. */
extern uint8_t *steps_memory;
#define STEPS_MEMORY	(1u << 18)

/* All kinds of steps: name and function, in their file. */
#define STEPS_TABLE(X)			\
	X(OPEN, step_open)		\
	X(CLOSE, step_close)		\
	X(QUERY, step_query)		\
	X(OBJECT, step_object)		\
	X(MMAP, step_mmap)		\
	X(GEM_CLOSE, step_gem_close)	\
	X(EXPORT, step_export)		\
	X(FOREIGN, step_foreign)	\
	X(FENCE, step_fence)		\
	X(IMPORT, step_import)		\
	X(ATTACH, step_attach)		\
	X(CREATE, step_create)		\
	X(MODULE, step_module)		\
	X(END, step_end)		\
	X(MAP, step_map)		\
	X(MUNMAP, step_munmap)		\
	X(INVOKE, step_invoke)		\
	X(POLL, step_poll)		\
	X(SUBMIT, step_submit)		\
	X(SYNC, step_sync)		\
	X(LIE, step_lie)		\
	X(RESTART, step_restart)	\
	X(LOOK, step_look)		\
	X(SIGNAL, step_signal)		\
	X(L_OPEN, step_legacy_open)	\
	X(L_CREATE, step_legacy_create)	\
	X(L_MODULE, step_legacy_module)	\
	X(L_INVOKE, step_legacy_invoke)	\
	X(L_ALLOC, step_legacy_alloc)	\
	X(L_MAP, step_legacy_map)	\
	X(L_UNMAP, step_legacy_unmap)	\
	X(L_MEM_MAP, step_legacy_mem_map) \
	X(L_OTHER, step_legacy_other)

#define STEPS_ENUM(name, function)	STEP_##name,
enum steps_op { STEPS_TABLE(STEPS_ENUM) STEPS_COUNT };
#undef STEPS_ENUM

#define STEPS_DECLARE(name, function)	void function(const uint8_t *a);
STEPS_TABLE(STEPS_DECLARE)
#undef STEPS_DECLARE

const char *steps_name(unsigned int op);

/* Runs a program, from an empty state to an empty state. */
void steps_run(const struct fuzzer_program *program);

/* The first file is the usual one. */
struct steps_file *steps_file(uint8_t byte);
void steps_close_file(struct steps_file *f);

/* Mostly @good; else one of the numbers at which checks change their mind. */
__u64 steps_or(__u64 good, uint8_t byte);
/* User memory: mostly @good. */
__u64 steps_pointer(const void *good, uint8_t byte);
/* When to stop waiting. */
__s64 steps_time(uint8_t byte);

/* memory.c: dma-bufs that are shared; -1: none. */
int steps_dmabuf(unsigned int i);
void steps_close_dmabufs(void);
/* legacy.c */
void steps_close_legacy(void);
/* dsp.c: a program may restart the DSP if many did not, or if that is allowed. */
void steps_count_program(void);
void steps_allow_restart(void);

#endif
