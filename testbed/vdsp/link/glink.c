// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * A GLINK edge with one channel, DSP's side (drivers/rpmsg/qcom_glink_native.c).
 *
 *	guest			DSP
 *	VERSION		->
 *			<-	VERSION_ACK, VERSION
 *	VERSION_ACK	->
 *			<-	OPEN
 *	OPEN_ACK, OPEN	->			when a driver binds, maybe never
 *			<-	OPEN_ACK
 *	INTENT x 5	->
 *
 * When the guest closes the channel, it is opened again under a new id, so that
 * a driver can be unloaded and loaded. Packets from the guest are not trusted:
 * after one whose length cannot be known the rest of the ring is dropped.
 */
#include "link/glink.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/hook.h"
#include "base/log.h"
#include "link/fifo.h"
#include "link/intent.h"

#define GLINK_VERSION		1u
#define GLINK_INTENT_REUSE	1u	/* the only feature */
#define GLINK_NAME_MAX		32u
#define GLINK_DATA_HEADER	16u
#define GLINK_MESSAGE_MAX	1024u

enum glink_command {
	GLINK_CMD_VERSION = 0,
	GLINK_CMD_VERSION_ACK = 1,
	GLINK_CMD_OPEN = 2,
	GLINK_CMD_CLOSE = 3,
	GLINK_CMD_OPEN_ACK = 4,
	GLINK_CMD_INTENT = 5,
	GLINK_CMD_RX_DONE = 6,
	GLINK_CMD_RX_INTENT_REQ = 7,
	GLINK_CMD_RX_INTENT_REQ_ACK = 8,
	GLINK_CMD_TX_DATA = 9,
	GLINK_CMD_CLOSE_ACK = 11,
	GLINK_CMD_TX_DATA_CONT = 12,
	GLINK_CMD_READ_NOTIF = 13,
	GLINK_CMD_RX_DONE_W_REUSE = 14,
	GLINK_CMD_SIGNALS = 15,
};

struct glink_header {
	uint16_t command;
	uint16_t param1;
	uint32_t param2;
};

/* struct glink_waiting - a message without a receive intent */
struct glink_waiting {
	struct glink_waiting *next;
	size_t len;
	uint8_t bytes[];
};

struct glink {
	const struct glink_ops *ops;
	void *link;
	const char *name;
	struct fifo_rx rx;
	struct fifo_tx tx;
	bool started;
	bool ring_owed;			/* something was written since the last ring */

	uint16_t local_id;		/* the channel's number here; never used twice */
	uint16_t remote_id;		/* the guest's; 0 is not open */
	bool open_sent;
	bool open_acked;
	bool closing;			/* our CLOSE is not acknowledged yet */
	struct intent_offers offers;
	struct intent_grants grants;
	struct glink_waiting *first;
	struct glink_waiting **last;
	struct glink_stats stats;
};

/**
 * glink_create() - Make an edge that is not started.
 * @channel: name of the channel to open
 * @ops: what to call; @link is their first argument
 * @link: see @ops
 *
 * Return: the edge; NULL if there is no memory.
 */
struct glink *glink_create(const char *channel, const struct glink_ops *ops, void *link)
{
	struct glink *g = calloc(1, sizeof(*g));

	if (!g)
		return NULL;
	g->ops = ops;
	g->link = link;
	g->name = channel;
	g->last = &g->first;
	fifo_tx_init(&g->tx);
	return g;
}

/* After this the channel is as if it had never been open; its number is spent. */
static void glink_forget_channel(struct glink *g)
{
	while (g->first) {
		struct glink_waiting *w = g->first;

		g->first = w->next;
		free(w);
	}
	g->last = &g->first;
	memset(&g->offers, 0, sizeof(g->offers));
	intent_grant_forget(&g->grants);
	g->remote_id = 0;
	g->open_sent = false;
	g->open_acked = false;
}

/**
 * glink_stop() - Forget the edge's state; nothing is sent, no operation is called.
 *
 * May be called from an operation.
 */
void glink_stop(struct glink *g)
{
	glink_forget_channel(g);
	fifo_tx_forget(&g->tx);
	g->closing = false;
	g->started = false;
}

/**
 * glink_destroy() - Free an edge.
 */
void glink_destroy(struct glink *g)
{
	glink_stop(g);
	free(g);
}

/**
 * glink_start() - Begin with empty rings and wait for the guest's VERSION.
 * @g: the edge, stopped
 * @rx: ring to the DSP; its index of the reader is 0
 * @tx: ring to APPS; its index of the writer is 0
 */
