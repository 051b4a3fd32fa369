// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: tricks
 *
 * Lies told through shared memory: a DSP that rewrites the descriptors of a call, asks
 * for buffers to be released that are not its own, reads where nothing is mapped, or
 * writes to a buffer after it gave it back. The driver must neither follow such
 * values nor let such an access reach anything but the SMMU's event queue.
 */
#include "lies/trick.h"

#include <stdlib.h>
#include <string.h>

#include "base/deadline.h"
#include "fastrpc/payload.h"
#include "lies/lie.h"
#include "mem/mem.h"

#define TRICK_LENGTH_EXCESS	WIRE_PAGE_SIZE
#define TRICK_WILD_POINTER	0xffff800012345678ull
#define TRICK_WILD_LENGTH	0x7ffffffffffff000ull
#define TRICK_LATE_BYTE		0xda
#define TRICK_LATE_SIZE_MAX	64u

struct trick_late_write {
	struct trick_late_write *next;
	const struct domain *domain;
	struct payload_source source;
	uint64_t deadline;
	uint64_t iova;
	size_t len;
};

/* Of all DSPs; unsorted. */
static struct trick_late_write *trick_late;

static void trick_write(const struct payload *p, uint64_t offset, const void *buf, size_t len)
{
	/* A trick that the SMMU stops has been played all the same. */
	mem_write(p->source.mem, p->source.stream, p->iova + offset, buf, len);
}

/**
 * trick_change_lengths() - Make the outputs of a call longer than they are.
 * @p: payload of the call
 */
void trick_change_lengths(const struct payload *p)
{
	for (unsigned int i = 0; i < WIRE_SC_OUT(p->sc); i++) {
		unsigned int arg = payload_out(p, i);
		uint64_t len = p->args[arg].len + TRICK_LENGTH_EXCESS;

		trick_write(p, arg * sizeof(struct wire_remote_buffer) +
			    offsetof(struct wire_remote_buffer, len), &len, sizeof(len));
	}
}

static void trick_change_descriptors(const struct payload *p)
{
	const struct wire_remote_buffer wild = {
		.pv = TRICK_WILD_POINTER,
		.len = TRICK_WILD_LENGTH,
	};

	for (unsigned int i = 0; i < WIRE_SC_OUT(p->sc); i++)
		trick_write(p, payload_out(p, i) * sizeof(wild), &wild, sizeof(wild));
}

static void trick_forge_fds(const struct payload *p)
{
	uint64_t fds[WIRE_FDS];

	for (unsigned int i = 0; i < WIRE_FDS; i++)
		fds[i] = (uint64_t)lie_arg(LIE_FORGED_FDS) + i;
	trick_write(p, WIRE_FDS_OFFSET(p->count), fds, sizeof(fds));
}

static void trick_read_wild(const struct payload *p)
{
	uint8_t byte;

	mem_read(p->source.mem, p->source.stream, lie_arg(LIE_WILD_READ), &byte, sizeof(byte));
}

static void trick_plan_late_writes(const struct domain *d, const struct payload *p)
{
	for (unsigned int i = 0; i < WIRE_SC_OUT(p->sc); i++) {
		const struct payload_arg *arg = &p->args[payload_out(p, i)];
		struct trick_late_write *late;

		if (!arg->len)
			continue;
		late = malloc(sizeof(*late));
		if (!late)
			return;
		late->domain = d;
		late->source = p->source;
		late->deadline = deadline_in_ms(lie_arg(LIE_LATE_WRITE));
		late->iova = arg->iova;
		late->len = arg->len < TRICK_LATE_SIZE_MAX ? arg->len : TRICK_LATE_SIZE_MAX;
		late->next = trick_late;
		trick_late = late;
	}
}

/**
 * trick_play() - Play the armed tricks on a call that is about to be answered.
 * @p: payload of the call
 *
 * Tricks on outputs wait for a call that has outputs.
 */
void trick_play(const struct domain *d, const struct payload *p)
{
	if (lie_take(LIE_WILD_READ))
		trick_read_wild(p);
	if (lie_take(LIE_FORGED_FDS))
		trick_forge_fds(p);
	if (!WIRE_SC_OUT(p->sc))
		return;
	if (lie_take(LIE_CHANGED_DESCRIPTOR))
		trick_change_descriptors(p);
	if (lie_take(LIE_LATE_WRITE))
		trick_plan_late_writes(d, p);
}

/**
 * trick_poll() - Do the late writes whose time has come.
 */
void trick_poll(const struct domain *d, uint64_t now_ns)
{
	struct trick_late_write **link = &trick_late;
	uint8_t bytes[TRICK_LATE_SIZE_MAX];

	memset(bytes, TRICK_LATE_BYTE, sizeof(bytes));
	while (*link) {
		struct trick_late_write *late = *link;

		if (late->domain != d || late->deadline > now_ns) {
			link = &late->next;
			continue;
		}
		*link = late->next;
		mem_write(late->source.mem, late->source.stream, late->iova, bytes, late->len);
		free(late);
	}
}

/**
 * trick_next_deadline() - When has trick_poll() something to do?
 *
 * Return: CLOCK_MONOTONIC in ns, or DEADLINE_NEVER.
 */
uint64_t trick_next_deadline(const struct domain *d)
{
	uint64_t deadline = DEADLINE_NEVER;

	for (const struct trick_late_write *late = trick_late; late; late = late->next)
		if (late->domain == d)
			deadline = deadline_min(deadline, late->deadline);
	return deadline;
}

/**
 * trick_is_pending() - Will anything be written late on any DSP?
 *
 * Return: true if so.
 */
bool trick_is_pending(void)
{
	return trick_late;
}

/**
 * trick_forget_all() - The DSP has ended: drop the late writes.
 */
void trick_forget_all(const struct domain *d)
{
	struct trick_late_write **link = &trick_late;

	while (*link) {
		struct trick_late_write *late = *link;

		if (late->domain != d) {
			link = &late->next;
			continue;
		}
		*link = late->next;
		free(late);
	}
}
