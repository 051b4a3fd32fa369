// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: children of PDs
 *
 * A user PD executes Hexagon code in a process of its own, its child: an emulator that
 * runs a shell of ours, which loads libraries and calls them (dsp/contract/mailbox.h). This
 * is the side of the services: what a method can ask of the child of its PD.
 */
#include "pd/pd.h"

#include <poll.h>

#include "fastrpc/call.h"
#include "fastrpc/domain.h"
#include "log.h"
#include "pd/pd_child.h"
#include "pd/pd_pool.h"
#include "pd/pd_request.h"
#include "pd/pd_upcall.h"
#include "fastrpc/process.h"
#include "fastrpc/process_map.h"

/* A process that was killed goes at once; longer than this it hangs in the kernel. */
#define PD_DEATH_MS	2000

/**
 * pd_attach - give a PD its child
 * @d: the DSP
 * @pd: PD; remains without a child if there are none
 */
void pd_attach(struct domain *d, struct process *pd)
{
	struct pd_child *child = pd_pool_take();

	if (!child)
		return;
	child->domain = d;
	child->process = pd;
	pd->child = child;
}

/*
 * The guest takes its memory back as soon as the calls of the PD are answered: by then
 * nobody may write to it any more.
 */
static void pd_await_death(const struct pd_child *child)
{
	struct pollfd end = { .fd = child->pidfd, .events = POLLIN };

	if (pd_ledger_in_use(&child->ledger) && poll(&end, 1, PD_DEATH_MS) != 1)
		log_line("pd: process %d does not end", (int)child->pid);
}

/**
 * pd_detach - end the child of a PD
 * @pd: PD, which may have none
 *
 * Nothing of the guest's memory is reached through it afterwards. The calls that wait for
 * it must be answered by the caller.
 */
void pd_detach(struct process *pd)
{
	struct pd_child *child = pd->child;

	if (!child)
		return;
	pd->child = NULL;
	pd_upcall_forget(child);
	pd_request_drop_all(child);
	child->process = NULL;
	child->domain = NULL;
	pd_pool_drop(child);
	pd_await_death(child);
}

static int32_t pd_submit(struct pd_child *child, struct pd_request *r)
{
	return r ? pd_request_submit(child, r) : WIRE_ENOMEMORY;
}

/**
 * pd_open - open a library
 * @call: call of a PD with a child; held until the answer
 * @uri: the library's URI
 * @done: answers @call
 *
 * Return: 0 or WIRE_ENOMEMORY.
 */
int32_t pd_open(struct call *call, const char *uri, pd_done *done)
{
	struct pd_request *r = pd_request_create(MAILBOX_OPEN, call, done, uri);

	return pd_submit(call->pd->child, r);
}

/**
 * pd_close - close a module
 * @pd: PD with a child
 * @call: its call, held until the answer, or NULL
 * @module: the child's name of the module
 * @done: answers @call
 *
 * Return: 0 or WIRE_ENOMEMORY.
 */
int32_t pd_close(struct process *pd, struct call *call, uint32_t module, pd_done *done)
{
	struct pd_request *r = pd_request_create(MAILBOX_CLOSE, call, done, "");

	if (r)
		r->module = module;
	return pd_submit(pd->child, r);
}

/**
 * pd_invoke - call a method of a module; its result is that of the call
 * @call: call of a PD with a child; held until the answer
 * @module: the child's name of the module
 *
 * Return: 0 or WIRE_ENOMEMORY.
 */
int32_t pd_invoke(struct call *call, uint32_t module)
{
	struct pd_request *r = pd_request_create(MAILBOX_INVOKE, call, NULL, "");

	if (r) {
		r->module = module;
		r->stream = call->payload->source.stream;
	}
	return pd_submit(call->pd->child, r);
}

static int32_t pd_submit_map(enum mailbox_request_type type, struct process *pd,
			     struct call *call, const struct process_map *map, pd_done *done,
			     uint32_t stream)
{
	struct pd_request *r = pd_request_create(type, call, done, "");

	if (r) {
		r->map = *map;
		r->tag = map->va;
		r->stream = stream;
	}
	return pd_submit(pd->child, r);
}

/**
 * pd_map - map memory in the child of a PD
 * @call: call of the PD; held until the answer
 * @map: the memory; copied
 * @done: answers @call; its tag is the map's address
 *
 * Return: 0 or WIRE_ENOMEMORY.
 */
int32_t pd_map(struct call *call, const struct process_map *map, pd_done *done)
{
	return pd_submit_map(MAILBOX_MAP, call->pd, call, map, done,
			     call->payload->source.stream);
}

/**
 * pd_unmap - unmap memory in the child of a PD
 * @pd: the PD
 * @call: held until the answer, or NULL
 * @map: the memory; copied
 * @done: answers @call; its tag is the map's address
 *
 * Return: 0 or WIRE_ENOMEMORY.
 */
int32_t pd_unmap(struct process *pd, struct call *call, const struct process_map *map,
		 pd_done *done)
{
	return pd_submit_map(MAILBOX_UNMAP, pd, call, map, done, 0);
}
