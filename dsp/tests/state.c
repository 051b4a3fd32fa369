// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * A library for tests: what the SDK does between a call and a method.
 */
#include <string.h>

#include <qda/skel.h>

struct state {
	int32_t sum;
};

static uint32_t state_closed;

/* Programs whose URI says so are not let in. */
int state_open(void *state, const char *uri)
{
	return strlen(uri) > 20 ? 7 : 0;
}

void state_close(void *state)
{
	state_closed++;
}

int state_add(void *state, struct skel_arg *in, struct skel_arg *out)
{
	struct state *s = state;

	s->sum += *(const int32_t *)in[0].data;
	*(int32_t *)out[0].data = s->sum;
	return 0;
}

int state_closes(void *state, struct skel_arg *in, struct skel_arg *out)
{
	*(uint32_t *)out[0].data = state_closed;
	return 0;
}

int state_length(void *state, struct skel_arg *in, struct skel_arg *out)
{
	*(uint32_t *)out[0].data = strlen(in[0].data);
	return 0;
}

/* The handle comes behind the outputs, whatever the text's order. */
int state_handle(void *state, struct skel_arg *in, struct skel_arg *out)
{
	uint32_t *result = out[0].data;

	result[0] = (uint32_t)out[1].fd;
	result[1] = out[1].offset;
	return 0;
}

#define STATE_METHODS(METHOD)							\
	METHOD(2, state_add, "add in:i32:number out:i32:sum")			\
	METHOD(3, state_closes, "closes out:u32")				\
	METHOD(4, state_length, "length in:str:text out:u32")			\
	METHOD(30, state_handle, "handle in:handle:memory out:u32[2]")

SKEL(state, STATE_METHODS, .state_size = sizeof(struct state), .open = state_open,
     .close = state_close);
