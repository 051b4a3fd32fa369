// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The link of one DSP to the guest: its doorbells, its life cycle, its GLINK edge with
 * one channel. Nothing of it outlives a stop or a crash.
 */
#include "link/link.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "board.h"
#include "link/fifo.h"
#include "link/glink.h"
#include "link/smem.h"
#include "mem/ram.h"
#include "mem/smmu.h"
#include "port/port.h"

#define LINK_CHANNEL		"fastrpcglink-apps-dsp"
#define LINK_DESCRIPTOR_SIZE	32u

/* Words of the GLINK descriptor: where each side's ring begins and ends. */
enum link_word {
	LINK_APPS_TAIL,		/* APPS to DSP, read by the DSP */
	LINK_APPS_HEAD,
	LINK_DSP_TAIL,		/* DSP to APPS, read by APPS */
	LINK_DSP_HEAD,
	LINK_WORDS,
};

struct link {
	struct lifecycle_place place;
	uint8_t *smem;
	struct lifecycle *lifecycle;
	struct glink *glink;
	const struct link_ops *ops;
	void *host;
};

/**
 * link_format() - Write what the guest finds in its memory when it boots.
 *
 * Return: 0; -ENOSPC if the board leaves no room.
 */
int link_format(const struct board *b, const struct ram *ram)
{
	uint8_t *smem = ram_at(ram, b->smem.base, b->smem.size);

	if (!smem)
		return -ENOSPC;
	smem_format(b, smem);
	for (unsigned int i = 0; i < b->dsp_count; i++) {
		const struct board_dsp *dsp = &b->dsp[i];

		if (!smem_add(&dsp->partition, smem, BOARD_ITEM_GLINK_FIFO_DSP,
			      BOARD_FIFO_SIZE) ||
		    lifecycle_format(b, dsp, ram))
			return -ENOSPC;
	}
	return 0;
}

static void link_ring(void *host)
{
	struct link *l = host;

	port_irq(l->place.port, l->place.dsp->spi_glink);
}

static void link_opened(void *host)
{
	struct link *l = host;

	log_line("%s: channel open", l->place.dsp->label);
	l->ops->opened(l->host);
}

static void link_closed(void *host)
{
	struct link *l = host;

	log_line("%s: channel closed", l->place.dsp->label);
	l->ops->closed(l->host);
}

static void link_received(void *host, const void *msg, size_t len)
{
	struct link *l = host;

	/* What the guest unmapped before it sent this must be seen. */
	smmu_expect_changes(l->place.smmu);
	l->ops->received(l->host, msg, len);
}

static const struct glink_ops link_glink_ops = {
	.ring = link_ring,
	.opened = link_opened,
	.closed = link_closed,
	.received = link_received,
};

static uint32_t *link_find_descriptor(const struct link *l)
{
	uint32_t size = 0;
	uint32_t *words = smem_find(&l->place.dsp->partition, l->smem,
				    BOARD_ITEM_GLINK_DESCRIPTOR, &size);

	return size == LINK_DESCRIPTOR_SIZE ? words : NULL;
}

static uint8_t *link_find_ring(const struct link *l, unsigned int item)
{
	uint32_t size = 0;
	uint8_t *bytes = smem_find(&l->place.dsp->partition, l->smem, item, &size);

	return size == BOARD_FIFO_SIZE ? bytes : NULL;
}

/*
 * The guest allocates its part when its driver for the edge starts, which is
 * after the DSP's start; its first doorbell says that it is there.
 */
static void link_start_glink(struct link *l)
{
	uint32_t *words = link_find_descriptor(l);
	struct fifo_memory rx = { .size = BOARD_FIFO_SIZE }, tx = { .size = BOARD_FIFO_SIZE };

	rx.bytes = link_find_ring(l, BOARD_ITEM_GLINK_FIFO_APPS);
	tx.bytes = link_find_ring(l, BOARD_ITEM_GLINK_FIFO_DSP);
	if (!words || !rx.bytes || !tx.bytes) {
		log_line("%s: doorbell without a GLINK edge", l->place.dsp->label);
		return;
	}
	rx.tail = &words[LINK_APPS_TAIL];
	rx.head = &words[LINK_APPS_HEAD];
	tx.tail = &words[LINK_DSP_TAIL];
	tx.head = &words[LINK_DSP_HEAD];
	glink_start(l->glink, &rx, &tx);
}

