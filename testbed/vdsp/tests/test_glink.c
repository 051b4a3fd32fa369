// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The GLINK edge against a scripted guest: the handshake, intents both ways, closing and
 * opening again, full rings, and packets that no correct guest sends.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "link/fifo.h"
#include "link/glink.h"
#include "lies/lie.h"
#include "fake_apps.h"
#include "tap.h"

#define NAME "fastrpcglink-apps-dsp"

static uint32_t words[4];
static _Alignas(8) uint8_t to_dsp[APPS_RING], to_apps[APPS_RING];
static const struct fifo_memory rx = { to_dsp, APPS_RING, &words[0], &words[1] };
static const struct fifo_memory tx = { to_apps, APPS_RING, &words[2], &words[3] };
static struct fake_apps apps = { words, to_dsp, to_apps };
static struct glink *glink;

static unsigned int rings, opens, closes, messages;
static uint8_t last[4096];
static size_t last_len;
static const uint8_t answer[16];
static bool stop_in_receive;

static void on_ring(void *link)
{
	(void)link;
	rings++;
}

static void on_opened(void *link)
{
	(void)link;
	opens++;
}

static void on_closed(void *link)
{
	(void)link;
	closes++;
}

static void on_received(void *link, const void *msg, size_t len)
{
	(void)link;
	messages++;
	memcpy(last, msg, len);
	last_len = len;
	if (stop_in_receive)
		glink_stop(glink);
}

static const struct glink_ops ops = { on_ring, on_opened, on_closed, on_received };

static uint64_t malformed(void)
{
	struct glink_stats stats;

	glink_read_stats(glink, &stats);
	return stats.malformed;
}

static uint64_t queued(void)
{
	struct glink_stats stats;

	glink_read_stats(glink, &stats);
	return stats.queued;
}

static void begin(void)
{
	memset(words, 0, sizeof(words));
	rings = opens = closes = messages = 0;
	stop_in_receive = false;
	lie_disarm_all();
	glink = glink_create(NAME, &ops, NULL);
	glink_start(glink, &rx, &tx);
}

static void end(void)
{
	glink_destroy(glink);
}

static void version(void)
{
	apps_send(&apps, 0, 1, 1, NULL, 0);
	glink_kick(glink);
	TAP_EXPECT(apps_expect(&apps, 1, 1, 1));
	TAP_EXPECT(apps_expect(&apps, 0, 1, 1));
	apps_send(&apps, 1, 1, 1, NULL, 0);
	glink_kick(glink);
}

/* APPS knows the channel as @remote, the DSP as @local. */
static void open_channel(unsigned int remote, unsigned int local)
{
	TAP_EXPECT(apps_expect(&apps, 2, local, sizeof(NAME)));
	apps_send(&apps, 4, local, 0, NULL, 0);
	apps_send(&apps, 2, remote, sizeof(NAME), NAME, sizeof(NAME));
	glink_kick(glink);
	TAP_EXPECT(apps_expect(&apps, 4, remote, 0));
}

static void give_intents(unsigned int remote, uint32_t count)
{
	for (uint32_t i = 1; i <= count; i++)
		apps_send_intent(&apps, remote, 1024, i);
	glink_kick(glink);
}

static uint32_t get_intent(unsigned int remote, unsigned int local, uint32_t size)
{
	struct apps_packet p;

	apps_send(&apps, 7, remote, size, NULL, 0);
	glink_kick(glink);
	TAP_EXPECT(apps_expect(&apps, 8, local, 1));
	TAP_EXPECT(apps_receive(&apps, &p));
	TAP_EQUAL(p.command, 5);
	TAP_EQUAL(p.param1, local);
	TAP_EQUAL(p.param2, 1);
	TAP_EQUAL(p.words[0], size);
	return p.words[1];
}

static void begin_open(void)
{
	begin();
	version();
	open_channel(1, 1);
	give_intents(1, 5);
}

