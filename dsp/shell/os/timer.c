// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Time. A DSP counts 19.2 MHz in UTIMER and its cycles in UPCYCLE, and inlined
 * code reads them. qemu-hexagon reads 0 there, so each read is replaced by a
 * jump to a stub that asks the machine's clock. One cycle is a nanosecond.
 */

#include <string.h>

#include "os/syscall.h"
#include "os/timer.h"

#define TIMER_READ_TICKS	0x681ec000u	/* { Rdd = utimer } */
#define TIMER_READ_CYCLES	0x680ec000u	/* { Rdd = upcycle } */
#define TIMER_REGISTER		0x1fu
#define TIMER_PACKET_MASK	0xc000u		/* 3: last word of its packet, 0: too, a duplex */
#define TIMER_STUB_WORDS	6u
#define TIMER_REACH		0x7ffff0

void timer_thunk_ticks(void);
void timer_thunk_cycles(void);

/*
 * Called by a stub. The code that reads a counter expects no other register to
 * change, so all that a C function may change is kept. The result goes into the
 * frame of the stub.
 */
#define TIMER_THUNK(name, function)		\
	asm(".text\n"				\
	    ".globl " #name "\n"		\
	    ".type " #name ", @function\n"	\
	    ".falign\n" #name ":\n"		\
	    "	{ allocframe(#104) }\n"		\
	    "	{ memd(r29+#0) = r1:0 }\n"	\
	    "	{ memd(r29+#8) = r3:2 }\n"	\
	    "	{ memd(r29+#16) = r5:4 }\n"	\
	    "	{ memd(r29+#24) = r7:6 }\n"	\
	    "	{ memd(r29+#32) = r9:8 }\n"	\
	    "	{ memd(r29+#40) = r11:10 }\n"	\
	    "	{ memd(r29+#48) = r13:12 }\n"	\
	    "	{ memd(r29+#56) = r15:14 }\n"	\
	    "	{ memw(r29+#64) = r28 }\n"	\
	    "	{ r0 = p3:0 }\n"		\
	    "	{ memw(r29+#68) = r0 }\n"	\
	    "	{ r1:0 = c1:0 }\n"		\
	    "	{ memd(r29+#72) = r1:0 }\n"	\
	    "	{ r1:0 = c3:2 }\n"		\
	    "	{ memd(r29+#80) = r1:0 }\n"	\
	    "	{ r1:0 = c7:6 }\n"		\
	    "	{ memd(r29+#88) = r1:0 }\n"	\
	    "	{ r0 = usr }\n"			\
	    "	{ memw(r29+#96) = r0 }\n"	\
	    "	{ call " #function " }\n"	\
	    "	{ memd(r30+#8) = r1:0 }\n"	\
	    "	{ r0 = memw(r29+#96) }\n"	\
	    "	{ usr = r0 }\n"			\
	    "	{ r1:0 = memd(r29+#88) }\n"	\
	    "	{ c7:6 = r1:0 }\n"		\
	    "	{ r1:0 = memd(r29+#80) }\n"	\
	    "	{ c3:2 = r1:0 }\n"		\
	    "	{ r1:0 = memd(r29+#72) }\n"	\
	    "	{ c1:0 = r1:0 }\n"		\
	    "	{ r0 = memw(r29+#68) }\n"	\
	    "	{ p3:0 = r0 }\n"		\
	    "	{ r28 = memw(r29+#64) }\n"	\
	    "	{ r15:14 = memd(r29+#56) }\n"	\
	    "	{ r13:12 = memd(r29+#48) }\n"	\
	    "	{ r11:10 = memd(r29+#40) }\n"	\
	    "	{ r9:8 = memd(r29+#32) }\n"	\
	    "	{ r7:6 = memd(r29+#24) }\n"	\
	    "	{ r5:4 = memd(r29+#16) }\n"	\
	    "	{ r3:2 = memd(r29+#8) }\n"	\
	    "	{ r1:0 = memd(r29+#0) }\n"	\
	    "	{ dealloc_return }\n"		\
	    ".size " #name ", . - " #name "\n")

TIMER_THUNK(timer_thunk_ticks, timer_ticks);
TIMER_THUNK(timer_thunk_cycles, timer_cycles);

/**
 * timer_ticks() - the 19.2 MHz counter
 */
uint64_t timer_ticks(void)
{
	struct syscall_time now = syscall_clock();
	uint32_t ns = (uint32_t)now.nsec;

	/* 12 / 625 of 1 GHz; a division of 64 bits is a loop here. */
	return (uint32_t)now.sec * 19200000ull + ns / 625 * 12 + ns % 625 * 12 / 625;
}

/**
 * timer_cycles() - the counter of processor cycles
 */
uint64_t timer_cycles(void)
{
	return syscall_nanoseconds();
}

/**
 * timer_ticks_to_us() - microseconds of a number of ticks
 */
uint64_t timer_ticks_to_us(uint64_t ticks)
{
	return ticks / 96 * 5 + ticks % 96 * 5 / 96;
}

static uint32_t timer_word(const uint8_t *code, size_t index)
{
	uint32_t word;

	memcpy(&word, code + index * sizeof(word), sizeof(word));
	return word;
}

/* Only a word that is a packet of its own: the one before ends its packet. */
static int timer_is_read(const uint8_t *code, size_t index)
{
	uint32_t what = timer_word(code, index) & ~TIMER_REGISTER;
	uint32_t before;

	if (what != TIMER_READ_TICKS && what != TIMER_READ_CYCLES)
		return 0;
	before = index ? timer_word(code, index - 1) & TIMER_PACKET_MASK : 0;
	return !before || before == TIMER_PACKET_MASK;
}

/**
 * timer_stubs_size() - room for the stubs that code needs
 * @code: executable segment, at any alignment
 * @size: its bytes
 *
 * Return: bytes.
 */
size_t timer_stubs_size(const uint8_t *code, size_t size)
{
	size_t stubs = 0;

	for (size_t i = 0; i < size / 4; i++)
		stubs += timer_is_read(code, i) ? TIMER_STUB_WORDS * 4 : 0;
	return stubs;
}

static uint32_t timer_jump(uint32_t from, uint32_t to)
{
	uint32_t words = (to - from) >> 2;

	return 0x5800c000u | (words >> 13 & 0x1ff) << 16 | (words & 0x1fff) << 1;
}

/*
 * { allocframe(#8) } { call ##thunk } { Rdd = memd(r29+#0) } { deallocframe }
 * { jump back }
 */
static void timer_write_stub(uint32_t *stub, uint32_t word, uint32_t back)
{
	uint32_t start = (uint32_t)(uintptr_t)stub;
	void (*thunk)(void) = (word & ~TIMER_REGISTER) == TIMER_READ_TICKS ?
				      timer_thunk_ticks : timer_thunk_cycles;
	uint32_t away = (uint32_t)(uintptr_t)thunk - (start + 4);
	uint32_t upper = away >> 6;

	stub[0] = 0xa09dc001u;
	stub[1] = 0x00004000u | (upper >> 14 & 0xfff) << 16 | (upper & 0x3fff);
	stub[2] = 0x5a00c000u | (away & 0x3f) << 1;
	stub[3] = 0x91ddc000u | (word & TIMER_REGISTER);
	stub[4] = 0x901ec01eu;
	stub[5] = timer_jump(start + 20, back);
}

/**
 * timer_patch() - replace all reads of the counters
 * @code: executable segment, where it will run, a multiple of 4
 * @size: its bytes
 * @stubs: room for stubs
 *
 * Return: the first byte behind the stubs written.
 */
uint8_t *timer_patch(uint8_t *code, size_t size, uint8_t *stubs)
{
	for (size_t i = 0; i < size / 4; i++) {
		uint32_t *at = (uint32_t *)code + i;

		if (!timer_is_read(code, i) || stubs - (uint8_t *)at > TIMER_REACH)
			continue;
		timer_write_stub((uint32_t *)stubs, *at, (uint32_t)(uintptr_t)(at + 1));
		*at = timer_jump((uint32_t)(uintptr_t)at, (uint32_t)(uintptr_t)stubs);
		stubs += TIMER_STUB_WORDS * 4;
	}
	return stubs;
}
