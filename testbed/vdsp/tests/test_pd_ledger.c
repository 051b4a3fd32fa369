// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Which pages a child may map and unmap, and when the kernel has to be asked.
 */
#include "pd/pd_ledger.h"
#include "contract/mailbox.h"
#include "tap.h"

#define VA	MAILBOX_VA_CALLS
#define PAGE	MAILBOX_PAGE_SIZE

static struct pd_ledger ledger;

/* Two runs of slot 3 behind each other, one of a map below. */
static void grant(void)
{
	const struct pd_run call[] = {
		{ .va = VA, .page = 10, .count = 2, .owner = 3 },
		{ .va = VA + 2 * PAGE, .page = 5, .count = 1, .owner = 3, .write = true },
	};
	const struct pd_run map = {
		.va = MAILBOX_VA_MAPS, .page = 100, .count = 8, .write = true,
		.owner = PD_LEDGER_PERSISTENT | MAILBOX_VA_MAPS / PAGE,
	};

	TAP_EQUAL(pd_ledger_grant(&ledger, call, 2), 0);
	TAP_EQUAL(pd_ledger_grant(&ledger, &map, 1), 0);
	TAP_EQUAL(pd_ledger_grant(&ledger, &map, 0), 0);
}

static enum pd_verdict may_map(uint32_t va, uint32_t page, uint32_t count, bool write)
{
	const struct pd_run wanted = { .va = va, .page = page, .count = count, .write = write };

	return pd_ledger_may_map(&ledger, &wanted);
}

static void exact_runs(void)
{
	grant();
	TAP_EQUAL(may_map(VA, 10, 2, false), PD_YES);
	TAP_EQUAL(may_map(VA, 10, 2, true), PD_NO);
	TAP_EQUAL(may_map(VA, 10, 1, false), PD_NO);
	TAP_EQUAL(may_map(VA, 10, 3, false), PD_NO);
	TAP_EQUAL(may_map(VA, 11, 2, false), PD_NO);
	TAP_EQUAL(may_map(VA + PAGE, 11, 1, false), PD_NO);
	TAP_EQUAL(may_map(VA + 2 * PAGE, 5, 1, true), PD_YES);
	TAP_EQUAL(may_map(VA + 2 * PAGE, 5, 1, false), PD_YES);
	TAP_EQUAL(may_map(VA + 3 * PAGE, 5, 1, false), PD_NO);
	TAP_EQUAL(may_map(MAILBOX_VA_MAPS, 100, 8, true), PD_YES);
	TAP_EQUAL(may_map(0, 0, 0, false), PD_NO);
	pd_ledger_map(&ledger, VA, 1);
	TAP_EQUAL(may_map(VA, 10, 2, false), PD_NO);
	pd_ledger_free(&ledger);
}

static void whole_runs(void)
{
	struct pd_pending ask;

	grant();
	pd_ledger_map(&ledger, VA, 1);
	pd_ledger_settle(&ledger, 1);
	TAP_EQUAL(pd_ledger_may_unmap(&ledger, VA, PAGE, 1, &ask), PD_NO);
	TAP_EQUAL(pd_ledger_may_unmap(&ledger, VA + PAGE, 8 * PAGE, 1, &ask), PD_NO);
	TAP_EQUAL(pd_ledger_may_unmap(&ledger, VA + 2 * PAGE, PAGE, 1, &ask), PD_YES);
	TAP_EQUAL(pd_ledger_may_unmap(&ledger, VA, 2 * PAGE, 1, &ask), PD_YES);
	TAP_EQUAL(pd_ledger_may_unmap(&ledger, VA - PAGE, 8 * PAGE, 1, &ask), PD_YES);
	TAP_EXPECT(pd_ledger_in_use(&ledger));
	pd_ledger_unmap(&ledger, VA - PAGE, 8 * PAGE);
	TAP_EXPECT(!pd_ledger_in_use(&ledger));
	TAP_EQUAL(may_map(VA, 10, 2, false), PD_YES);
	pd_ledger_free(&ledger);
}

