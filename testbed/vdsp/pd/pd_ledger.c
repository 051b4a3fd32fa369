// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: ledger of a child
 *
 * A child may map pages of the guest only for the calls and maps that it serves. The
 * ledger has the runs of pages that it may map now, and those that it has mapped. A run
 * is granted with the request that it belongs to, is mapped as a whole and once, and must
 * be unmapped when the request is answered.
 *
 * A decision and the system call that it allows are not one step. The order of two calls
 * is known only if the same thread makes both. So if one thread maps a run and another
 * unmaps it, and the first has not been heard of since, the kernel must be asked first:
 * else a mapping could appear after it was taken out of the ledger.
 */
#include "pd/pd_ledger.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "contract/mailbox.h"

/* A PD has not more than this: the kernel allows a process 65530 mappings. */
#define PD_LEDGER_MAX	(4 * MAILBOX_RUNS_MAX)

static uint64_t ledger_end(const struct pd_run *run)
{
	return run->va + (uint64_t)run->count * MAILBOX_PAGE_SIZE;
}

/* Index of the first run that ends after @va. */
static unsigned int ledger_search(const struct pd_ledger *l, uint64_t va)
{
	unsigned int low = 0, high = l->count;

	while (low < high) {
		unsigned int middle = (low + high) / 2;

		if (ledger_end(&l->runs[middle]) > va)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

/**
 * pd_ledger_free() - Forget everything.
 */
void pd_ledger_free(struct pd_ledger *l)
{
	free(l->runs);
	*l = (struct pd_ledger){ 0 };
}

static int ledger_reserve(struct pd_ledger *l, unsigned int count)
{
	unsigned int room = l->room ? l->room : 64;
	struct pd_run *runs;

	if (count > PD_LEDGER_MAX - l->count)
		return -ENOMEM;
	while (room < l->count + count)
		room *= 2;
	if (room == l->room)
		return 0;
	runs = realloc(l->runs, room * sizeof(*runs));
	if (!runs)
		return -ENOMEM;
	l->runs = runs;
	l->room = room;
	return 0;
}

/**
 * pd_ledger_grant() - Allow the child to map some runs.
 * @runs: by rising address, all in one gap between those that are granted already
 * @count: number of @runs
 *
 * Return: 0, or -ENOMEM if there are too many.
 */
int pd_ledger_grant(struct pd_ledger *l, const struct pd_run *runs, unsigned int count)
{
	unsigned int at;

	if (!count)
		return 0;
	if (ledger_reserve(l, count))
		return -ENOMEM;
	at = ledger_search(l, runs[0].va);
	memmove(&l->runs[at + count], &l->runs[at], (l->count - at) * sizeof(*runs));
	memcpy(&l->runs[at], runs, count * sizeof(*runs));
	l->count += count;
	return 0;
}

/**
 * pd_ledger_revoke() - A request is over.
 * @owner: whose runs are taken back
 *
 * Return: true if the child has unmapped all of them.
 */
bool pd_ledger_revoke(struct pd_ledger *l, uint32_t owner)
{
	unsigned int kept = 0;
	bool clean = true;

	for (unsigned int i = 0; i < l->count; i++) {
		if (l->runs[i].owner != owner) {
			l->runs[kept++] = l->runs[i];
			continue;
		}
		clean = clean && !l->runs[i].mapped;
	}
	l->count = kept;
	return clean;
}

/**
 * pd_ledger_in_use() - Has the child mapped memory of the guest?
 *
 * Return: true if so.
 */
bool pd_ledger_in_use(const struct pd_ledger *l)
{
	for (unsigned int i = 0; i < l->count; i++)
		if (l->runs[i].mapped)
			return true;
	return false;
}

/**
 * pd_ledger_find() - The run at an address.
 * @va: any address
 *
 * Return: the run, good until the ledger changes; NULL if none has this address.
 */
struct pd_run *pd_ledger_find(const struct pd_ledger *l, uint32_t va)
{
	unsigned int i = ledger_search(l, va);

	return i < l->count && l->runs[i].va <= va ? &l->runs[i] : NULL;
}

/**
 * pd_ledger_may_map() - May the child map this?
 * @wanted: address, pages and access that it asks for
 *
 * Return: PD_YES if it is exactly a run that is granted and not mapped.
 */
enum pd_verdict pd_ledger_may_map(const struct pd_ledger *l, const struct pd_run *wanted)
{
	const struct pd_run *run = pd_ledger_find(l, wanted->va);

	if (l->pending_count == PD_PENDING_MAX)
		return PD_NO;
	if (!run || run->mapped || run->va != wanted->va || run->page != wanted->page ||
	    run->count != wanted->count || (wanted->write && !run->write))
		return PD_NO;
	return PD_YES;
}

/* The entry of another thread than @thread that may still be about to map @va. */
static const struct pd_pending *ledger_find_pending(const struct pd_ledger *l, uint32_t va,
						    pid_t thread)
{
	for (unsigned int i = 0; i < l->pending_count; i++)
		if (l->pending[i].va == va && l->pending[i].thread != thread)
			return &l->pending[i];
	return NULL;
}

/**
 * pd_ledger_may_unmap() - May a thread of the child unmap this?
 * @thread: the thread
 * @ask: with PD_ASK, gets the run to ask the kernel for. If it is mapped, settle the
 *	thread named here and try again.
 *
 * Return: PD_NO if a run would be unmapped in part; PD_ASK if it is not known that one of
 * the runs is mapped yet; else PD_YES, also if there is no run.
 */
enum pd_verdict pd_ledger_may_unmap(const struct pd_ledger *l, uint64_t va, uint64_t len,
				    pid_t thread, struct pd_pending *ask)
{
	const struct pd_pending *pending = NULL;

	for (unsigned int i = ledger_search(l, va); i < l->count; i++) {
		const struct pd_run *run = &l->runs[i];

		if (run->va >= va + len)
			break;
		if (!run->mapped)
			continue;
		if (run->va < va || ledger_end(run) > va + len)
			return PD_NO;
		if (!pending)
			pending = ledger_find_pending(l, run->va, thread);
	}
	if (!pending)
		return PD_YES;
	*ask = *pending;
	return PD_ASK;
}

/**
 * pd_ledger_map() - The child maps a run.
 * @va: address of a run that pd_ledger_may_map() has allowed after pd_ledger_settle()
 * @thread: the thread that does it
 */
void pd_ledger_map(struct pd_ledger *l, uint32_t va, pid_t thread)
{
	struct pd_run *run = pd_ledger_find(l, va);

	run->mapped = true;
	l->pending[l->pending_count++] = (struct pd_pending){ thread, run->va };
}

/**
 * pd_ledger_unmap() - The child unmaps what pd_ledger_may_unmap() has allowed.
 */
void pd_ledger_unmap(struct pd_ledger *l, uint64_t va, uint64_t len)
{
	for (unsigned int i = ledger_search(l, va); i < l->count && l->runs[i].va < va + len; i++)
		l->runs[i].mapped = false;
}

/**
 * pd_ledger_settle() - A thread of the child makes another system call.
 * @thread: the thread; what it was allowed to map is mapped now
 */
void pd_ledger_settle(struct pd_ledger *l, pid_t thread)
{
	for (unsigned int i = 0; i < l->pending_count; i++) {
		if (l->pending[i].thread != thread)
			continue;
		l->pending[i] = l->pending[--l->pending_count];
		return;
	}
}