/* The order of packets that Linux was seen to expect. */
static void handshake(void)
{
	uint32_t intent, message[10] = { 1, 2, 3 };

	begin();
	version();
	TAP_EQUAL(opens, 0);
	open_channel(1, 1);
	TAP_EQUAL(opens, 1);
	give_intents(1, 5);
	intent = get_intent(1, 1, 40);
	rings = 0;
	apps_send_data(&apps, 1, intent, message, 40, 0);
	glink_kick(glink);
	TAP_EQUAL(messages, 1);
	TAP_EQUAL(last_len, 40);
	TAP_EXPECT(!memcmp(last, message, 40));
	TAP_EXPECT(apps_expect(&apps, 14, 1, intent));
	TAP_EQUAL(rings, 1);
	TAP_EQUAL(glink_send(glink, message, 16), 0);
	TAP_EXPECT(apps_expect(&apps, 9, 1, 1));
	TAP_EQUAL(rings, 2);
	TAP_EQUAL(malformed(), 0);
	end();
}

/* Before the guest's VERSION the DSP says nothing, and OPEN may stay unanswered. */
static void waits_for_guest(void)
{
	begin();
	glink_kick(glink);
	TAP_EXPECT(apps_expect_nothing(&apps));
	version();
	TAP_EXPECT(apps_expect(&apps, 2, 1, sizeof(NAME)));
	glink_kick(glink);
	TAP_EXPECT(apps_expect_nothing(&apps));
	TAP_EQUAL(glink_send(glink, "", 1), -ENOTCONN);
	end();
}

/* OPEN and OPEN_ACK of the guest come in either order. */
static void open_before_ack(void)
{
	begin();
	version();
	TAP_EXPECT(apps_expect(&apps, 2, 1, sizeof(NAME)));
	apps_send(&apps, 2, 9, sizeof(NAME), NAME, sizeof(NAME));
	glink_kick(glink);
	TAP_EQUAL(opens, 0);
	apps_send(&apps, 4, 1, 0, NULL, 0);
	glink_kick(glink);
	TAP_EQUAL(opens, 1);
	TAP_EXPECT(apps_expect(&apps, 4, 9, 0));
	end();
}

/* With all intents out answers wait, and leave in order when intents come back. */
static void starved_answers_wait(void)
{
	struct apps_packet p;

	begin_open();
	for (uint32_t i = 0; i < 20; i++)
		TAP_EQUAL(glink_send(glink, (uint32_t[4]){ i }, 16), 0);
	TAP_EQUAL(queued(), 15);
	for (uint32_t i = 0; i < 5; i++) {
		TAP_EXPECT(apps_receive(&apps, &p));
		TAP_EQUAL(p.param2, i + 1);
		TAP_EQUAL(p.words[2], i);
	}
	TAP_EXPECT(apps_expect_nothing(&apps));
	for (uint32_t i = 5; i < 20; i++) {
		apps_send(&apps, 14, 1, i % 5 + 1, NULL, 0);
		glink_kick(glink);
		TAP_EXPECT(apps_receive(&apps, &p));
		TAP_EQUAL(p.command, 9);
		TAP_EQUAL(p.param2, i % 5 + 1);
		TAP_EQUAL(p.words[2], i);
	}
	TAP_EQUAL(malformed(), 0);
	end();
}

/* An intent returned without reuse is gone; a new one under its number is good. */
static void intent_without_reuse(void)
{
	begin();
	version();
	open_channel(1, 1);
	apps_send_intent(&apps, 1, 64, 3);
	glink_kick(glink);
	glink_send(glink, answer, 16);
	TAP_EXPECT(apps_expect(&apps, 9, 1, 3));
	apps_send(&apps, 6, 1, 3, NULL, 0);
	glink_send(glink, answer, 16);
	glink_kick(glink);
	TAP_EXPECT(apps_expect_nothing(&apps));
	apps_send_intent(&apps, 1, 64, 3);
	glink_kick(glink);
	TAP_EXPECT(apps_expect(&apps, 9, 1, 3));
	end();
}

/* The smallest intent that fits is used; one that is too small never. */
static void intent_sizes(void)
{
	begin();
	version();
	open_channel(1, 1);
	apps_send_intent(&apps, 1, 1024, 1);
	apps_send_intent(&apps, 1, 8, 2);
	apps_send_intent(&apps, 1, 16, 3);
	glink_kick(glink);
	glink_send(glink, answer, 16);
	glink_send(glink, answer, 16);
	glink_send(glink, answer, 16);
	TAP_EXPECT(apps_expect(&apps, 9, 1, 3));
	TAP_EXPECT(apps_expect(&apps, 9, 1, 1));
	TAP_EXPECT(apps_expect_nothing(&apps));
	end();
}