/*
 * A descriptor from an earlier run is used again. The guest resets only its own
 * two indices, and not before we are ready; a doorbell left over from before
 * must find nothing to read, so all four go.
 */
static void link_starting(void *host)
{
	struct link *l = host;
	uint32_t *words = link_find_descriptor(l);

	for (unsigned int i = 0; words && i < LINK_WORDS; i++)
		ram_store32(&words[i], 0);
}

static void link_stopped(void *host)
{
	struct link *l = host;

	glink_stop(l->glink);
	l->ops->closed(l->host);
}

static const struct lifecycle_ops link_lifecycle_ops = {
	.starting = link_starting,
	.stopped = link_stopped,
};

/**
 * link_create() - Take over a DSP whose memory was prepared by link_format().
 * @place: the DSP and the machine around it; copied
 * @ops: the layer above
 * @host: its argument
 *
 * Return: the link; NULL if the memory was not prepared or there is none.
 */
struct link *link_create(const struct lifecycle_place *place, const struct link_ops *ops,
			 void *host)
{
	const struct board *b = place->board;
	struct link *l = calloc(1, sizeof(*l));

	if (!l)
		return NULL;
	l->place = *place;
	l->ops = ops;
	l->host = host;
	l->smem = ram_at(place->ram, b->smem.base, b->smem.size);
	l->lifecycle = lifecycle_create(place, &link_lifecycle_ops, l);
	l->glink = glink_create(LINK_CHANNEL, &link_glink_ops, l);
	if (l->lifecycle && l->glink)
		return l;
	link_destroy(l);
	return NULL;
}

/**
 * link_destroy() - Free a link; the guest is not told.
 */
void link_destroy(struct link *l)
{
	if (l->glink)
		glink_destroy(l->glink);
	if (l->lifecycle)
		lifecycle_destroy(l->lifecycle);
	free(l);
}

/**
 * link_attached() - Interrupts reach the guest from now on.
 */
void link_attached(struct link *l, uint64_t now_ns)
{
	lifecycle_attached(l->lifecycle, now_ns);
}

/**
 * link_kick() - The guest has rung.
 * @bits: bit n for mailbox channel n; those of other DSPs do not matter
 */
void link_kick(struct link *l, uint8_t bits, uint64_t now_ns)
{
	if (bits & 1u << l->place.dsp->mbox_smp2p)
		lifecycle_kick(l->lifecycle, now_ns);
	if (!(bits & 1u << l->place.dsp->mbox_glink) || !lifecycle_running(l->lifecycle))
		return;
	if (!glink_started(l->glink))
		link_start_glink(l);
	glink_kick(l->glink);
}

/**
 * link_poll() - Do what is due.
 */
void link_poll(struct link *l, uint64_t now_ns)
{
	lifecycle_poll(l->lifecycle, now_ns);
}

/**
 * link_next_deadline() - When to call link_poll() again.
 *
 * Return: CLOCK_MONOTONIC, ns; DEADLINE_NEVER.
 */
uint64_t link_next_deadline(const struct link *l)
{
	return lifecycle_next_deadline(l->lifecycle);
}

/**
 * link_crash() - End the DSP without being asked; not from within an operation.
 * @kind: fatal or watchdog
 * @why: text that the guest prints
 *
 * Return: 0, or -ENOTCONN if the DSP does not run.
 */
int link_crash(struct link *l, enum crash_kind kind, const char *why, uint64_t now_ns)
{
	return lifecycle_crash(l->lifecycle, kind, why, now_ns);
}

/**
 * link_send() - Send a message to the guest.
 * @msg: the message; copied
 * @len: its length
 *
 * It waits while the guest has no receive intent free.
 *
 * Return: 0, or -errno: the channel is not open, or too much waits already.
 */
int link_send(struct link *l, const void *msg, size_t len)
{
	return glink_send(l->glink, msg, len);
}

/**
 * link_malformed() - How many packets were no GLINK?
 *
 * Return: packets that a correct guest does not send, since the creation.
 */
uint64_t link_malformed(const struct link *l)
{
	struct glink_stats edge;

	glink_read_stats(l->glink, &edge);
	return edge.malformed;
}
