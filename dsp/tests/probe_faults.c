// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * What code can do wrong. Each function has a name that the fault record shows.
 */

#include "dsp.h"
#include "probe.h"
#include "probe_parts.h"

#define PROBE_KEEP	__attribute__((noinline))

PROBE_KEEP uint32_t probe_reads_null(volatile uint32_t *null)
{
	return null[3];
}

/* Not exported: only the symbol table has its name. */
PROBE_KEEP static void probe_writes(volatile unsigned char *data)
{
	data[0] = 1;
}

PROBE_KEEP uint32_t probe_reads_all(const volatile unsigned char *data, uint32_t len)
{
	uint32_t sum = 0;

	for (uint32_t i = 0; i < len; i++)
		sum += data[i];
	return sum;
}

PROBE_KEEP uint32_t probe_reads_misaligned(const char *data)
{
	uint32_t value;

	asm volatile("%0 = memw(%1+#0)" : "=r"(value) : "r"(data + 1) : "memory");
	return value;
}

/* One to four words, the illegal one is the first, between two duplexes that are good. */
void probe_is_illegal_1(void);
void probe_is_illegal_2(void);
void probe_is_illegal_3(void);
void probe_is_illegal_4(void);

#define PROBE_ILLEGAL_FUNCTION(words, code)			\
	asm(".text\n"						\
	    ".globl probe_is_illegal_" #words "\n"		\
	    ".type probe_is_illegal_" #words ", @function\n"	\
	    ".falign\n"						\
	    "probe_is_illegal_" #words ":\n"			\
	    "	{ r0 = #1; r1 = #2 }\n"			\
	    "	.word " code "\n"				\
	    "	{ r0 = #3; r1 = #4 }\n"			\
	    "	{ jumpr r31 }\n"				\
	    ".size probe_is_illegal_" #words ", . - probe_is_illegal_" #words "\n")

PROBE_ILLEGAL_FUNCTION(1, "0x6fffdfff");
PROBE_ILLEGAL_FUNCTION(2, "0x6fff5fff, 0x7f00c000");
PROBE_ILLEGAL_FUNCTION(3, "0x6fff5fff, 0x7f004000, 0x7f00c000");
PROBE_ILLEGAL_FUNCTION(4, "0x6fff5fff, 0x7f004000, 0x7f004000, 0x7f00c000");

PROBE_KEEP uint32_t probe_recurses(volatile uint32_t *depth)
{
	volatile uint32_t frame[64];

	frame[0] = ++*depth;
	if (*depth == 0)
		return 0;
	return probe_recurses(depth) + frame[0];
}

PROBE_KEEP uint32_t probe_recurses_far(volatile uint32_t *depth)
{
	volatile uint32_t frame[640];

	/* All of it is needed. */
	asm volatile("" : : "r"(frame) : "memory");
	frame[0] = ++*depth;
	if (*depth == 0)
		return 0;
	return probe_recurses_far(depth) + frame[0];
}

static void probe_faulting_thread(void *argument)
{
	asm volatile("" : "+r"(argument));
	probe_reads_null(argument);
	qurt_thread_exit(0);
}

static void probe_fault_in_thread(void)
{
	struct dsp_thread_attributes attributes = {
		.name = "unlucky",
		.priority = 100,
		.stack_size = 4096,
		.stack = malloc(4096),
	};
	uint32_t id;
	int status;

	qurt_thread_create(&id, &attributes, probe_faulting_thread, NULL);
	qurt_thread_join(id, &status);
}

static void probe_frees(uint32_t kind)
{
	char *memory = malloc(100);

	if (kind == PROBE_DOUBLE_FREE) {
		free(memory);
		free(memory);
	} else {
		free(memory + 16);
	}
}

void __stack_chk_fail(void);

void probe_fault(uint32_t kind, void *data, uint32_t len)
{
	static void (*const illegal[])(void) = {
		probe_is_illegal_1, probe_is_illegal_2, probe_is_illegal_3, probe_is_illegal_4,
	};
	volatile uint32_t depth = 0;
	uint32_t *null = NULL;

	/* The compiler shall not know what there is to access. */
	asm volatile("" : "+r"(data), "+r"(null));
	switch (kind) {
	case PROBE_NULL:
		probe_reads_null(null);
		break;
	case PROBE_WRITE_INPUT:
		probe_writes(data);
		break;
	case PROBE_READ_INPUT:
		probe_reads_all(data, len);
		break;
	case PROBE_READ_PAST:
		probe_reads_all(data, len + 1);
		break;
	case PROBE_MISALIGNED:
		probe_reads_misaligned(data);
		break;
	case PROBE_ILLEGAL:
		illegal[len % 4]();
		break;
	case PROBE_OVERFLOW:
		probe_recurses(&depth);
		break;
	case PROBE_OVERFLOW_FAR:
		probe_recurses_far(&depth);
		break;
	case PROBE_ABORT:
		abort();
		break;
	case PROBE_THROW:
		probe_throw();
		return;
	case PROBE_DIVIDE:
		depth = len / depth;
		break;
	case PROBE_ASSERT:
		_Assert("probe.c:12 a == b", "probe_fault");
		break;
	case PROBE_DOUBLE_FREE:
	case PROBE_BAD_FREE:
		probe_frees(kind);
		break;
	case PROBE_WRITE_CODE:
		data = (void *)probe_reads_null;
		asm volatile("" : "+r"(data));
		probe_writes(data);
		break;
	case PROBE_THREAD_FAULT:
		probe_fault_in_thread();
		break;
	case PROBE_EXIT:
		exit(3);
		break;
	case PROBE_STACK_GUARD:
		__stack_chk_fail();
		break;
	case PROBE_NO_CODE:
		((void (*)(void))data)();
		break;
	}
}