static void message_in_pieces(void)
{
	uint8_t message[40];
	uint32_t intent;

	begin_open();
	for (unsigned int i = 0; i < 40; i++)
		message[i] = (uint8_t)i;
	intent = get_intent(1, 1, 40);
	apps_send_data(&apps, 1, intent, message, 15, 25);
	glink_kick(glink);
	TAP_EQUAL(messages, 0);
	apps_send_data(&apps, 1, intent, message + 15, 25, 0);
	glink_kick(glink);
	TAP_EQUAL(messages, 1);
	TAP_EQUAL(last_len, 40);
	TAP_EXPECT(!memcmp(last, message, 40));
	end();
}

/* rmmod, insmod: closed both ways, then opened under a number not used before. */
static void close_and_reopen(void)
{
	begin_open();
	for (unsigned int i = 1; i < 4; i++) {
		/* One answer more than there are intents must not survive. */
		for (unsigned int k = 0; k < 6; k++)
			glink_send(glink, answer, 16);
		for (unsigned int k = 0; k < 5; k++)
			TAP_EXPECT(apps_expect(&apps, 9, i, k + 1));
		apps_send(&apps, 3, i, 0, NULL, 0);
		glink_kick(glink);
		TAP_EQUAL(closes, i);
		TAP_EXPECT(apps_expect(&apps, 11, i, 0));
		TAP_EXPECT(apps_expect(&apps, 3, i, 0));
		TAP_EXPECT(apps_expect_nothing(&apps));
		TAP_EQUAL(glink_send(glink, answer, 16), -ENOTCONN);
		apps_send(&apps, 14, i, 1, NULL, 0);
		apps_send(&apps, 11, i, 0, NULL, 0);
		glink_kick(glink);
		open_channel(i + 1, i + 1);
		TAP_EQUAL(opens, i + 1);
		give_intents(i + 1, 5);
		TAP_EXPECT(apps_expect_nothing(&apps));
	}
	TAP_EQUAL(malformed(), 0);
	end();
}

/* A guest that registers the edge again starts with VERSION. */
static void version_again(void)
{
	begin_open();
	version();
	TAP_EQUAL(closes, 1);
	open_channel(1, 2);
	TAP_EQUAL(opens, 2);
	end();
}

/* Start after a stop: nothing is left of intents, ids and waiting answers. */
static void stop_forgets(void)
{
	begin_open();
	for (unsigned int k = 0; k < 9; k++)
		glink_send(glink, answer, 16);
	glink_stop(glink);
	TAP_EQUAL(closes, 0);
	TAP_EQUAL(glink_send(glink, answer, 16), -ENOTCONN);
	glink_kick(glink);
	memset(words, 0, sizeof(words));
	glink_start(glink, &rx, &tx);
	version();
	open_channel(1, 1);
	give_intents(1, 5);
	TAP_EXPECT(apps_expect_nothing(&apps));
	end();
}

/* The layer above may end everything in the middle of a message. */
static void stop_inside_receive(void)
{
	uint32_t intent, tail;

	begin_open();
	intent = get_intent(1, 1, 40);
	stop_in_receive = true;
	apps_send_data(&apps, 1, intent, last, 40, 0);
	apps_send_data(&apps, 1, intent, last, 40, 0);
	tail = words[0];
	glink_kick(glink);
	TAP_EQUAL(messages, 1);
	TAP_EQUAL(words[0], tail);
	TAP_EXPECT(!glink_started(glink));
	end();
}

/* The guest blocks on a full ring: we answer its request with a ring of ours. */
static void read_notify(void)
{
	begin_open();
	rings = 0;
	apps_send(&apps, 13, 0, 0, NULL, 0);
	glink_kick(glink);
	TAP_EQUAL(rings, 1);
	TAP_EXPECT(apps_expect_nothing(&apps));
	end();
}

