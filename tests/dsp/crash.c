// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * A library for tests: each method does one thing that ends the process on the
 * DSP, but for alive, loop and say.
 */
#include <assert.h>
#include <qda/farf.h>
#include <qda/skel.h>

/* What the compiler cannot know is none of its business. */
static volatile uint32_t crash_zero;
static volatile uint32_t crash_sink;
static uint8_t *volatile crash_kept;
static uint32_t crash_calls;

/* The number of this call in this process. */
int crash_alive(void *state, struct skel_arg *in, struct skel_arg *out)
{
	*(uint32_t *)out[0].data = ++crash_calls;
	return 0;
}

int crash_read_null(void *state, struct skel_arg *in, struct skel_arg *out)
{
	crash_sink = *(volatile uint32_t *)crash_zero;
	return 0;
}

int crash_write_null(void *state, struct skel_arg *in, struct skel_arg *out)
{
	*(volatile uint32_t *)crash_zero = 1;
	return 0;
}

int crash_write_input(void *state, struct skel_arg *in, struct skel_arg *out)
{
	*(volatile uint8_t *)in[0].data = 1;
	return 0;
}

/* Reads, from the buffer on, until there is no page any more. */
int crash_run_off(void *state, struct skel_arg *in, struct skel_arg *out)
{
	for (volatile uint8_t *byte = in[0].data;; byte++)
		crash_sink = *byte;
}

int crash_misaligned(void *state, struct skel_arg *in, struct skel_arg *out)
{
	static uint32_t words[2];

	crash_sink = *(volatile uint32_t *)((uintptr_t)words + 1 + crash_zero);
	return 0;
}

/* No instruction of any Hexagon has all of these bits in a packet of one. */
int crash_illegal(void *state, struct skel_arg *in, struct skel_arg *out)
{
	__asm__ volatile(".word 0x6fffffff");
	return 0;
}

int crash_stack(void *state, struct skel_arg *in, struct skel_arg *out)
{
	volatile uint8_t room[1024];

	room[0] = 1;
	if (!crash_zero)
		crash_stack(state, in, out);
	crash_sink = room[0];
	return 0;
}

int crash_assert(void *state, struct skel_arg *in, struct skel_arg *out)
{
	assert(crash_zero == 1);
	return 0;
}

int crash_divide(void *state, struct skel_arg *in, struct skel_arg *out)
{
	crash_sink = 100 / crash_zero;
	return 0;
}

int crash_loop(void *state, struct skel_arg *in, struct skel_arg *out)
{
	while (!crash_zero)
		;
	return 0;
}

/* Keeps the buffer's address longer than its call lasts. */
int crash_keep(void *state, struct skel_arg *in, struct skel_arg *out)
{
	crash_kept = out[0].data;
	return 0;
}

int crash_use_kept(void *state, struct skel_arg *in, struct skel_arg *out)
{
	*crash_kept = 1;
	return 0;
}

/* @count lines for the log, at all levels in turn. */
int crash_say(void *state, struct skel_arg *in, struct skel_arg *out)
{
	uint32_t count = *(const uint32_t *)in[0].data;
	const char *text = in[1].data;

	for (uint32_t i = 0; i < count; i++) {
		switch (i % 4) {
		case 0: FARF(LOW, "%s %u", text, (unsigned int)i); break;
		case 1: FARF(MEDIUM, "%s %u", text, (unsigned int)i); break;
		case 2: FARF(HIGH, "%s %u", text, (unsigned int)i); break;
		case 3: FARF(ERROR, "%s %u", text, (unsigned int)i); break;
		}
	}
	return 0;
}

/* Inputs and outputs may lie in one object, and in one page of it. */
int crash_invert(void *state, struct skel_arg *in, struct skel_arg *out)
{
	const uint8_t *from = in[0].data;
	uint8_t *to = out[0].data;

	if (out[0].size != in[0].size)
		return SKEL_EBADPARM;
	for (uint32_t i = 0; i < in[0].size; i++)
		to[i] = (uint8_t)~from[i];
	return 0;
}

#define CRASH_METHODS(METHOD)						\
	METHOD(2, crash_alive, "alive out:u32")				\
	METHOD(3, crash_read_null, "read_null")				\
	METHOD(4, crash_write_null, "write_null")			\
	METHOD(5, crash_write_input, "write_input in:u8[]")		\
	METHOD(6, crash_run_off, "run_off in:u8[]")			\
	METHOD(7, crash_misaligned, "misaligned")			\
	METHOD(8, crash_illegal, "illegal")				\
	METHOD(9, crash_stack, "stack")					\
	METHOD(10, crash_assert, "assert")				\
	METHOD(11, crash_divide, "divide")				\
	METHOD(12, crash_loop, "loop")					\
	METHOD(13, crash_keep, "keep out:u8[]")				\
	METHOD(14, crash_use_kept, "use_kept")				\
	METHOD(15, crash_say, "say in:u32:count in:str:text")		\
	METHOD(16, crash_invert, "invert in:u8[] out:u8[]")

SKEL(crash, CRASH_METHODS);