void glink_start(struct glink *g, const struct fifo_memory *rx, const struct fifo_memory *tx)
{
	fifo_rx_start(&g->rx, rx);
	fifo_tx_start(&g->tx, tx);
	g->local_id = 0;
	g->started = true;
}

/**
 * glink_started() - Does the edge have rings?
 *
 * Return: true between glink_start() and glink_stop().
 */
bool glink_started(const struct glink *g)
{
	return g->started;
}

static int glink_put(struct glink *g, enum glink_command command, uint32_t param1,
		     uint32_t param2, const void *data, size_t len)
{
	uint8_t packet[GLINK_DATA_HEADER + GLINK_MESSAGE_MAX];
	const struct glink_header header = {
		.command = (uint16_t)command, .param1 = (uint16_t)param1, .param2 = param2,
	};
	int ret;

	memcpy(packet, &header, sizeof(header));
	if (len)
		memcpy(packet + sizeof(header), data, len);
	ret = fifo_tx_send(&g->tx, packet, sizeof(header) + len);
	if (ret)
		log_line("glink: packet %u is lost: %s", (unsigned int)command, strerror(-ret));
	g->ring_owed = true;
	return ret;
}

static void glink_ring_if_owed(struct glink *g)
{
	static const struct glink_header notify = { .command = GLINK_CMD_READ_NOTIF };

	if (!g->started)
		return;
	if (fifo_tx_flush(&g->tx, &notify) || g->ring_owed)
		g->ops->ring(g->link);
	g->ring_owed = false;
}

static void glink_put_data(struct glink *g, uint32_t intent, const void *msg, size_t len)
{
	uint8_t data[8 + GLINK_MESSAGE_MAX];
	const uint32_t sizes[2] = { (uint32_t)len, 0 };	/* this piece, and what is left */

	memcpy(data, sizes, sizeof(sizes));
	memcpy(data + sizeof(sizes), msg, len);
	glink_put(g, GLINK_CMD_TX_DATA, g->local_id, intent, data, sizeof(sizes) + len);
}

/* Messages leave in their order; the first one without an intent stops the rest. */
static void glink_send_waiting(struct glink *g)
{
	uint32_t intent;

	while (g->first && !intent_offer_take(&g->offers, g->first->len, &intent)) {
		struct glink_waiting *w = g->first;

		glink_put_data(g, intent, w->bytes, w->len);
		g->first = w->next;
		if (!g->first)
			g->last = &g->first;
		free(w);
	}
}

/**
 * glink_send() - Send a message; it waits here until the guest can take it.
 * @msg: copied
 * @len: bytes, at most 1024
 *
 * Return: 0; -ENOTCONN if the channel is not open; -EMSGSIZE; -ENOMEM.
 */
int glink_send(struct glink *g, const void *msg, size_t len)
{
	struct glink_waiting *w;

	if (!g->open_acked || !g->remote_id)
		return -ENOTCONN;
	if (len > GLINK_MESSAGE_MAX)
		return -EMSGSIZE;
	w = malloc(sizeof(*w) + len);
	if (!w)
		return -ENOMEM;
	w->next = NULL;
	w->len = len;
	memcpy(w->bytes, msg, len);
	*g->last = w;
	g->last = &w->next;

	glink_send_waiting(g);
	if (g->first)
		g->stats.queued++;
	glink_ring_if_owed(g);
	return 0;
}

static void glink_malformed(struct glink *g, const struct glink_header *h, const char *what)
{
	g->stats.malformed++;
	log_line("glink: packet %u (%u, %u): %s", h->command, h->param1, h->param2, what);
}

static void glink_open(struct glink *g)
{
	g->local_id++;
	if (!g->local_id)
		g->local_id = 1;
	g->open_sent = true;
	glink_put(g, GLINK_CMD_OPEN, g->local_id, (uint32_t)strlen(g->name) + 1, g->name,
		  strlen(g->name) + 1);
}

static void glink_check_open(struct glink *g)
{
	if (g->open_acked && g->remote_id)
		g->ops->opened(g->link);
}