/* Thousands of messages go round the rings several times. */
static void wrap(void)
{
	struct apps_packet p;
	uint32_t intent;

	begin_open();
	intent = get_intent(1, 1, 40);
	for (uint32_t i = 0; i < 5000; i++) {
		uint32_t message[10] = { i };

		apps_send_data(&apps, 1, intent, message, 40, 0);
		glink_kick(glink);
		TAP_EXPECT(apps_expect(&apps, 14, 1, intent));
		glink_send(glink, message, 16);
		TAP_EXPECT(apps_receive(&apps, &p));
		TAP_EQUAL(p.words[2], i);
		apps_send(&apps, 14, 1, p.param2, NULL, 0);
		if (tap_has_failed())
			break;
	}
	TAP_EQUAL(messages, 5000);
	TAP_EQUAL(malformed(), 0);
	end();
}

/* The guest does not read: packets wait, READ_NOTIF asks, nothing is lost. */
static void full_ring(void)
{
	struct apps_packet p;
	uint32_t seen = 0;

	begin_open();
	for (uint32_t i = 6; i <= 64; i++)
		apps_send_intent(&apps, 1, 1024, i);
	glink_kick(glink);
	for (uint32_t i = 0; i < 64; i++)
		TAP_EQUAL(glink_send(glink, (uint32_t[256]){ i }, 1024), 0);
	for (unsigned int turn = 0; turn < 1000 && seen < 64; turn++) {
		if (!apps_receive(&apps, &p)) {
			glink_kick(glink);
			continue;
		}
		if (p.command == 13)
			continue;
		TAP_EQUAL(p.words[2], seen++);
	}
	TAP_EQUAL(seen, 64);
	end();
}

/* One thing wrong in a packet: counted, refused, and the edge goes on. */
static void malformed_packets(void)
{
	static const struct {
		unsigned int command, param1;
		uint32_t param2;
		uint32_t data[4];
		size_t len;
	} packets[] = {
		{ 16, 0, 0, { 0 }, 0 },			/* unknown */
		{ 10, 1, 1, { 0 }, 16 },		/* by reference */
		{ 0xffff, 0xffff, 0xffffffff, { 0 }, 0 },
		{ 2, 2, 0xffffffff, { 0 }, 8 },		/* name longer than the ring */
		{ 2, 2, 0, { 0 }, 0 },			/* no name */
		{ 2, 2, 8, { 0x41414141, 0x41414141 }, 8 },	/* other channel */
		{ 2, 0, 8, { 0x41414141, 0x41414141 }, 8 },
		{ 3, 7, 0, { 0 }, 0 },			/* close of what is not open */
		{ 4, 1, 0, { 0 }, 0 },			/* second acknowledge */
		{ 5, 7, 1, { 64, 9 }, 8 },		/* intent for no channel */
		{ 5, 1, 0xffffffff, { 64, 9 }, 8 },	/* more intents than bytes */
		{ 5, 1, 1, { 64, 1 }, 8 },		/* number in use */
		{ 5, 1, 1, { 0, 99 }, 8 },		/* empty intent */
		{ 6, 1, 99, { 0 }, 0 },			/* unknown intent */
		{ 14, 1, 1, { 0 }, 0 },			/* not taken */
		{ 14, 7, 1, { 0 }, 0 },
		{ 7, 7, 40, { 0 }, 0 },
		{ 9, 1, 0, { 8, 0 }, 16 },		/* intent 0 */
		{ 9, 1, 99, { 8, 0 }, 16 },
		{ 9, 7, 1, { 8, 0 }, 16 },
		{ 9, 1, 1, { 0xffffffff, 0 }, 16 },	/* longer than the ring */
		{ 9, 1, 1, { 0 }, 0 },			/* no sizes */
		{ 11, 1, 0, { 0 }, 0 },			/* nothing was closed */
	};

	for (unsigned int i = 0; i < sizeof(packets) / sizeof(packets[0]); i++) {
		uint32_t intent;

		begin_open();
		intent = get_intent(1, 1, 40);
		apps_send(&apps, packets[i].command, packets[i].param1, packets[i].param2,
			  packets[i].data, packets[i].len);
		glink_kick(glink);
		TAP_EQUAL(malformed(), 1);
		TAP_EXPECT(apps_expect_nothing(&apps));
		apps_send_data(&apps, 1, intent, last, 40, 0);
		glink_kick(glink);
		TAP_EQUAL(messages, 1);
		TAP_EXPECT(apps_expect(&apps, 14, 1, intent));
		if (tap_has_failed()) {
			printf("# packet %u\n", i);
			i = 1000;
		}
		end();
	}
}

