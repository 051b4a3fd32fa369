// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The guest's side of reverse calls, one step at a time: the test decides when it waits
 * and what it says.
 */
#include <string.h>

#include "fake_guest.h"
#include "fake_listener.h"

/* The methods of the older object have lower numbers. */
static uint32_t listener_sc(const struct fake_listener *l, uint32_t sc)
{
	return l->handle == 3 ? sc - 0x02000000 : sc;
}

static void listener_become(const struct fake_listener *l)
{
	guest.client_id = l->client_id;
	guest.pd_type = l->pd_type;
}

int32_t listener_start(struct fake_listener *l, uint32_t handle, uint32_t capacity)
{
	memset(l, 0, sizeof(*l));
	l->handle = handle;
	l->capacity = capacity;
	l->client_id = guest.client_id;
	l->pd_type = guest.pd_type;
	return guest_invoke(handle, listener_sc(l, 0x05000000), NULL);
}

void listener_wait(struct fake_listener *l, uint32_t ctx, int32_t result, const void *out,
		   uint32_t len)
{
	struct wire_reverse_next next = { ctx, result, len, l->capacity };
	const struct guest_arg args[] = {
		{ .data = &next, .len = sizeof(next) },
		{ .data = (void *)out, .len = len },
		{ .data = &l->request, .len = sizeof(l->request) },
		{ .data = l->in, .len = l->capacity },
	};

	listener_become(l);
	l->call = guest_send(l->handle, listener_sc(l, 0x06020200), args);
	l->out_len = len;
}

bool listener_take(struct fake_listener *l)
{
	static uint8_t pad[LISTENER_MAX];
	const struct guest_arg args[] = {
		{ .data = pad, .len = sizeof(struct wire_reverse_next) },
		{ .data = pad, .len = l->out_len },
		{ .data = &l->request, .len = sizeof(l->request) },
		{ .data = l->in, .len = l->capacity },
	};

	if (guest_result(l->call))
		return false;
	listener_become(l);
	guest_read_outputs(l->call, listener_sc(l, 0x06020200), args);
	return true;
}

int32_t listener_get_inputs(const struct fake_listener *l, uint32_t ctx, uint32_t offset,
			    void *data, uint32_t len, uint32_t *required)
{
	struct wire_reverse_part part = { ctx, offset, len };

	listener_become(l);
	return guest_invoke(l->handle, listener_sc(l, 0x07010200), (struct guest_arg[]){
		{ .data = &part, .len = sizeof(part) },
		{ .data = required, .len = sizeof(*required) },
		{ .data = data, .len = len } });
}
