/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_PD_LEDGER_H
#define VDSP_PD_LEDGER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* Owner of a run that a persistent map has; calls have the number of their slot. */
#define PD_LEDGER_PERSISTENT	0x80000000u

/* Threads of a child that map memory. */
#define PD_PENDING_MAX		64

/**
 * struct pd_run - pages that a child may map, and whether it has
 */
struct pd_run {
	/** @va: address in the child, whole pages */
	uint32_t va;
	/** @page: number of the first page in the RAM file */
	uint32_t page;
	/** @count: pages */
	uint32_t count;
	/** @write: the child may write */
	bool write;
	/** @owner: slot of the call, or PD_LEDGER_PERSISTENT | page of the map */
	uint32_t owner;
	/** @mapped: the child has mapped it */
	bool mapped;
};

/**
 * struct pd_pending - a run that may not be mapped yet although that was allowed
 */
struct pd_pending {
	/** @thread: was allowed to map it, and has not been heard of since */
	pid_t thread;
	/** @va: address of the run */
	uint32_t va;
};

/**
 * struct pd_ledger - the guest's pages that one child may map; sorted by address
 */
struct pd_ledger {
	/** @runs: granted */
	struct pd_run *runs;
	/** @count: length of @runs */
	unsigned int count;
	/** @room: what @runs has place for */
	unsigned int room;
	/** @pending: the last run that each thread was allowed to map */
	struct pd_pending pending[PD_PENDING_MAX];
	/** @pending_count: length of @pending */
	unsigned int pending_count;
};

/**
 * enum pd_verdict - may the child do it?
 * @PD_NO: no
 * @PD_YES: yes
 * @PD_ASK: only if the kernel says that the run is mapped already
 */
enum pd_verdict {
	PD_NO,
	PD_YES,
	PD_ASK,
};

void pd_ledger_free(struct pd_ledger *l);
int pd_ledger_grant(struct pd_ledger *l, const struct pd_run *runs, unsigned int count);
bool pd_ledger_revoke(struct pd_ledger *l, uint32_t owner);
bool pd_ledger_in_use(const struct pd_ledger *l);
struct pd_run *pd_ledger_find(const struct pd_ledger *l, uint32_t va);
enum pd_verdict pd_ledger_may_map(const struct pd_ledger *l, const struct pd_run *wanted);
enum pd_verdict pd_ledger_may_unmap(const struct pd_ledger *l, uint64_t va, uint64_t len,
				    pid_t thread, struct pd_pending *ask);
void pd_ledger_map(struct pd_ledger *l, uint32_t va, pid_t thread);
void pd_ledger_unmap(struct pd_ledger *l, uint64_t va, uint64_t len);
void pd_ledger_settle(struct pd_ledger *l, pid_t thread);

#endif /* VDSP_PD_LEDGER_H */
