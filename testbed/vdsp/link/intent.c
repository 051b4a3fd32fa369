// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Receive intents: neither side of a GLINK channel may send a message without a
 * receive buffer of the other side. Buffers are named by numbers; one that is
 * done with is given back "with reuse" and keeps its number.
 */
#include "link/intent.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* FastRPC messages have 40 bytes; a guest that wants more is broken. */
#define INTENT_SIZE_MAX		4096u

/**
 * intent_offer_add() - The guest offers a buffer.
 * @id: its number; an offered one may not come twice
 *
 * Return: 0; -EEXIST; -EINVAL for an empty buffer; -ENOSPC.
 */
int intent_offer_add(struct intent_offers *o, uint32_t id, uint32_t size)
{
	unsigned int place = INTENT_MAX;

	if (!size)
		return -EINVAL;
	for (unsigned int i = 0; i < INTENT_MAX; i++) {
		if (!o->offer[i].size)
			place = i < place ? i : place;
		else if (o->offer[i].id == id)
			return -EEXIST;
	}
	if (place == INTENT_MAX)
		return -ENOSPC;
	o->offer[place].id = id;
	o->offer[place].size = size;
	o->offer[place].taken = false;
	return 0;
}

/**
 * intent_offer_take() - Take the smallest free buffer that is large enough.
 * @len: bytes to send
 * @id: set to its number
 *
 * Return: 0; -EAGAIN if none is free.
 */
int intent_offer_take(struct intent_offers *o, size_t len, uint32_t *id)
{
	unsigned int best = INTENT_MAX;

	for (unsigned int i = 0; i < INTENT_MAX; i++) {
		if (o->offer[i].taken || !o->offer[i].size || o->offer[i].size < len)
			continue;
		if (best == INTENT_MAX || o->offer[i].size < o->offer[best].size)
			best = i;
	}
	if (best == INTENT_MAX)
		return -EAGAIN;
	o->offer[best].taken = true;
	*id = o->offer[best].id;
	return 0;
}

/**
 * intent_offer_return() - The guest has done with a message.
 * @id: number of the buffer that held it
 * @reuse: the buffer may be used again
 *
 * Return: 0; -ENOENT if no message is in such a buffer.
 */
int intent_offer_return(struct intent_offers *o, uint32_t id, bool reuse)
{
	for (unsigned int i = 0; i < INTENT_MAX; i++) {
		if (!o->offer[i].size || o->offer[i].id != id || !o->offer[i].taken)
			continue;
		o->offer[i].taken = false;
		if (!reuse)
			o->offer[i].size = 0;
		return 0;
	}
	return -ENOENT;
}

/**
 * intent_grant() - Make a buffer for the guest's messages.
 * @size: bytes that the guest wants to send
 * @id: set to the buffer's number
 *
 * Return: 0; -E2BIG; -ENOSPC; -ENOMEM.
 */
int intent_grant(struct intent_grants *g, uint32_t size, uint32_t *id)
{
	if (!size || size > INTENT_SIZE_MAX)
		return -E2BIG;
	for (uint32_t i = 0; i < INTENT_MAX; i++) {
		if (g->grant[i].bytes)
			continue;
		g->grant[i].bytes = malloc(size);
		if (!g->grant[i].bytes)
			return -ENOMEM;
		g->grant[i].size = size;
		g->grant[i].used = 0;
		*id = i + 1;
		return 0;
	}
	return -ENOSPC;
}

/**
 * intent_grant_fill() - Reserve room for the next bytes of a message.
 * @id: number of the buffer; any value
 * @len: bytes; any value
 * @at: set to where they go
 *
 * Return: 0; -ENOENT; -EMSGSIZE if they do not fit: the message is dropped.
 */
int intent_grant_fill(struct intent_grants *g, uint32_t id, uint32_t len, uint8_t **at)
{
	uint32_t i = id - 1;

	if (i >= INTENT_MAX || !g->grant[i].bytes)
		return -ENOENT;
	if (len > g->grant[i].size - g->grant[i].used) {
		g->grant[i].used = 0;
		return -EMSGSIZE;
	}
	*at = g->grant[i].bytes + g->grant[i].used;
	g->grant[i].used += len;
	return 0;
}

/**
 * intent_grant_finish() - The message in a buffer is complete.
 * @id: number of the buffer, after a successful intent_grant_fill()
 * @len: set to the bytes of the message
 *
 * Return: the message; the buffer may be filled again afterwards.
 */
const uint8_t *intent_grant_finish(struct intent_grants *g, uint32_t id, uint32_t *len)
{
	*len = g->grant[id - 1].used;
	g->grant[id - 1].used = 0;
	return g->grant[id - 1].bytes;
}

/**
 * intent_grant_forget() - Free all buffers.
 */
void intent_grant_forget(struct intent_grants *g)
{
	for (unsigned int i = 0; i < INTENT_MAX; i++)
		free(g->grant[i].bytes);
	memset(g, 0, sizeof(*g));
}