/* A guest that registers the edge anew begins with VERSION. */
static void glink_receive_version(struct glink *g, const struct glink_header *h)
{
	bool was_open = g->open_acked && g->remote_id;

	glink_forget_channel(g);
	g->closing = false;
	if (was_open)
		g->ops->closed(g->link);
	glink_put(g, GLINK_CMD_VERSION_ACK, GLINK_VERSION, h->param2 & GLINK_INTENT_REUSE,
		  NULL, 0);
	glink_put(g, GLINK_CMD_VERSION, GLINK_VERSION, GLINK_INTENT_REUSE, NULL, 0);
}

static void glink_receive_open(struct glink *g, const struct glink_header *h)
{
	char name[GLINK_NAME_MAX];

	if (!h->param2 || h->param2 > sizeof(name)) {
		glink_malformed(g, h, "a name has 1 to 32 bytes");
		return;
	}
	fifo_rx_peek(&g->rx, sizeof(*h), name, h->param2);
	name[h->param2 - 1] = 0;
	if (strcmp(name, g->name) || !h->param1 || g->remote_id || !g->open_sent) {
		glink_malformed(g, h, "this channel cannot be opened");
		return;
	}
	g->remote_id = h->param1;
	glink_put(g, GLINK_CMD_OPEN_ACK, g->remote_id, 0, NULL, 0);
	glink_check_open(g);
}

static void glink_receive_close(struct glink *g, const struct glink_header *h)
{
	bool was_open = g->open_acked;

	if (!g->remote_id || h->param1 != g->remote_id) {
		glink_malformed(g, h, "closes a channel that is not open");
		return;
	}
	glink_put(g, GLINK_CMD_CLOSE_ACK, h->param1, 0, NULL, 0);
	glink_put(g, GLINK_CMD_CLOSE, g->local_id, 0, NULL, 0);
	glink_forget_channel(g);
	g->closing = true;
	if (was_open)
		g->ops->closed(g->link);
}

static void glink_receive_intents(struct glink *g, const struct glink_header *h)
{
	if (!g->remote_id || h->param1 != g->remote_id) {
		glink_malformed(g, h, "intents for a channel that is not open");
		return;
	}
	for (uint32_t i = 0; i < h->param2; i++) {
		uint32_t pair[2];	/* size, id */

		fifo_rx_peek(&g->rx, sizeof(*h) + 8 * i, pair, sizeof(pair));
		if (intent_offer_add(&g->offers, pair[1], pair[0]))
			glink_malformed(g, h, "an intent that cannot be used");
	}
	glink_send_waiting(g);
}

static void glink_receive_intent_request(struct glink *g, const struct glink_header *h)
{
	uint32_t pair[2] = { h->param2, 0 };
	int ret;

	if (!g->remote_id || h->param1 != g->remote_id) {
		glink_malformed(g, h, "asks for an intent of a channel that is not open");
		return;
	}
	switch (hook_intent()) {
	case HOOK_INTENT_KEEP:
		return;
	case HOOK_INTENT_REFUSE:
		ret = -EPERM;
		break;
	default:
		ret = intent_grant(&g->grants, h->param2, &pair[1]);
		if (ret)
			log_line("glink: no intent of %u bytes: %s", h->param2, strerror(-ret));
		break;
	}
	glink_put(g, GLINK_CMD_RX_INTENT_REQ_ACK, g->local_id, !ret, NULL, 0);
	if (!ret)
		glink_put(g, GLINK_CMD_INTENT, g->local_id, 1, pair, sizeof(pair));
}

static void glink_receive_data(struct glink *g, const struct glink_header *h)
{
	uint32_t sizes[2];	/* this piece, and what is left */
	const uint8_t *msg;
	uint32_t len;
	uint8_t *at;

	fifo_rx_peek(&g->rx, sizeof(*h), sizes, sizeof(sizes));
	if (!g->remote_id || h->param1 != g->remote_id || !g->open_acked) {
		glink_malformed(g, h, "data for a channel that is not open");
		return;
	}
	if (intent_grant_fill(&g->grants, h->param2, sizes[0], &at)) {
		glink_malformed(g, h, "data without an intent of its size");
		return;
	}
	fifo_rx_peek(&g->rx, GLINK_DATA_HEADER, at, sizes[0]);
	if (sizes[1])
		return;
	msg = intent_grant_finish(&g->grants, h->param2, &len);
	if (hook_intent() == HOOK_INTENT_GIVE)
		glink_put(g, GLINK_CMD_RX_DONE_W_REUSE, g->local_id, h->param2, NULL, 0);
	g->ops->received(g->link, msg, len);
}

