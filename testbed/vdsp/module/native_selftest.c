// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: selftest
 *
 * Methods that give a driver something to cope with: calls that take their time, fail,
 * never end, touch memory that is none of theirs, call back, or take arguments of every
 * shape.
 */
#include <stdlib.h>

#include "base/deadline.h"
#include "fastrpc/call.h"
#include "fastrpc/domain.h"
#include "fastrpc/process.h"
#include "fastrpc/reverse.h"
#include "mem/mem.h"
#include "module/module.h"

#define SELFTEST_CHUNK		4096u
#define SELFTEST_POKE_BYTE	0xa5

#define SELFTEST_FNV_OFFSET	0xcbf29ce484222325ull
#define SELFTEST_FNV_PRIME	0x100000001b3ull

struct selftest_poke {
	uint64_t addr;
	uint32_t len;
	uint32_t write;
};

struct selftest_reverse {
	uint32_t handle;
	uint32_t sc;
};

struct selftest_reversed {
	int32_t result;
	uint32_t len;
};

/* A call that waits for a reverse call; it may be gone when that one ends. */
struct selftest_waiter {
	struct domain *domain;
	struct process *pd;
	uint64_t ctx;
};

/* The largest packed inputs that a test has sent on. */
#define SELFTEST_REVERSE_MAX	(1u << 20)

static int32_t selftest_sleep(struct call *call)
{
	uint32_t ms;
	int32_t ret;

	ret = payload_fetch(call->payload, 0, &ms, sizeof(ms));
	return ret ? ret : call_hold(call, deadline_in_ms(ms));
}

static int32_t selftest_fail(struct call *call)
{
	int32_t result;
	int32_t ret;

	ret = payload_fetch(call->payload, 0, &result, sizeof(result));
	return ret ? ret : result;
}

static int32_t selftest_hang(struct call *call)
{
	return call_hold(call, DEADLINE_NEVER);
}

static int32_t selftest_count(struct call *call)
{
	const struct payload *p = call->payload;

	call->pd->counter++;
	return payload_store(p, payload_out(p, 0), &call->pd->counter,
			     sizeof(call->pd->counter));
}

static int32_t selftest_fill(struct call *call)
{
	const struct payload *p = call->payload;
	unsigned int out = payload_out(p, 0);
	uint64_t len = p->args[out].len;
	uint8_t chunk[SELFTEST_CHUNK];
	uint32_t seed;
	int32_t ret;

	ret = payload_fetch(p, 0, &seed, sizeof(seed));
	for (uint64_t at = 0; !ret && at < len; at += sizeof(chunk)) {
		size_t part = len - at < sizeof(chunk) ? len - at : sizeof(chunk);

		for (size_t i = 0; i < part; i++)
			chunk[i] = (uint8_t)(seed + (at + i) * 7);
		ret = payload_write(p, out, at, chunk, part);
	}
	return ret;
}

/* FNV-1a over all bytes of argument @arg, continuing from *@hash. */
static int32_t selftest_hash(const struct payload *p, unsigned int arg, uint64_t *hash)
{
	uint64_t len = p->args[arg].len;
	uint8_t chunk[SELFTEST_CHUNK];
	int32_t ret = 0;

	for (uint64_t at = 0; !ret && at < len; at += sizeof(chunk)) {
		size_t part = len - at < sizeof(chunk) ? len - at : sizeof(chunk);

		ret = payload_read(p, arg, at, chunk, part);
		for (size_t i = 0; !ret && i < part; i++)
			*hash = (*hash ^ chunk[i]) * SELFTEST_FNV_PRIME;
	}
	return ret;
}

static int32_t selftest_checksum(struct call *call)
{
	const struct payload *p = call->payload;
	uint64_t hash = SELFTEST_FNV_OFFSET;
	int32_t ret = 0;

	for (unsigned int i = 0; !ret && i < WIRE_SC_IN(p->sc); i++)
		ret = selftest_hash(p, i, &hash);
	return ret ? ret : payload_store(p, payload_out(p, 0), &hash, sizeof(hash));
}

/* Touch @poke's range at @iova; false if the SMMU stopped it. */
static bool selftest_reach(const struct payload_source *s, const struct selftest_poke *poke,
			   uint64_t iova)
{
	uint32_t len;

	for (uint32_t at = 0; at < poke->len; at += len) {
		uint8_t chunk[SELFTEST_CHUNK];

		len = poke->len - at < sizeof(chunk) ? poke->len - at : sizeof(chunk);
		for (uint32_t i = 0; i < len; i++)
			chunk[i] = SELFTEST_POKE_BYTE;
		if (poke->write ? mem_write(s->mem, s->stream, iova + at, chunk, len) :
				  mem_read(s->mem, s->stream, iova + at, chunk, len))
			return false;
	}
	return true;
}

