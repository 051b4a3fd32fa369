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

#include "base/log.h"
#include "fastrpc/call.h"
#include "fastrpc/domain.h"
#include "fastrpc/process.h"
#include "fastrpc/process_map.h"
#include "pd/pd_child.h"
#include "pd/pd_pool.h"
#include "pd/pd_request.h"

/**
 * pd_attach() - Give a PD its child.
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
	if (pd_pool_debug())
		log_line("%s: client %d: a debugger finds it at %s/pd-%d.sock", d->label,
			 pd->client_id, pd_pool_debug(), (int)child->pid);
}

static int32_t pd_submit(struct pd_child *child, struct pd_request *r)
{
	return r ? pd_request_submit(child, r) : WIRE_ENOMEMORY;
}

/**
 * pd_open() - Open a library.
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
 * pd_close() - Close a module.
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
 * pd_invoke() - Call a method of a module; its result is that of the call.
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
 * pd_map() - Map memory in the child of a PD.
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
 * pd_unmap() - Unmap memory in the child of a PD.
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