static void glink_receive_done(struct glink *g, const struct glink_header *h)
{
	bool reuse = h->command == GLINK_CMD_RX_DONE_W_REUSE;

	/* Linux may still return one after it has closed the channel. */
	if (!g->remote_id)
		return;
	if (h->param1 != g->remote_id || intent_offer_return(&g->offers, h->param2, reuse))
		glink_malformed(g, h, "returns an intent that is not taken");
	glink_send_waiting(g);
}

static void glink_receive_simple(struct glink *g, const struct glink_header *h)
{
	switch (h->command) {
	case GLINK_CMD_VERSION:
		glink_receive_version(g, h);
		break;
	case GLINK_CMD_VERSION_ACK:
		if (!g->open_sent)
			glink_open(g);
		break;
	case GLINK_CMD_OPEN_ACK:
		if (!g->open_sent || g->open_acked || h->param1 != g->local_id) {
			glink_malformed(g, h, "acknowledges nothing");
			break;
		}
		g->open_acked = true;
		glink_check_open(g);
		break;
	case GLINK_CMD_CLOSE:
		glink_receive_close(g, h);
		break;
	case GLINK_CMD_CLOSE_ACK:
		if (!g->closing || h->param1 != g->local_id) {
			glink_malformed(g, h, "acknowledges nothing");
			break;
		}
		g->closing = false;
		glink_open(g);
		break;
	case GLINK_CMD_RX_DONE:
	case GLINK_CMD_RX_DONE_W_REUSE:
		glink_receive_done(g, h);
		break;
	case GLINK_CMD_RX_INTENT_REQ:
		glink_receive_intent_request(g, h);
		break;
	case GLINK_CMD_READ_NOTIF:
		g->ring_owed = true;
		break;
	default:	/* signals, acknowledges of requests that we never send */
		break;
	}
}

/* Bytes of a packet; 0 if its length is unknown or more than there is. */
static uint32_t glink_measure(struct glink *g, const struct glink_header *h, uint32_t available)
{
	uint64_t len = sizeof(*h);
	uint32_t chunk;

	switch (h->command) {
	case GLINK_CMD_OPEN:
		len += h->param2;
		break;
	case GLINK_CMD_INTENT:
		len += 8ull * h->param2;
		break;
	case GLINK_CMD_TX_DATA:
	case GLINK_CMD_TX_DATA_CONT:
		if (available < GLINK_DATA_HEADER)
			return 0;
		fifo_rx_peek(&g->rx, sizeof(*h), &chunk, sizeof(chunk));
		len = GLINK_DATA_HEADER + (uint64_t)chunk;
		break;
	default:
		/* 10 is data by reference, which we do not offer. */
		if (h->command > GLINK_CMD_SIGNALS || h->command == 10)
			return 0;
		break;
	}
	return len > available ? 0 : (uint32_t)len;
}

/* Returns false when there is nothing more to read. */
static bool glink_receive(struct glink *g)
{
	struct glink_header h = { .command = 0 };
	uint32_t available, len;

	if (fifo_rx_available(&g->rx, &available)) {
		glink_malformed(g, &h, "the ring's index points nowhere");
		return false;
	}
	if (available < sizeof(h))
		return false;
	fifo_rx_peek(&g->rx, 0, &h, sizeof(h));
	len = glink_measure(g, &h, available);
	if (!len) {
		glink_malformed(g, &h, "unknown, or longer than the ring's content");
		fifo_rx_advance(&g->rx, available);
		return false;
	}
	if (h.command == GLINK_CMD_OPEN)
		glink_receive_open(g, &h);
	else if (h.command == GLINK_CMD_INTENT)
		glink_receive_intents(g, &h);
	else if (h.command == GLINK_CMD_TX_DATA || h.command == GLINK_CMD_TX_DATA_CONT)
		glink_receive_data(g, &h);
	else
		glink_receive_simple(g, &h);

	/* An operation may have stopped the edge. */
	if (g->started)
		fifo_rx_advance(&g->rx, len);
	return g->started;
}

/**
 * glink_kick() - The guest has rung: read all packets, write what waits for room.
 * @g: the edge; nothing happens if it is not started
 */
void glink_kick(struct glink *g)
{
	if (!g->started)
		return;
	while (glink_receive(g))
		glink_ring_if_owed(g);
	glink_ring_if_owed(g);
}

/**
 * glink_read_stats() - Read the counters.
 * @stats: filled
 */
void glink_read_stats(const struct glink *g, struct glink_stats *stats)
{
	*stats = g->stats;
}
