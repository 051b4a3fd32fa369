// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The shell's translator on this machine: whatever a packet is, a thunk of it is made or
 * refused, has as many words wherever it lies, and never more than there is room for.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "os/panic.h"
#include "hvx/hvx_glue.h"
#include "hvx/hvx_probe.h"
#include "hvx/hvx_rows_v68.h"
#include "hvx/hvx_rows_v73.h"
#include "hvx/hvx_scan.h"
#include "hvx/hvx_thunk.h"
#include "tap.h"

#define THUNK_ROUNDS	1000000u
#define THUNK_CODE_SIZE	0x100000u

/* Nothing is run: what thunks call has an address, and no more. */
#define THUNK_STUB(name)							\
	void hvx_##name(const struct hvx_operands *in, union hvx_vector *out)	\
	{									\
		(void)in;							\
		(void)out;							\
	}

HVX_ROUTINES(THUNK_STUB)
THUNK_STUB(q_and)
THUNK_STUB(q_or)
THUNK_STUB(q_xor)

const uint32_t hvx_get_v[32], hvx_put_v[32], hvx_get_q[4], hvx_put_q[4];

void hvx_enter(void)
{
}

void hvx_spare(void)
{
}

void hvx_put_kept(void)
{
}

void hvx_leave(void)
{
}

_Noreturn void panic(uint32_t signal, const char *format, ...)
{
	(void)signal;
	(void)format;
	abort();
}

int hvx_is_native(enum hvx_family family, uint8_t isa)
{
	(void)family;
	(void)isa;
	return 0;
}

static const uint32_t thunk_codes[] = {
#define THUNK_CODE(code, form, family, before_v79, from_v79, text) 0x##code,
	HVX_ROWS_V68(THUNK_CODE)
	HVX_ROWS_V73(THUNK_CODE)
	HVX_ROWS_V79(THUNK_CODE)
	HVX_ROWS_V81(THUNK_CODE)
	/* Jumps, calls, loops, extenders, stores, loads, copies, returns, duplexes. */
	0x58000000, 0x5a000000, 0x5c000000, 0x5d000000, 0x61000000, 0x20000000, 0x10000000,
	0x60000000, 0x69000000, 0x60a00000, 0x6a490000, 0, 0x28200000, 0x29200000, 0x2b200000,
	0x28800000, 0x282000e0, 0x28200020, 0x28000020, 0x28000040, 0x1e0320e0, 0x529f0000,
	0x961e001e, 0x1f401f40, 0x7f000000,
};

static uint64_t thunk_seed = 0x123456789abcdefull;

static uint32_t thunk_random(void)
{
	thunk_seed ^= thunk_seed << 13;
	thunk_seed ^= thunk_seed >> 7;
	thunk_seed ^= thunk_seed << 17;
	return (uint32_t)(thunk_seed >> 16);
}

/* Where an address fits into 32 bits, as the shell's do. */
static uint32_t *thunk_memory(void)
{
	void *memory = mmap(NULL, THUNK_CODE_SIZE, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);

	if (memory == MAP_FAILED)
		abort();
	return memory;
}

static uint32_t thunk_word(void)
{
	uint32_t pick = thunk_random();

	if (pick % 8 == 0)
		return thunk_random();
	return thunk_codes[pick / 8 % (sizeof(thunk_codes) / sizeof(thunk_codes[0]))] |
	       (thunk_random() & (pick & 1 << 20 ? 0x001f1f1f : 0x01ff3fff));
}

static void thunk_random_packets(void)
{
	static const uint32_t parses[] = {0x4000, 0x8000, 0xc000, 0};
	static struct hvx_thunk near, far;
	uint32_t *code = thunk_memory();
	unsigned int made = 0, refused = 0;

	for (uint32_t i = 0; i < THUNK_ROUNDS; i++) {
		struct hvx_packet packet;
		const char *why, *why_far;

		for (unsigned int k = 0; k < HVX_PACKET_MAX; k++)
			code[k] = (thunk_word() & ~0xc000u) | parses[thunk_random() % 3];
		code[3] = (code[3] & ~0xc000u) | parses[2 + thunk_random() % 2];
		if (!TAP_EXPECT(hvx_packet_read(&packet, code, code + HVX_PACKET_MAX)))
			break;
		near.isa = far.isa = i % 2 ? 0x73 : 0x81;
		near.address = (uint32_t)(uintptr_t)code + 0x1000;
		far.address = (uint32_t)(uintptr_t)code + 0x7f0000 + (thunk_random() & 0xfffc);
		why = hvx_thunk_make(&near, &packet);
		why_far = hvx_thunk_make(&far, &packet);
		/* Only from there it can be too far to jump. */
		if (!why && !why_far && !TAP_EXPECT(near.count == far.count ||
						      (!far.needed && !far.count)))
			break;
		if (!why && !TAP_EXPECT(near.count <= HVX_THUNK_WORDS))
			break;
		made += !why && near.count;
		refused += why != NULL;
	}
	printf("# %u made, %u refused\n", made, refused);
	TAP_EXPECT(made > THUNK_ROUNDS / 4 && refused > 0);
	munmap(code, THUNK_CODE_SIZE);
}

static int thunk_visit(void *argument, const struct hvx_packet *packet)
{
	static struct hvx_thunk thunk;

	thunk.isa = 0x73;
	thunk.address = (uint32_t)(uintptr_t)packet->words;
	hvx_thunk_make(&thunk, packet);
	*(unsigned int *)argument += 1;
	return 0;
}

/* A scan of what is no code ends, and stays inside. */
static void thunk_random_code(void)
{
	uint32_t *code = thunk_memory();
	unsigned int visited = 0;

	for (unsigned int round = 0; round < 20; round++) {
		for (uint32_t i = 0; i < THUNK_CODE_SIZE / 4; i++)
			code[i] = thunk_word() ^ (thunk_random() & 0xc000);
		TAP_EXPECT(hvx_scan(code, THUNK_CODE_SIZE - round, thunk_visit, &visited) == 0);
	}
	TAP_EXPECT(visited > 0);
	munmap(code, THUNK_CODE_SIZE);
}

static const struct tap_test thunk_tests[] = {
	{"random-packets", thunk_random_packets},
	{"random-code", thunk_random_code},
};

TAP_MAIN(thunk_tests)
