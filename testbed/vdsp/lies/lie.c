// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: which lies are armed
 *
 * A test arms one lie for a number of times; the hook (lies/liar.c) asks lie_take() at the
 * moment when the DSP would speak the truth. Taking counts down, so a lie armed once is
 * told once. The table is one per process: it is the test's view of the virtual DSP as
 * a whole, whatever number of DSPs the board has.
 */
#include "lies/lie.h"

#include <stddef.h>
#include <string.h>

#include "lies/liar.h"

struct lie_state {
	const char *name;
	uint32_t default_arg;
	uint32_t count;
	uint32_t arg;
};

static struct lie_state lie_table[LIE_COUNT] = {
	[LIE_DROP]		 = { .name = "drop" },
	[LIE_DELAY]		 = { .name = "delay", .default_arg = 100 },
	[LIE_DUPLICATE]		 = { .name = "duplicate" },
	[LIE_REORDER]		 = { .name = "reorder", .default_arg = 1000 },
	[LIE_WRONG_SEQUENCE]	 = { .name = "wrong-sequence" },
	[LIE_WRONG_RESULT]	 = { .name = "wrong-result", .default_arg = (uint32_t)-1000 },
	[LIE_WRONG_LENGTH]	 = { .name = "wrong-length", .default_arg = 12 },
	[LIE_FORGED_FDS]	 = { .name = "forged-fds", .default_arg = 1 },
	[LIE_CHANGED_DESCRIPTOR] = { .name = "changed-descriptor" },
	[LIE_STARVE_INTENTS]	 = { .name = "starve-intents" },
	[LIE_WILD_READ]		 = { .name = "wild-read", .default_arg = 0xdead0000 },
	[LIE_LATE_WRITE]	 = { .name = "late-write", .default_arg = 100 },
	[LIE_HANG]		 = { .name = "hang" },
	[LIE_PD_EXCEPTION]	 = { .name = "pd-exception", .default_arg = 3 },
	[LIE_POLL_WORD]		 = { .name = "poll-word" },
	[LIE_POLL_ONLY]		 = { .name = "poll-only" },
	[LIE_FORGED_NOTICE]	 = { .name = "forged-notice", .default_arg = 1 },
	[LIE_SLOW]		 = { .name = "slow", .default_arg = 1000 },
	[LIE_DIE]		 = { .name = "die" },
};

/**
 * lie_find() - Look a lie up by its name on the control line.
 * @name: name
 *
 * Return: the enum lie, or -1 if there is none of this name.
 */
int lie_find(const char *name)
{
	for (int i = 0; i < LIE_COUNT; i++)
		if (!strcmp(lie_table[i].name, name))
			return i;
	return -1;
}

/**
 * lie_name() - Name of a lie on the control line.
 *
 * Return: the name, a constant.
 */
const char *lie_name(enum lie lie)
{
	return lie_table[lie].name;
}

/**
 * lie_default() - Argument that a lie has when the test gives none.
 *
 * Return: the argument; its meaning is described with enum lie.
 */
uint32_t lie_default(enum lie lie)
{
	return lie_table[lie].default_arg;
}

/**
 * lie_arm() - Have a lie told the next times that it can be told.
 * @count: how many times; 0 disarms it
 * @arg: its argument
 */
void lie_arm(enum lie lie, uint32_t count, uint32_t arg)
{
	lie_table[lie].count = count;
	lie_table[lie].arg = arg;
	liar_arm();
}

/**
 * lie_disarm_all() - Back to the truth.
 */
void lie_disarm_all(void)
{
	for (int i = 0; i < LIE_COUNT; i++)
		lie_table[i].count = 0;
	liar_rest();
}

/**
 * lie_any_armed() - Is any lie armed?
 *
 * Return: true if so.
 */
bool lie_any_armed(void)
{
	for (int i = 0; i < LIE_COUNT; i++)
		if (lie_table[i].count)
			return true;
	return false;
}

/**
 * lie_take() - Shall this lie be told now?
 *
 * Ask only at a place where the lie has an effect: a yes uses it up.
 *
 * Return: true if it was armed; one time fewer is left.
 */
bool lie_take(enum lie lie)
{
	if (!lie_table[lie].count)
		return false;
	lie_table[lie].count--;
	return true;
}

/**
 * lie_arg() - Argument of the lie that was just taken.
 *
 * Return: the argument given with lie_arm().
 */
uint32_t lie_arg(enum lie lie)
{
	return lie_table[lie].arg;
}
