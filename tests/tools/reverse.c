// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * A listener, one step at a time: the case decides when it waits and what it
 * says.
 */
#include <string.h>

#include "tools/board.h"
#include "tools/reverse.h"
#include "tools/t.h"

static void *reverse_run_call(void *data)
{
	struct reverse_call *c = data;

	c->ret = raw_invoke(c->fd, c->session, c->handle, c->scalars, c->args, &c->result);
	return NULL;
}

void reverse_call_start(struct reverse_call *c)
{
	T_OK(-pthread_create(&c->thread, NULL, reverse_run_call, c));
}

void reverse_call_end(struct reverse_call *c)
{
	T_OK(-pthread_join(c->thread, NULL));
}

/* The methods of the older object have lower numbers. */
__u32 reverse_scalars(const struct reverse_listener *l, __u32 method, __u32 in, __u32 out)
{
	return DRM_QDA_SCALARS(l->object == REVERSE_OLD ? method - 2 : method, in, out, 0, 0);
}

void reverse_setup(struct reverse_listener *l, const struct remote *r, __u32 object)
{
	__s32 result;

	*l = (struct reverse_listener){ .fd = r->fd, .session = r->session, .object = object };
	T_OK(raw_invoke(l->fd, l->session, object, reverse_scalars(l, 5, 0, 0), NULL, &result));
	T_EQ(result, 0);
}

static void *reverse_run(void *data)
{
	struct reverse_listener *l = data;
	const struct drm_qda_arg args[] = {
		raw_inline(&l->next, sizeof(l->next)),
		l->out_size ? raw_inline(l->out, l->out_size) : raw_nothing(),
		raw_inline(&l->request, sizeof(l->request)),
		raw_inline(l->in, sizeof(l->in)),
	};

	l->ret = raw_invoke(l->fd, l->session, l->object, reverse_scalars(l, 6, 2, 2), args,
			    &l->result);
	return NULL;
}

void reverse_wait(struct reverse_listener *l, __s32 result)
{
	long calls = board_stat("calls");

	l->next.ctx = l->request.ctx;
	l->next.result = result;
	l->next.size = l->out_size;
	l->next.room = sizeof(l->in);
	T_OK(-pthread_create(&l->thread, NULL, reverse_run, l));
	board_stat_reach("calls", calls + 1);
}

void reverse_join(struct reverse_listener *l)
{
	T_OK(-pthread_join(l->thread, NULL));
	l->out_size = 0;
}

void reverse_take(struct reverse_listener *l, __u32 handle, __u32 scalars)
{
	reverse_join(l);
	T_OK(l->ret);
	T_EQ(l->result, 0);
	T_CHECK(l->request.ctx != 0);
	T_EQ(l->request.handle, handle);
	T_EQ(l->request.scalars, scalars);
}

void reverse_put(struct reverse_listener *l, const void *bytes, __u32 size)
{
	memcpy(l->out + l->out_size, &size, sizeof(size));
	l->out_size += sizeof(size);
	l->out_size = (l->out_size + 7) & ~7u;
	memcpy(l->out + l->out_size, bytes, size);
	l->out_size += size;
}
