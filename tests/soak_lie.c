// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The process of the soak that has PDs die, and the DSP lie. Both come after a number of
 * messages, never after a time: however slow the board is, most PDs serve calls first.
 */
#include "soak.h"
#include "tools/board.h"
#include "tools/t.h"

/* Messages of the guest between two deaths and between two lies, at most. */
#define SOAK_DEATH_CALLS	20u
#define SOAK_LIE_CALLS		2000u
/* Lies that leave a call without an answer. */
#define SOAK_SILENCES		4u
/* Between two looks at them. */
#define SOAK_LOOK_MS		10u

static void soak_lie_once(struct soak_counts *counts)
{
	static const char *const lies[] = {
		"drop", "wrong-sequence", "hang", "starve-intents",	/* silences */
		"delay", "duplicate", "reorder", "wrong-result", "wrong-length", "forged-fds",
		"changed-descriptor", "slow", "forged-notice",
	};
	unsigned int lie = soak_random(T_ARRAY(lies));

	soak_add(&counts->lies, 1);
	soak_add(&counts->silences, lie < SOAK_SILENCES);
	board_tell("lie %s", lies[lie]);
}

void soak_lie(struct soak_counts *counts)
{
	long death = board_stat("calls"), lie = death, calls = death;

	while (!soak_stopped(counts)) {
		if (calls >= death) {
			/* The next call of a PD is its last. */
			board_tell("lie pd-exception");
			death = calls + 1 + soak_random(SOAK_DEATH_CALLS);
		}
		if (calls >= lie) {
			soak_lie_once(counts);
			lie = calls + 1 + soak_random(SOAK_LIE_CALLS);
		}
		t_sleep_ms(SOAK_LOOK_MS);
		calls = board_stat("calls");
	}
}
