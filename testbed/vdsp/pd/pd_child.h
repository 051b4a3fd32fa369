/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_PD_CHILD_H
#define VDSP_PD_CHILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "pd/pd_ledger.h"
#include "contract/mailbox.h"
#include "base/watch.h"

struct domain;
struct pd_request;
struct pd_reverse;
struct process;

/**
 * enum pd_state - how far a child has come
 * @PD_STARTING: it has not told yet whether it could confine itself
 * @PD_CONFINED: emulator and shell start
 * @PD_READY: the shell waits for requests: no more files, no exec
 * @PD_KILLED: it gets no more attention; the rest of it is not yet gone
 */
enum pd_state {
	PD_STARTING,
	PD_CONFINED,
	PD_READY,
	PD_KILLED,
};

/**
 * struct pd_fault - what a shell has told about the end of its PD
 */
struct pd_fault {
	/** @told: it has */
	bool told;
	/** @head: the numbers */
	struct mailbox_fault head;
	/** @text: lines, printable, with NUL */
	char text[16384];
};

/**
 * struct pd_child - a process that plays one PD
 */
struct pd_child {
	/** @next: in the pool's list */
	struct pd_child *next;
	/** @state: how far it has come */
	enum pd_state state;
	/** @pid: the process; not reaped as long as this exists */
	pid_t pid;
	/** @pidfd: the process, as a descriptor */
	int pidfd;
	/** @request: our end of the request socket */
	int request;
	/** @upcall: our end of the upcall socket */
	int upcall;
	/** @notify: system calls that are to be decided; -1 while @state is PD_STARTING */
	int notify;
	/** @maps: what the kernel says that is mapped; -1 if it does not */
	int maps;
	/** @executed: it has become the emulator */
	bool executed;
	/** @refused: system calls that it was not allowed */
	unsigned int refused;
	/** @desk: MAILBOX_DESK_SIZE bytes that it shares with us */
	uint8_t *desk;
	/** @pid_watch: of @pidfd; the others likewise */
	struct watch pid_watch;
	struct watch request_watch;
	struct watch upcall_watch;
	struct watch notify_watch;
	/** @ledger: pages of the guest */
	struct pd_ledger ledger;
	/** @domain: its DSP; NULL in the pool */
	struct domain *domain;
	/** @process: its PD; NULL in the pool */
	struct process *process;
	/** @slots: requests under way, by part of the desk */
	struct pd_request *slots[MAILBOX_SLOTS];
	/** @waiting: requests that wait for a slot, the oldest first */
	struct pd_request *waiting;
	/** @reverse: the upcall that waits for the guest */
	struct pd_reverse *reverse;
	/** @broken: the rule that it broke, or NULL */
	const char *broken;
	/** @fault: its last words */
	struct pd_fault fault;
};

/* The part of the desk that belongs to a slot. */
static inline struct mailbox_slot *pd_child_slot(const struct pd_child *child, uint32_t slot)
{
	return (struct mailbox_slot *)(child->desk + (size_t)slot * MAILBOX_SLOT_SIZE);
}

void pd_child_unwatch(struct pd_child *child);
void pd_child_kill(struct pd_child *child);
void pd_child_break(struct pd_child *child, const char *why);

#endif /* VDSP_PD_CHILD_H */
