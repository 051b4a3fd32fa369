// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: memory of requests
 *
 * Code in a PD has pointers, not SMMU addresses, and must reach nothing but its arguments.
 * Each argument gets addresses in the window of its slot: whole pages, followed by one
 * without memory; its offset in the first page stays. What the SMMU lets the bank reach is
 * listed page by page and entered in the ledger; what it refuses is a hole. The guest is
 * not told of a hole, because nothing has been accessed: code that touches one faults, and
 * then the access is made once more on its behalf, so that the SMMU reports it
 * (pd_layout_touch()).
 *
 * The pages are looked up when the request is sent and stay with the child until it is
 * answered, even if the guest unmaps them meanwhile, which a correct guest never does.
 */
#include <stdlib.h>
#include <string.h>

#include "fastrpc/call.h"
#include "fastrpc/domain.h"
#include "fastrpc/process.h"
#include "fastrpc/process_map.h"
#include "mem/mem.h"
#include "pd/pd_child.h"
#include "pd/pd_guard.h"
#include "pd/pd_request.h"

struct layout {
	struct mem *mem;
	uint32_t stream;
	struct mailbox_slot *desk;
	uint32_t owner;
	/* Of the argument at hand. */
	struct pd_place *place;
	struct mailbox_run run;		/* not yet stored */
	uint32_t run_va;
	bool writable;			/* all of its pages so far */
	/* Of the request. */
	unsigned int run_count;
	unsigned int granted;
};

/* The runs of the request at hand: too many for the stack, and one is enough. */
static struct pd_run layout_runs[MAILBOX_RUNS_MAX];

static int32_t layout_store_run(struct layout *l)
{
	if (!l->run.count)
		return 0;
	if (l->run_count == MAILBOX_RUNS_MAX)
		return WIRE_ENOMEMORY;
	l->desk->runs[l->run_count++] = l->run;
	if (l->run.page != MAILBOX_HOLE)
		layout_runs[l->granted++] = (struct pd_run){
			.va = l->run_va, .page = l->run.page, .count = l->run.count,
			.owner = l->owner,
		};
	l->run_va += l->run.count * MAILBOX_PAGE_SIZE;
	l->run.count = 0;
	return 0;
}

static bool layout_continues(const struct mailbox_run *run, uint32_t page)
{
	if (!run->count)
		return false;
	return run->page == MAILBOX_HOLE ? page == MAILBOX_HOLE :
	       page != MAILBOX_HOLE && page == run->page + run->count;
}

static int32_t layout_add_page(struct layout *l, uint64_t iova)
{
	bool writable = false;
	uint32_t page;

	if (mem_page(l->mem, l->stream, iova, &page, &writable) ||
	    (l->place->write && !writable))
		page = MAILBOX_HOLE;
	l->writable = l->writable && writable;
	if (!layout_continues(&l->run, page)) {
		if (layout_store_run(l))
			return WIRE_ENOMEMORY;
		l->run.page = page;
	}
	l->run.count++;
	return 0;
}

/* List the pages of an argument and describe it on the desk. */
static int32_t layout_add_arg(struct layout *l, struct pd_place *place,
			      struct mailbox_arg *arg)
{
	uint64_t first = place->iova / MAILBOX_PAGE_SIZE * MAILBOX_PAGE_SIZE;
	uint64_t end = place->iova + place->len;
	unsigned int run = l->granted;

	l->place = place;
	l->writable = true;
	l->run = (struct mailbox_run){ 0 };
	l->run_va = place->va / MAILBOX_PAGE_SIZE * MAILBOX_PAGE_SIZE;
	arg->va = place->va;
	arg->len = (uint32_t)place->len;
	arg->first_run = l->run_count;
	for (uint64_t iova = first; place->len && iova < end; iova += MAILBOX_PAGE_SIZE)
		if (layout_add_page(l, iova))
			return WIRE_ENOMEMORY;
	if (layout_store_run(l))
		return WIRE_ENOMEMORY;
	arg->run_count = l->run_count - arg->first_run;
	/* What a DSP may write, an input, too, is for the SMMU to say: all of its pages. */
	place->write = place->write || l->writable;
	for (; run < l->granted; run++)
		layout_runs[run].write = place->write;
	if (place->write)
		arg->flags |= MAILBOX_ARG_WRITE;
	return 0;
}

/* Address space that @place takes, with the page behind it. */
static uint64_t layout_span(const struct pd_place *place)
{
	uint64_t bytes = place->iova % MAILBOX_PAGE_SIZE + place->len;

	return (bytes + 2 * MAILBOX_PAGE_SIZE - 1) / MAILBOX_PAGE_SIZE * MAILBOX_PAGE_SIZE;
}

static int32_t layout_call(struct layout *l, uint32_t slot, struct pd_request *r)
{
	const struct payload *p = r->call->payload;
	uint64_t va = MAILBOX_VA_CALLS + (uint64_t)slot * MAILBOX_WINDOW_SIZE;
	uint64_t end = va + MAILBOX_WINDOW_SIZE;
	unsigned int outputs = payload_out(p, 0), handles = payload_in_handle(p, 0);

	for (unsigned int i = 0; i < p->count; i++) {
		struct pd_place *place = &r->places[i];
		struct mailbox_arg arg = { .fd = p->args[i].fd, .offset = p->args[i].offset };

		*place = (struct pd_place){
			.iova = p->args[i].iova, .len = p->args[i].len, .write = i >= outputs,
		};
		if (i >= outputs)
			arg.flags = MAILBOX_ARG_OUT;
		if (i >= handles)
			arg.flags |= MAILBOX_ARG_HANDLE;
		if (place->len) {
			if (place->len > MAILBOX_WINDOW_SIZE || layout_span(place) > end - va)
				return WIRE_ENOMEMORY;
			place->va = (uint32_t)(va + place->iova % MAILBOX_PAGE_SIZE);
			va += layout_span(place);
		}
		if (layout_add_arg(l, place, &arg))
			return WIRE_ENOMEMORY;
		l->desk->args[i] = arg;
	}
	return 0;
}

