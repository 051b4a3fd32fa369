// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: ring of log texts
 *
 * Texts, each with its NUL, lie behind each other; at the end of the memory they go on at
 * its start. The last word of the memory is the index where the next one
 * will start; the reader compares it with its own, of which the DSP learns nothing
 * (docs/protocol.md, The log).
 *
 * Nothing that was not read may be written over, but the reader does not say how far it
 * has come. So we count: a reader that waits has read all that it was told of when its
 * last wait ended. One that lies about this spoils its own texts only.
 */
#include "service/adspmsgd_ring.h"

#include <string.h>

#include "mem/mem.h"

/* Write @len bytes at index @at, which may be over the end once. */
static bool adspmsgd_ring_put(const struct adspmsgd_ring *ring, uint64_t at, const char *bytes,
			      uint32_t len)
{
	uint32_t index = (uint32_t)(at % ring->size);
	uint32_t first = len < ring->size - index ? len : ring->size - index;

	return !mem_write(ring->mem, ring->stream, ring->iova + index, bytes, first) &&
	       !mem_write(ring->mem, ring->stream, ring->iova, bytes + first, len - first);
}

static bool adspmsgd_ring_publish(const struct adspmsgd_ring *ring)
{
	uint32_t index = (uint32_t)(ring->written % ring->size);

	return !mem_write(ring->mem, ring->stream, ring->iova + ring->size, &index,
			  sizeof(index));
}

/**
 * adspmsgd_ring_start() - Empty the ring.
 * @ring: ring with its memory set and its counters 0
 *
 * Return: false if the memory is not there.
 */
bool adspmsgd_ring_start(struct adspmsgd_ring *ring)
{
	return adspmsgd_ring_put(ring, 0, "", 1) && adspmsgd_ring_publish(ring);
}

/**
 * adspmsgd_ring_fits() - Is there room for a text?
 * @text: the text
 *
 * Return: true if it can be written over nothing that was not read.
 */
bool adspmsgd_ring_fits(const struct adspmsgd_ring *ring, const char *text)
{
	return ring->written - ring->read + strlen(text) + 2 <= ring->size;
}

/**
 * adspmsgd_ring_write() - Write a text.
 * @text: a text that fits
 *
 * A second NUL goes behind it, where the next text will start: a reader that looks
 * there too early finds nothing, and not what was left by the round before.
 *
 * Return: false if the memory is not there.
 */
bool adspmsgd_ring_write(struct adspmsgd_ring *ring, const char *text)
{
	uint32_t len = (uint32_t)strlen(text) + 1;

	if (!adspmsgd_ring_put(ring, ring->written, text, len) ||
	    !adspmsgd_ring_put(ring, ring->written + len, "", 1))
		return false;
	ring->written += len;
	/* The guest must not see the index before the text. */
	__atomic_thread_fence(__ATOMIC_RELEASE);
	return adspmsgd_ring_publish(ring);
}