/* The address may come without stream id: it is always the bank of the call. */
static int32_t selftest_poke(struct call *call)
{
	const struct payload *p = call->payload;
	struct selftest_poke poke;
	uint32_t fault;
	uint64_t iova;
	int32_t ret;

	ret = payload_fetch(p, 0, &poke, sizeof(poke));
	if (ret)
		return ret;
	if (!(poke.addr >> p->source.sid_shift))
		poke.addr |= (uint64_t)p->source.sid << p->source.sid_shift;
	ret = payload_iova(&p->source, poke.addr, poke.len, &iova);
	if (ret)
		return ret;
	fault = !selftest_reach(&p->source, &poke, iova);
	return payload_store(p, payload_out(p, 0), &fault, sizeof(fault));
}

static int32_t selftest_peek_handle(struct call *call)
{
	const struct payload *p = call->payload;
	uint64_t hash = SELFTEST_FNV_OFFSET;
	int32_t ret;

	ret = selftest_hash(p, payload_in_handle(p, 0), &hash);
	return ret ? ret : payload_store(p, payload_out(p, 0), &hash, sizeof(hash));
}

static struct call *selftest_find_waiting(const struct selftest_waiter *waiter)
{
	for (struct call *call = waiter->domain->held; call; call = call->next)
		if (call->pd == waiter->pd && call->wait == CALL_WAIT_SELFTEST &&
		    call->message.ctx == waiter->ctx)
			return call;
	return NULL;
}

static void selftest_reverse_done(void *context, int32_t result, const void *out, size_t len)
{
	const struct selftest_reversed reversed = { .result = result, .len = (uint32_t)len };
	struct selftest_waiter *waiter = context;
	struct call *call = selftest_find_waiting(waiter);
	const struct payload *p;
	int32_t ret;

	free(waiter);
	if (!call)
		return;
	p = call->payload;
	ret = payload_store(p, payload_out(p, 0), &reversed, sizeof(reversed));
	if (!ret)
		ret = payload_write(p, payload_out(p, 1), 0, out, len);
	call_resume(call, ret);
}

static int32_t selftest_reverse_send(struct call *call, const struct selftest_reverse *reverse,
				     const void *in, size_t len)
{
	struct selftest_waiter *waiter = malloc(sizeof(*waiter));
	int32_t ret;

	if (!waiter)
		return WIRE_ENOMEMORY;
	*waiter = (struct selftest_waiter){ call->domain, call->pd, call->message.ctx };
	ret = reverse_call(call->domain, call->pd, reverse->handle, reverse->sc, in, len,
			   selftest_reverse_done, waiter);
	if (ret) {
		free(waiter);
		return ret;
	}
	call->wait = CALL_WAIT_SELFTEST;
	return call_hold(call, DEADLINE_NEVER);
}

/* Input 1 is what the guest gets as packed inputs, output 1 its packed outputs. */
static int32_t selftest_reverse(struct call *call)
{
	const struct payload *p = call->payload;
	struct selftest_reverse reverse;
	uint64_t len = p->args[1].len;
	void *in;
	int32_t ret;

	ret = payload_fetch(p, 0, &reverse, sizeof(reverse));
	if (ret)
		return ret;
	if (len > SELFTEST_REVERSE_MAX)
		return WIRE_EBADPARM;
	in = malloc(len + 1);
	if (!in)
		return WIRE_ENOMEMORY;
	ret = payload_read(p, 1, 0, in, len);
	if (!ret)
		ret = selftest_reverse_send(call, &reverse, in, len);
	free(in);
	return ret;
}

static const struct object_method selftest_methods[] = {
	{ .sc = 0x02010000, .serve = selftest_sleep },
	{ .sc = 0x03010000, .serve = selftest_fail },
	{ .sc = 0x04000000, .serve = selftest_hang },
	{ .sc = 0x05000100, .serve = selftest_count },
	{ .sc = 0x06010100, .serve = selftest_fill },
	{ .sc = 0x07000100, .any_inputs = true, .serve = selftest_checksum },
	{ .sc = 0x08010100, .serve = selftest_poke },
	{ .sc = 0x09000110, .serve = selftest_peek_handle },
	{ .sc = 0x0a020200, .serve = selftest_reverse },
};

const struct object native_selftest = OBJECT_INIT("selftest", selftest_methods);