/* Data that does not fit its intent is dropped as a whole. */
static void message_too_long(void)
{
	uint8_t message[64] = { 0 };
	uint32_t intent;

	begin_open();
	intent = get_intent(1, 1, 40);
	apps_send_data(&apps, 1, intent, message, 30, 20);
	apps_send_data(&apps, 1, intent, message, 20, 0);
	glink_kick(glink);
	TAP_EQUAL(messages, 0);
	TAP_EQUAL(malformed(), 1);
	apps_send_data(&apps, 1, intent, message, 40, 0);
	glink_kick(glink);
	TAP_EQUAL(messages, 1);
	TAP_EQUAL(last_len, 40);
	end();
}

static void bad_intent_requests(void)
{
	begin_open();
	apps_send(&apps, 7, 1, 0, NULL, 0);
	apps_send(&apps, 7, 1, 0xffffffff, NULL, 0);
	apps_send(&apps, 7, 1, 4097, NULL, 0);
	glink_kick(glink);
	for (unsigned int i = 0; i < 3; i++)
		TAP_EXPECT(apps_expect(&apps, 8, 1, 0));
	for (unsigned int i = 0; i < 64; i++)
		get_intent(1, 1, 40);
	apps_send(&apps, 7, 1, 40, NULL, 0);
	glink_kick(glink);
	TAP_EXPECT(apps_expect(&apps, 8, 1, 0));
	end();
}

static void bad_index(void)
{
	begin_open();
	words[1] = 0xfffffff8;
	glink_kick(glink);
	TAP_EQUAL(malformed(), 1);
	words[1] = words[0];
	glink_kick(glink);
	TAP_EQUAL(malformed(), 1);
	end();
}

/* Random bytes in the ring: no crash, and the edge can be stopped and started. */
static void random_bytes(void)
{
	srand(2);
	begin_open();
	for (unsigned int i = 0; i < 20000; i++) {
		for (unsigned int k = 0; k < 64; k++)
			to_dsp[rand() % APPS_RING] = (uint8_t)(rand() % 3 ? rand() % 16 : rand());
		words[1] = (uint32_t)rand() % APPS_RING & ~7u;
		words[2] = words[3];
		glink_kick(glink);
		glink_send(glink, last, 16);
	}
	TAP_EXPECT(malformed() > 0);
	end();
}

/* The lie: the guest does not get intents back, nor new ones, for so many times. */
static void lie_starves(void)
{
	uint32_t intent;

	begin_open();
	intent = get_intent(1, 1, 40);
	lie_arm(LIE_STARVE_INTENTS, 3, 0);
	apps_send_data(&apps, 1, intent, last, 40, 0);
	apps_send(&apps, 7, 1, 40, NULL, 0);
	glink_kick(glink);
	TAP_EQUAL(messages, 1);
	TAP_EXPECT(apps_expect_nothing(&apps));
	lie_arm(LIE_STARVE_INTENTS, 1, 1);
	apps_send(&apps, 7, 1, 40, NULL, 0);
	glink_kick(glink);
	TAP_EXPECT(apps_expect(&apps, 8, 1, 0));
	get_intent(1, 1, 40);
	end();
}

static const struct tap_test cases[] = {
	{ "handshake", handshake },
	{ "waits-for-guest", waits_for_guest },
	{ "open-before-ack", open_before_ack },
	{ "starved-answers-wait", starved_answers_wait },
	{ "intent-without-reuse", intent_without_reuse },
	{ "intent-sizes", intent_sizes },
	{ "message-in-pieces", message_in_pieces },
	{ "close-and-reopen", close_and_reopen },
	{ "version-again", version_again },
	{ "stop-forgets", stop_forgets },
	{ "stop-inside-receive", stop_inside_receive },
	{ "read-notify", read_notify },
	{ "wrap", wrap },
	{ "full-ring", full_ring },
	{ "malformed-packets", malformed_packets },
	{ "message-too-long", message_too_long },
	{ "bad-intent-requests", bad_intent_requests },
	{ "bad-index", bad_index },
	{ "random-bytes", random_bytes },
	{ "lie-starves", lie_starves },
};

TAP_MAIN(cases)