static void revoke(void)
{
	grant();
	pd_ledger_map(&ledger, MAILBOX_VA_MAPS, 1);
	TAP_EXPECT(pd_ledger_revoke(&ledger, 3));
	TAP_EQUAL(may_map(VA, 10, 2, false), PD_NO);
	TAP_EQUAL(may_map(VA + 2 * PAGE, 5, 1, false), PD_NO);
	TAP_EXPECT(pd_ledger_revoke(&ledger, 3));
	TAP_EXPECT(pd_ledger_in_use(&ledger));
	TAP_EXPECT(!pd_ledger_revoke(&ledger, PD_LEDGER_PERSISTENT | MAILBOX_VA_MAPS / PAGE));
	TAP_EQUAL(ledger.count, 0);
	pd_ledger_free(&ledger);
}

/* A thread that may still be about to map: its own unmap comes later, others' may not. */
static void pending(void)
{
	struct pd_pending ask = { 0 };

	grant();
	pd_ledger_map(&ledger, VA, 7);
	TAP_EQUAL(pd_ledger_may_unmap(&ledger, VA, 2 * PAGE, 7, &ask), PD_YES);
	TAP_EQUAL(pd_ledger_may_unmap(&ledger, VA, 2 * PAGE, 8, &ask), PD_ASK);
	TAP_EQUAL(ask.va, VA);
	TAP_EQUAL(ask.thread, 7);
	pd_ledger_settle(&ledger, 8);
	TAP_EQUAL(pd_ledger_may_unmap(&ledger, VA, 2 * PAGE, 8, &ask), PD_ASK);
	pd_ledger_settle(&ledger, 7);
	TAP_EQUAL(pd_ledger_may_unmap(&ledger, VA, 2 * PAGE, 8, &ask), PD_YES);
	/* Two threads are about to map it: if one unmaps, the kernel is asked about the other. */
	pd_ledger_unmap(&ledger, VA, 2 * PAGE);
	pd_ledger_map(&ledger, VA, 7);
	pd_ledger_unmap(&ledger, VA, 2 * PAGE);
	pd_ledger_map(&ledger, VA, 8);
	TAP_EQUAL(pd_ledger_may_unmap(&ledger, VA, 2 * PAGE, 7, &ask), PD_ASK);
	TAP_EQUAL(ask.thread, 8);
	TAP_EQUAL(pd_ledger_may_unmap(&ledger, VA, 2 * PAGE, 8, &ask), PD_ASK);
	TAP_EQUAL(ask.thread, 7);
	pd_ledger_free(&ledger);
}

/* More threads than a shell has are not followed: they may not map. */
static void many_threads(void)
{
	struct pd_run run = { .count = 1 };

	for (uint32_t i = 0; i <= PD_PENDING_MAX; i++) {
		run.va = VA + 2 * i * PAGE;
		TAP_EQUAL(pd_ledger_grant(&ledger, &run, 1), 0);
		TAP_EQUAL(may_map(run.va, 0, 1, false), i < PD_PENDING_MAX ? PD_YES : PD_NO);
		if (i < PD_PENDING_MAX)
			pd_ledger_map(&ledger, run.va, (pid_t)i + 1);
	}
	pd_ledger_free(&ledger);
	for (uint32_t i = 0; i < 4 * MAILBOX_RUNS_MAX; i++) {
		run.va = i * PAGE;
		if (!TAP_EXPECT(!pd_ledger_grant(&ledger, &run, 1)))
			break;
	}
	TAP_EXPECT(pd_ledger_grant(&ledger, &run, 1) != 0);
	TAP_EXPECT(!pd_ledger_find(&ledger, UINT32_MAX));
	pd_ledger_free(&ledger);
}

static const struct tap_test cases[] = {
	{ "exact runs", exact_runs },
	{ "whole runs", whole_runs },
	{ "revoke", revoke },
	{ "pending", pending },
	{ "many threads", many_threads },
};

TAP_MAIN(cases)
