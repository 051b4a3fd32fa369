// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * DOC: one DSP
 *
 * The layers of a DSP put together: messages come up from its link into the FastRPC layer,
 * which has the services serve them, and answers go down again.
 */
#include "dsp.h"

#include <stdlib.h>

#include "base/deadline.h"
#include "link/link.h"
#include "mem/smmu.h"
#include "service/service.h"

struct dsp {
	struct smmu *smmu;
	struct link *link;
	struct fastrpc *fastrpc;
};

static void dsp_opened(void *host)
{
	struct dsp *d = host;

	fastrpc_start(d->fastrpc);
}

static void dsp_closed(void *host)
{
	struct dsp *d = host;

	fastrpc_stop(d->fastrpc);
}

static void dsp_received(void *host, const void *msg, size_t len)
{
	struct dsp *d = host;

	fastrpc_receive(d->fastrpc, msg, len);
}

static const struct link_ops dsp_link_ops = {
	.opened = dsp_opened,
	.closed = dsp_closed,
	.received = dsp_received,
};

static int dsp_send(void *host, const void *msg, size_t len)
{
	struct dsp *d = host;

	return link_send(d->link, msg, len);
}

static const struct fastrpc_link dsp_fastrpc_link = { .send = dsp_send };

/**
 * dsp_create() - Take over a DSP whose memory was prepared by link_format().
 * @place: the DSP and the machine around it
 *
 * Return: the DSP; NULL if the memory was not prepared or there is none.
 */
struct dsp *dsp_create(const struct lifecycle_place *place)
{
	struct dsp *d = calloc(1, sizeof(*d));

	if (!d)
		return NULL;
	d->smmu = place->smmu;
	d->fastrpc = fastrpc_create(place->board, place->dsp, place->mem, &service_server,
				    &dsp_fastrpc_link, d);
	d->link = link_create(place, &dsp_link_ops, d);
	if (d->fastrpc && d->link)
		return d;
	dsp_destroy(d);
	return NULL;
}

/**
 * dsp_destroy() - Free a DSP; the guest is not told.
 */
void dsp_destroy(struct dsp *d)
{
	if (d->fastrpc)
		fastrpc_destroy(d->fastrpc);
	if (d->link)
		link_destroy(d->link);
	free(d);
}

/**
 * dsp_attached() - Interrupts reach the guest from now on.
 */
void dsp_attached(struct dsp *d, uint64_t now_ns)
{
	link_attached(d->link, now_ns);
}

/**
 * dsp_kick() - The guest has rung.
 * @bits: bit n for mailbox channel n; those of other DSPs do not matter
 */
void dsp_kick(struct dsp *d, uint8_t bits, uint64_t now_ns)
{
	link_kick(d->link, bits, now_ns);
}

/**
 * dsp_poll() - Do what is due.
 */
void dsp_poll(struct dsp *d, uint64_t now_ns)
{
	link_poll(d->link, now_ns);
	if (now_ns < fastrpc_next_deadline(d->fastrpc))
		return;
	smmu_expect_changes(d->smmu);
	fastrpc_poll(d->fastrpc, now_ns);
}

/**
 * dsp_next_deadline() - When to call dsp_poll() again.
 *
 * Return: CLOCK_MONOTONIC, ns; DEADLINE_NEVER.
 */
uint64_t dsp_next_deadline(const struct dsp *d)
{
	return deadline_min(link_next_deadline(d->link), fastrpc_next_deadline(d->fastrpc));
}

/**
 * dsp_crash() - End a DSP without being asked; not from within an operation.
 * @kind: fatal or watchdog
 * @why: text that the guest prints
 *
 * Return: 0, or -ENOTCONN if the DSP does not run.
 */
int dsp_crash(struct dsp *d, enum crash_kind kind, const char *why, uint64_t now_ns)
{
	return link_crash(d->link, kind, why, now_ns);
}

/**
 * dsp_add_stats() - Add the counters of a DSP to those of others.
 * @sum: gets more; malformed packets of the link count as refused
 */
void dsp_add_stats(const struct dsp *d, struct fastrpc_stats *sum)
{
	struct fastrpc_stats one;

	fastrpc_read_stats(d->fastrpc, &one);
	sum->calls += one.calls;
	sum->refused += one.refused + link_malformed(d->link);
	sum->processes += one.processes;
	sum->maps += one.maps;
	sum->held += one.held;
	sum->deaths += one.deaths;
}
