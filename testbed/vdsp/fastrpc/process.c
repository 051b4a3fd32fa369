// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: processes
 *
 * The kernel names each of its clients by an id; attach and create make the DSP know
 * it, release makes the DSP forget it. For a user PD the entry is the PD itself. For the
 * root and sensors PDs, which live as long as the DSP, it is one client's share of it:
 * its handles, its maps and its listener.
 *
 * Before an entry goes, all calls that it still holds are answered with "bad state";
 * nothing of it survives (docs/protocol.md, The end).
 */
#include "fastrpc/process.h"

#include <stdlib.h>
#include <string.h>

#include "fastrpc/call.h"
#include "fastrpc/domain.h"
#include "fastrpc/farf.h"
#include "fastrpc/fastrpc.h"
#include "fastrpc/notice.h"
#include "fastrpc/process_map.h"
#include "fastrpc/reverse.h"
#include "fastrpc/wire.h"
#include "mem/mem.h"

/* More than any kernel offers (14 sessions per DSP in Linux 7.3). */
#define PROCESS_COUNT_MAX	64

/* Library code takes handles below 0x200 for constants. */
#define PROCESS_HANDLE_FIRST	0x1000u

/**
 * process_find() - Look a client up.
 * @client_id: the kernel's name for it
 *
 * Return: its entry, or NULL.
 */
struct process *process_find(const struct domain *d, int32_t client_id)
{
	for (struct process *pd = d->processes; pd; pd = pd->next)
		if (pd->client_id == client_id)
			return pd;
	return NULL;
}

/**
 * process_create() - Make a client known.
 * @client_id: the kernel's name for it; must be positive
 * @type: kind of PD
 * @sid: stream id of its bank
 * @result: gets the entry
 *
 * Return: 0; WIRE_EEXISTS if the client is known already; WIRE_EBADPARM for a bad id;
 * WIRE_ENOMEMORY.
 */
int32_t process_create(struct domain *d, int32_t client_id, enum process_type type,
		       uint32_t sid, struct process **result)
{
	struct process *pd;

	if (client_id <= 0)
		return WIRE_EBADPARM;
	if (process_find(d, client_id))
		return WIRE_EEXISTS;
	if (d->process_count == PROCESS_COUNT_MAX)
		return WIRE_ENOMEMORY;
	pd = calloc(1, sizeof(*pd));
	if (!pd)
		return WIRE_ENOMEMORY;
	pd->client_id = client_id;
	pd->type = type;
	pd->sid = sid;
	pd->next_handle = PROCESS_HANDLE_FIRST;
	pd->next = d->processes;
	d->processes = pd;
	d->process_count++;
	*result = pd;
	return 0;
}

/* Nothing goes on in the PD from here on. */
static void process_stop(struct domain *d, struct process *pd)
{
	pd->exited = true;
	pd->ended = true;
	reverse_end(pd);
	d->server->forget(pd);
	process_map_remove_all(pd);
}

/* Its client still has to release it. */
static void process_exit(struct domain *d, struct process *pd)
{
	pd->exited = true;
	d->server->detach(pd);
	call_finish_held(d, pd, WIRE_EBADSTATE);
	process_stop(d, pd);
}

/**
 * process_die() - End a PD that its client has not released.
 * @status: what the guest is told of it; first of all
 */
void process_die(struct domain *d, struct process *pd, enum notice_status status)
{
	d->deaths += !pd->ended;
	notice_send(d, pd, status);
	process_exit(d, pd);
}

/**
 * process_crash() - End a PD as a fault in it does.
 * @status: what the guest is told of it; first of all
 * @record: why, for the memory that the guest gave with create
 */
void process_crash(struct domain *d, struct process *pd, enum notice_status status,
		   const char *record)
{
	if (pd->init_size > strlen(record))
		mem_write(d->mem, d->stream_base | pd->sid, pd->init_iova, record,
			  strlen(record) + 1);
	process_die(d, pd, status);
}

static void process_unlink(struct domain *d, struct process *pd)
{
	struct process **link = &d->processes;

	while (*link != pd)
		link = &(*link)->next;
	*link = pd->next;
	d->process_count--;
	d->server->detach(pd);
	process_stop(d, pd);
	free(pd);
}

/**
 * process_release() - End a PD if it still runs, and forget its client.
 * @pd: the PD; gone afterwards
 */
void process_release(struct domain *d, struct process *pd)
{
	if (!pd->ended)
		farf_event(d, pd, "ended: released");
	process_exit(d, pd);
	process_unlink(d, pd);
}

/**
 * process_forget_all() - The DSP has ended: forget all clients without an answer.
 *
 * Calls must have been forgotten before.
 */
void process_forget_all(struct domain *d)
{
	while (d->processes)
		process_unlink(d, d->processes);
}

static int32_t process_enter_handle(struct process *pd, const struct process_handle *entry,
				    uint32_t *handle)
{
	for (unsigned int i = 0; i < PROCESS_HANDLES_MAX; i++) {
		if (pd->handles[i].handle)
			continue;
		*handle = pd->next_handle++;
		if (pd->next_handle < PROCESS_HANDLE_FIRST)
			pd->next_handle = PROCESS_HANDLE_FIRST;
		pd->handles[i] = *entry;
		pd->handles[i].handle = *handle;
		return 0;
	}
	return WIRE_ENOMEMORY;
}

/**
 * process_open() - Open a module that is built in.
 * @object: methods of the module
 * @handle: gets the handle, 0x1000 or more
 *
 * Return: 0, or WIRE_ENOMEMORY if too many are open.
 */
int32_t process_open(struct process *pd, const struct object *object, uint32_t *handle)
{
	const struct process_handle entry = { .object = object };

	return process_enter_handle(pd, &entry, handle);
}

/**
 * process_open_hosted() - Open a module that the child of the PD has.
 * @module: the child's name of the module
 * @handle: gets the handle, 0x1000 or more
 *
 * Return: 0, or WIRE_ENOMEMORY if too many are open.
 */
int32_t process_open_hosted(struct process *pd, uint32_t module, uint32_t *handle)
{
	const struct process_handle entry = { .module = module };

	return process_enter_handle(pd, &entry, handle);
}

/**
 * process_find_hosted() - Look a handle up among the modules of the child.
 * @handle: dynamic handle
 * @module: gets the child's name of the module
 *
 * Return: true if it is one of them.
 */
bool process_find_hosted(const struct process *pd, uint32_t handle, uint32_t *module)
{
	for (unsigned int i = 0; handle && i < PROCESS_HANDLES_MAX; i++) {
		if (pd->handles[i].handle != handle || pd->handles[i].object)
			continue;
		*module = pd->handles[i].module;
		return true;
	}
	return false;
}

/**
 * process_find_object() - Look a handle up.
 * @handle: dynamic handle
 *
 * Return: methods of the module, or NULL if the handle is not open.
 */
const struct object *process_find_object(const struct process *pd, uint32_t handle)
{
	for (unsigned int i = 0; handle && i < PROCESS_HANDLES_MAX; i++)
		if (pd->handles[i].handle == handle)
			return pd->handles[i].object;
	return NULL;
}

/**
 * process_close() - Close a module.
 * @handle: its handle
 *
 * Return: 0, or WIRE_EINVHANDLE if it is not open.
 */
int32_t process_close(struct process *pd, uint32_t handle)
{
	for (unsigned int i = 0; handle && i < PROCESS_HANDLES_MAX; i++) {
		if (pd->handles[i].handle != handle)
			continue;
		pd->handles[i] = (struct process_handle){ 0 };
		return 0;
	}
	return WIRE_EINVHANDLE;
}