static int32_t layout_map(struct layout *l, struct pd_request *r)
{
	struct mailbox_arg arg = { .fd = r->map.fd };

	*r->places = (struct pd_place){
		.va = (uint32_t)r->map.va, .iova = r->map.iova, .len = r->map.size, .write = true,
	};
	if (r->type == MAILBOX_MAP && layout_add_arg(l, r->places, &arg))
		return WIRE_ENOMEMORY;
	arg.va = (uint32_t)r->map.va;
	arg.len = (uint32_t)r->map.size;
	l->desk->args[0] = arg;
	return 0;
}

static uint32_t layout_owner(uint32_t slot, const struct pd_request *r)
{
	if (r->type == MAILBOX_INVOKE)
		return slot;
	return PD_LEDGER_PERSISTENT | (uint32_t)(r->map.va / MAILBOX_PAGE_SIZE);
}

/**
 * pd_layout() - Put a request on the desk.
 * @slot: free slot
 * @r: request; gets its places
 *
 * Return: 0, or WIRE_ENOMEMORY: too much for the address space, or in too many pieces.
 */
int32_t pd_layout(struct pd_child *child, uint32_t slot, struct pd_request *r)
{
	struct layout l = {
		.mem = child->domain->mem, .stream = r->stream,
		.desk = pd_child_slot(child, slot), .owner = layout_owner(slot, r),
	};
	int32_t ret;

	if (r->type == MAILBOX_OPEN)
		strcpy(l.desk->text, r->text);
	if (r->type == MAILBOX_OPEN || r->type == MAILBOX_CLOSE || r->type == MAILBOX_STAND)
		return 0;
	r->place_count = r->type == MAILBOX_INVOKE ? r->call->payload->count : 1;
	if (!r->place_count)
		return 0;
	r->places = calloc(r->place_count, sizeof(*r->places));
	if (!r->places)
		return WIRE_ENOMEMORY;
	ret = r->type == MAILBOX_INVOKE ? layout_call(&l, slot, r) : layout_map(&l, r);
	if (!ret && pd_ledger_grant(&child->ledger, layout_runs, l.granted))
		ret = WIRE_ENOMEMORY;
	return ret;
}

/**
 * pd_layout_end() - A request has been answered: take its pages back.
 * @slot: its slot
 * @result: the child's
 *
 * Return: false if the child still has some of them mapped that it must not have.
 */
bool pd_layout_end(struct pd_child *child, uint32_t slot, const struct pd_request *r,
		   int32_t result)
{
	uint64_t va, end;

	switch (r->type) {
	case MAILBOX_INVOKE:
		va = MAILBOX_VA_CALLS + (uint64_t)slot * MAILBOX_WINDOW_SIZE;
		end = va + MAILBOX_WINDOW_SIZE;
		break;
	case MAILBOX_MAP:
		if (!result)
			return true;
		/* fall through */
	case MAILBOX_UNMAP:
		va = r->map.va;
		end = va + r->map.size;
		break;
	default:
		return true;
	}
	return pd_ledger_revoke(&child->ledger, layout_owner(slot, r)) &&
	       !pd_guard_sees_shared(child, va, end);
}

static const struct pd_place *layout_find(const struct pd_place *places, unsigned int count,
					  uint32_t address)
{
	for (unsigned int i = 0; i < count; i++) {
		uint32_t first = places[i].va / MAILBOX_PAGE_SIZE * MAILBOX_PAGE_SIZE;

		if (places[i].len && address >= first &&
		    address - first < layout_span(&places[i]) - MAILBOX_PAGE_SIZE)
			return &places[i];
	}
	return NULL;
}

/* The access, with all that the guest sees of it; none if the SMMU has no objection. */
static bool layout_access(struct pd_child *child, uint32_t stream,
			  const struct pd_place *place, uint32_t address)
{
	uint64_t iova = place->iova + (uint64_t)address - place->va;
	size_t len = 1;
	uint32_t page;
	bool writable;

	if (!mem_page(child->domain->mem, stream, iova, &page, &writable) &&
	    (writable || !place->write))
		return false;
	return !mem_span(child->domain->mem, stream, iova, &len, place->write);
}

/**
 * pd_layout_touch() - Code of the PD has faulted at an address.
 * @address: DSP address
 *
 * Return: true if it is memory of the guest that the SMMU refuses; it has reported it.
 */
bool pd_layout_touch(struct pd_child *child, uint32_t address)
{
	const struct process *pd = child->process;

	for (unsigned int i = 0; i < MAILBOX_SLOTS; i++) {
		const struct pd_request *r = child->slots[i];
		const struct pd_place *place;

		place = r ? layout_find(r->places, r->place_count, address) : NULL;
		if (place)
			return layout_access(child, r->stream, place, address);
	}
	for (const struct process_map *map = pd->maps; map; map = map->next) {
		const struct pd_place place = {
			.va = (uint32_t)map->va, .iova = map->iova, .len = map->size, .write = true,
		};

		if (layout_find(&place, 1, address))
			return layout_access(child, child->domain->stream_base | pd->sid, &place,
					     address);
	}
	return false;
}
