// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Queues: the client's end is played from the public layout, the other one is a library.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fixture.h"
#include "player.h"
#include "queue.h"
#include "queue_host.h"

#define UNSUPPORTED	((int32_t)0x80000414)
#define BAD_PARAMETER	((int32_t)0x8000040e)
#define BAD_STATE	((int32_t)0x8000040d)
#define BAD_ITEM	((int32_t)0x80000410)
#define ITEM_BUSY	((int32_t)0x80000420)
#define NO_SUCH		((int32_t)0x80000427)
#define INTERRUPTED	((int32_t)0x8000042e)
#define NO_SUCH_MAP	((int32_t)0x80000448)
#define EXPIRED		((int32_t)0x8000040c)
#define WOULD_BLOCK	516

#define CROWD_PACKETS	4000u

static struct host_queue host;
static uint32_t library;

/* Call a method of the library: a word and bytes in, @out_len bytes out. */
static int32_t call_library(uint32_t method, const void *in, uint32_t in_len, const void *more,
			    uint32_t more_len, void *out, uint32_t out_len)
{
	struct player_call call = player_call(fixture_player, 0, library, method);
	uint32_t arg;
	int32_t result;

	if (in_len)
		player_in(&call, in, in_len, 0);
	if (more_len)
		player_in(&call, more, more_len, 0);
	arg = player_out(&call, out_len, 0);
	result = player_invoke(&call);
	if (!result)
		player_get(&call, arg, out);
	return result;
}

static int32_t start(uint32_t mode)
{
	const struct queue_start in = { .handle = host.handle, .mode = mode, .add = 3 };
	int32_t out = -1;

	TAP_EQUAL(call_library(QUEUE_START, &in, sizeof(in), NULL, 0, &out, sizeof(out)), 0);
	return out;
}

static int32_t stop(void)
{
	int32_t out = -1;

	TAP_EQUAL(call_library(QUEUE_STOP, NULL, 0, NULL, 0, &out, sizeof(out)), 0);
	return out;
}

static struct queue_counts counts(void)
{
	struct queue_counts out = { 0 };

	call_library(QUEUE_COUNTS, NULL, 0, NULL, 0, &out, sizeof(out));
	return out;
}

static struct queue_read read_by_hand(uint32_t us)
{
	struct queue_read out = { 0 };

	TAP_EQUAL(call_library(QUEUE_READ, &us, sizeof(us), NULL, 0, &out, sizeof(out)), 0);
	return out;
}

static int32_t write_by_hand(uint32_t us, const void *bytes, uint32_t len)
{
	int32_t out = -1;

	TAP_EQUAL(call_library(QUEUE_WRITE, &us, sizeof(us), bytes, len, &out, sizeof(out)), 0);
	return out;
}

/* A queue of the PD that nobody has imported. */
static void begin(uint32_t request_len, uint32_t response_len)
{
	fixture_begin();
	TAP_EQUAL(player_open_name(fixture_player, "queue", &library), 0);
	host_begin(&host, fixture_player, request_len, response_len);
	TAP_EQUAL(host_init(&host, HOST_PAGE_FD), 0);
}

static void begin_in_mode(uint32_t request_len, uint32_t response_len, uint32_t mode)
{
	begin(request_len, response_len);
	TAP_EQUAL(host_create(&host, 3, HOST_QUEUE_FD, host.count), 0);
	TAP_EQUAL(start(mode), 0);
}

static void finish(void)
{
	TAP_EQUAL(stop(), 0);
	TAP_EQUAL(host_imported(&host), 0);
	TAP_EQUAL(host_destroy(&host), 0);
	fixture_end();
}

static struct host_packet text_packet(uint32_t len, uint8_t first)
{
	struct host_packet packet = { .flags = len ? 1 : 0, .message_len = len };

	for (uint32_t i = 0; i < len; i++)
		packet.message[i] = (uint8_t)(first + i * 7);
	return packet;
}

/* What the client says of a queue is checked; what was refused leaves nothing behind. */
static void test_create(void)
{
	static const struct { uint32_t offset, value; int32_t result; } wrong[] = {
		{ 0, 0xffffffff, UNSUPPORTED },		/* asks for an old DSP */
		{ 0, 3, UNSUPPORTED },
		{ 8, 3, UNSUPPORTED },			/* signals of the driver */
		{ 12, 0x7ffffff8, BAD_PARAMETER },	/* where the ring lies */
		{ 12, 0, BAD_PARAMETER },
		{ 16, 0xfffffff8, BAD_PARAMETER },	/* its length */
		{ 16, 1004, BAD_PARAMETER },
		{ 16, 0, BAD_PARAMETER },
		{ 20, 0x10000, BAD_PARAMETER },		/* a state */
		{ 24, 260, BAD_PARAMETER },
		{ 28, 0xfffff000, BAD_PARAMETER },
		{ 44, 8, BAD_PARAMETER },		/* the count */
	};

	fixture_begin();
	host_begin(&host, fixture_player, 1024, 1024);
	TAP_EQUAL(host_create(&host, 0, HOST_QUEUE_FD, host.count), BAD_STATE);
	TAP_EQUAL(host_init(&host, 99), NO_SUCH_MAP);
	TAP_EQUAL(host_init(&host, HOST_PAGE_FD), 0);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		volatile uint32_t *word = host_word(&host.memory, wrong[i].offset);
		uint32_t right = *word;

		*word = wrong[i].value;
		if (!TAP_EQUAL(host_create(&host, 0, HOST_QUEUE_FD, host.count), wrong[i].result))
			printf("# word %u\n", wrong[i].offset);
		*word = right;
	}
	TAP_EQUAL(host_create(&host, 0, 99, host.count), NO_SUCH_MAP);
	TAP_EQUAL(host_create(&host, 64, HOST_QUEUE_FD, host.count), BAD_PARAMETER);
	TAP_EQUAL(host_imported(&host), NO_SUCH);
	TAP_EQUAL(host_create(&host, 63, HOST_QUEUE_FD, host.count), 0);
	TAP_EXPECT(host.handle);
	TAP_EQUAL(host_create(&host, 63, HOST_QUEUE_FD, host.count), ITEM_BUSY);
	TAP_EQUAL(host_init(&host, HOST_PAGE_FD), BAD_STATE);
	TAP_EQUAL(host_imported(&host), 0);
	TAP_EQUAL(host_destroy(&host), 0);
	TAP_EQUAL(host_destroy(&host), NO_SUCH);
	TAP_EQUAL(host_init(&host, HOST_PAGE_FD), 0);
	fixture_end();
}

/* Imported once; given back before it is destroyed. */
static void test_import(void)
{
	begin(1024, 1024);
	TAP_EQUAL(start(QUEUE_BY_HAND), NO_SUCH);
	TAP_EQUAL(host_create(&host, 0, HOST_QUEUE_FD, host.count), 0);
	TAP_EQUAL(start(QUEUE_BY_HAND), 0);
	TAP_EQUAL(host_imported(&host), 1);
	TAP_EQUAL(host_destroy(&host), BAD_STATE);
	TAP_EQUAL(stop(), 0);
	TAP_EQUAL(stop(), BAD_PARAMETER);
	TAP_EQUAL(read_by_hand(0).result, BAD_PARAMETER);
	TAP_EQUAL(start(QUEUE_CALLBACK), 0);
	TAP_EQUAL(start(QUEUE_BY_HAND), ITEM_BUSY);
	fixture_end();
}

/* Packets of all sizes, several times around the ring, each as it was. */
static void echoes(uint32_t mode)
{
	struct host_packet sent, got;

	begin_in_mode(704, 640, mode);
	for (uint32_t i = 0; i < 120; i++) {
		sent = text_packet(i % 60 * 5 % 301, (uint8_t)i);
		if (!TAP_EXPECT(host_send(&host, &sent)) || !host_receive(&host, &got))
			break;
		TAP_EQUAL(got.message_len, sent.message_len);
		TAP_EQUAL(got.references, 0);
		TAP_EXPECT(!memcmp(got.message, sent.message, sent.message_len));
	}
	TAP_EQUAL(counts().taken, 120);
	TAP_EQUAL(counts().errors, 0);
	finish();
}

static void test_thread(void)
{
	echoes(QUEUE_THREAD);
}

static void test_callback(void)
{
	echoes(QUEUE_CALLBACK);
}

/* A packet that ends where the ring ends, and one that leaves no room for a header word. */
static void test_wrap(void)
{
	struct host_packet packet;

	begin_in_mode(256, 256, QUEUE_BY_HAND);
	packet = text_packet(120, 1);
	TAP_EXPECT(host_write(&host, &packet));
	TAP_EQUAL(read_by_hand(0).result, BAD_PARAMETER);	/* 64 bytes are too few */
	TAP_EQUAL(read_by_hand(0).result, BAD_PARAMETER);	/* it is still there */
	TAP_EQUAL(stop(), 0);
	TAP_EQUAL(host_destroy(&host), 0);
	fixture_end();

	begin_in_mode(256, 256, QUEUE_BY_HAND);
	for (int i = 0; i < 4; i++) {
		packet = text_packet(56, (uint8_t)i);
		TAP_EXPECT(host_write(&host, &packet));
		TAP_EQUAL(read_by_hand(0).result, 0);
	}
	TAP_EQUAL(*host_word(&host.memory, host.request.write_state), 0);
	TAP_EQUAL(*host_word(&host.memory, host.request.read_state), 0);
	for (int i = 0; i < 31; i++) {
		packet = text_packet(0, 0);
		TAP_EXPECT(host_write(&host, &packet));
		TAP_EQUAL(read_by_hand(0).result, 0);
	}
	/* Only the header word fits; all follows at the start. */
	packet = text_packet(40, 9);
	TAP_EXPECT(host_write(&host, &packet));
	TAP_EQUAL(*host_word(&host.memory, host.request.write_state), 48);
	TAP_EXPECT(!memcmp(read_by_hand(0).message, packet.message, 40));
	finish();
}

/* Buffers: their address and size are filled in, what is written to them is there. */
static void test_buffers(void)
{
	struct host_memory buffer;
	struct host_packet sent = { .flags = 2, .references = 2 }, got;
	struct queue_read read;

	begin_in_mode(512, 512, QUEUE_THREAD);
	host_map(&buffer, fixture_player, 33, 5000);
	sent.reference[0].fd = sent.reference[1].fd = 33;
	sent.reference[1].offset = 4090;
	sent.reference[1].size = 10;
	sent.reference[0].flags = 0x90;
	*host_byte(&buffer, 4095) = 100;
	TAP_EXPECT(host_send(&host, &sent));
	if (host_receive(&host, &got)) {
		TAP_EQUAL(got.references, 2);
		TAP_EQUAL(got.reference[0].flags, 0x90);
		TAP_EQUAL(got.reference[1].offset, 4090);
		TAP_EQUAL(got.reference[1].size, 10);
		TAP_EQUAL(*host_byte(&buffer, 4095), 106);
		TAP_EQUAL(*host_byte(&buffer, 4999), 3);
	}
	finish();
	begin_in_mode(512, 512, QUEUE_BY_HAND);
	host_map(&buffer, fixture_player, 33, 5000);
	sent.references = 1;
	*host_byte(&buffer, 0) = 77;
	TAP_EXPECT(host_write(&host, &sent));
	read = read_by_hand(0);
	TAP_EQUAL(read.result, 0);
	TAP_EQUAL(read.size, 5000);
	TAP_EQUAL(read.first_byte, 77);
	finish();
}

/* Buffers that there are not: the reader learns of it, and goes on. */
static void test_bad_buffers(void)
{
	static const struct { uint32_t fd, size, offset, flags; int32_t result; } wrong[] = {
		{ 99, 0, 0, 0, NO_SUCH_MAP },
		{ 33, 5001, 0, 0, BAD_ITEM },
		{ 33, 8, 4993, 0, BAD_ITEM },
		{ 33, 0xffffffff, 8, 0, BAD_ITEM },
		{ 33, 0, 8, 0, BAD_ITEM },
		{ 33, 8, 0, 0xc, BAD_ITEM },
		{ 33, 8, 0, 0, 0 },
	};
	struct host_packet sent = { .flags = 2, .references = 1 };
	struct host_memory buffer;

	begin_in_mode(512, 512, QUEUE_BY_HAND);
	host_map(&buffer, fixture_player, 33, 5000);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		sent.reference[0].fd = wrong[i].fd;
		sent.reference[0].size = wrong[i].size;
		sent.reference[0].offset = wrong[i].offset;
		sent.reference[0].flags = wrong[i].flags;
		TAP_EXPECT(host_write(&host, &sent));
		if (!TAP_EQUAL(read_by_hand(0).result, wrong[i].result))
			printf("# buffer %zu\n", i);
	}
	TAP_EQUAL(read_by_hand(0).result, WOULD_BLOCK);
	finish();
}

/* A ring that is full: the writer waits, and is woken when there is room. */
static void test_full(void)
{
	struct host_packet sent = text_packet(100, 1), got;
	uint32_t written = 0, read = 0;
	uint64_t bytes = 0;

	begin_in_mode(4096, 256, QUEUE_THREAD);
	while (written < 20 && host_send(&host, &sent))
		written++;
	TAP_EQUAL(written, 20);
	while (!host_dsp_waits(&host, true))
		TAP_EQUAL(counts().errors, 0);
	TAP_EQUAL(counts().taken, 3);	/* two answered, one in hand */
	TAP_EQUAL(call_library(QUEUE_STAT, &(uint32_t){ 4 }, 4, NULL, 0, &bytes, 8), 0);
	TAP_EQUAL(bytes, 2 * 112);
	for (; read < written && host_receive(&host, &got); read++)
		TAP_EXPECT(!memcmp(got.message, sent.message, 100));
	TAP_EQUAL(read, 20);
	finish();
	/* By hand: no room at once, no room in time, more than ever fits. */
	begin_in_mode(256, 256, QUEUE_BY_HAND);
	TAP_EQUAL(write_by_hand(0, sent.message, 100), 0);
	TAP_EQUAL(write_by_hand(0, sent.message, 100), 0);
	TAP_EQUAL(write_by_hand(0, sent.message, 100), WOULD_BLOCK);
	TAP_EQUAL(write_by_hand(1000, sent.message, 100), EXPIRED);
	TAP_EQUAL(write_by_hand(0, sent.message, 256), BAD_PARAMETER);
	TAP_EXPECT(!host_dsp_waits(&host, true));
	finish();
}

/* Nothing there: at once, after a time; and looking takes nothing away. */
static void test_empty(void)
{
	struct host_packet packet = text_packet(5, 1);
	struct queue_read peeked;
	uint32_t us = 0;

	begin_in_mode(256, 256, QUEUE_BY_HAND);
	TAP_EQUAL(read_by_hand(0).result, WOULD_BLOCK);
	TAP_EQUAL(read_by_hand(2000).result, EXPIRED);
	TAP_EXPECT(!host_dsp_waits(&host, false));
	TAP_EXPECT(host_write(&host, &packet));
	for (int i = 0; i < 2; i++) {
		call_library(QUEUE_PEEK, &us, sizeof(us), NULL, 0, &peeked, sizeof(peeked));
		TAP_EQUAL(peeked.result, 0);
		TAP_EQUAL(peeked.message_len, 5);
	}
	TAP_EQUAL(read_by_hand(0).message_len, 5);
	call_library(QUEUE_PEEK, &us, sizeof(us), NULL, 0, &peeked, sizeof(peeked));
	TAP_EQUAL(peeked.result, WOULD_BLOCK);
	finish();
}

/* An announcement is hidden from the reader, who waits for what it announces. */
static void test_wakeup(void)
{
	struct host_packet announced = { .flags = 5, .message_len = 4 }, got;
	struct host_packet packet = text_packet(5, 1);
	uint32_t us = 300;
	uint64_t value = 0;
	int32_t out = -1;

	begin_in_mode(256, 256, QUEUE_BY_HAND);
	memcpy(announced.message, &us, sizeof(us));
	TAP_EXPECT(host_write(&host, &announced));
	TAP_EQUAL(read_by_hand(0).result, WOULD_BLOCK);
	call_library(QUEUE_STAT, &(uint32_t){ 6 }, 4, NULL, 0, &value, 8);
	TAP_EQUAL(value, 1);
	call_library(QUEUE_STAT, &(uint32_t){ 5 }, 4, NULL, 0, &value, 8);
	TAP_EXPECT(value >= 300);
	TAP_EXPECT(host_write(&host, &announced));
	TAP_EXPECT(host_write(&host, &packet));
	TAP_EQUAL(read_by_hand(0).message_len, 5);
	call_library(QUEUE_STAT, &(uint32_t){ 6 }, 4, NULL, 0, &value, 8);
	TAP_EQUAL(value, 0);
	/* One of ours. */
	TAP_EQUAL(call_library(QUEUE_WAKEUP, &us, 4, NULL, 0, &out, 4), 0);
	TAP_EQUAL(out, 0);
	TAP_EXPECT(host_read(&host, &got));
	TAP_EQUAL(got.flags & 7, 5);
	TAP_EQUAL(got.message_len, 4);
	finish();
}

/* A signal is kept until somebody waits for it; a wait can be cancelled, before or after. */
static void test_signals(void)
{
	struct host_packet got;
	int32_t signal = 1;

	begin_in_mode(256, 256, QUEUE_BY_HAND);
	/* Nobody waits, so nobody is told. */
	TAP_EQUAL(write_by_hand(0, "x", 1), 0);
	host_wait_begin(&host);
	TAP_EXPECT(!host_wait_end(&host, 200, &signal));
	host_set_waiting(&host, true);
	TAP_EQUAL(write_by_hand(0, "x", 1), 0);
	TAP_EXPECT(host_wait_end(&host, HOST_WAIT_MS, &signal));
	TAP_EQUAL(signal, 0);
	TAP_EXPECT(host_read(&host, &got));
	TAP_EQUAL(write_by_hand(0, "x", 1), 0);
	host_wait_begin(&host);
	TAP_EXPECT(host_wait_end(&host, HOST_WAIT_MS, &signal));
	TAP_EQUAL(signal, 0);
	TAP_EQUAL(*host_word(&host.page, 512 + 4 * host.id), 3);
	TAP_EQUAL(host_cancel(&host), 0);
	host_wait_begin(&host);
	TAP_EXPECT(host_wait_end(&host, HOST_WAIT_MS, &signal));
	TAP_EQUAL(signal, -1);
	host_wait_begin(&host);
	TAP_EQUAL(host_cancel(&host), 0);
	TAP_EXPECT(host_wait_end(&host, HOST_WAIT_MS, &signal));
	TAP_EQUAL(signal, -1);
	finish();
}

/* A client that says it sleeps is told of each packet: it may have read the one before. */
static void test_asleep(void)
{
	int32_t signal = 1;

	begin_in_mode(256, 256, QUEUE_BY_HAND);
	host_set_waiting(&host, true);
	for (int i = 0; i < 2; i++) {
		host_wait_begin(&host);
		TAP_EQUAL(write_by_hand(0, "x", 1), 0);
		TAP_EXPECT(host_wait_end(&host, HOST_WAIT_MS, &signal));
		TAP_EQUAL(signal, 0);
	}
	finish();
}

/* A client that sleeps takes some time to come, and finds the DSP awake. */
static void test_lingers(void)
{
	struct host_packet sent = text_packet(5, 1), got;
	bool awake = false;

	begin_in_mode(256, 256, QUEUE_THREAD);
	for (int i = 0; i < 1000 && !awake; i++) {
		if (!TAP_EXPECT(host_send(&host, &sent)) || !host_receive(&host, &got))
			break;
		usleep(3000);
		awake = !host_dsp_waits(&host, false);
	}
	TAP_EXPECT(awake);
	finish();
}

/*
 * Threads that take turns at both ends: each packet comes back once. Then they are stopped as
 * they wait for packets, for room and for their turn.
 */
static void test_crowd(void)
{
	static uint8_t came[CROWD_PACKETS];
	struct host_packet sent = text_packet(4, 0), got;
	uint32_t number = 0, written = 0, read = 0;

	begin_in_mode(512, 256, QUEUE_CROWD);
	memset(came, 0, sizeof(came));
	while (read < CROWD_PACKETS) {
		memcpy(sent.message, &written, sizeof(written));
		if (written < CROWD_PACKETS && host_send(&host, &sent)) {
			written++;
			continue;
		}
		if (!host_receive(&host, &got) || !TAP_EQUAL(got.message_len, sizeof(number)))
			break;
		memcpy(&number, got.message, sizeof(number));
		if (!TAP_EXPECT(number < written && !came[number]))
			break;
		came[number] = 1;
		read++;
	}
	TAP_EQUAL(read, CROWD_PACKETS);
	TAP_EQUAL(counts().errors, 0);
	for (int round = 0; round < 30; round++) {
		/* From none, which all wait for, to more than there is room for. */
		for (int i = 0; i < round; i++)
			host_send(&host, &sent);
		TAP_EQUAL(stop(), 0);
		TAP_EQUAL(counts().errors, 0);
		TAP_EXPECT(!host_dsp_waits(&host, false) && !host_dsp_waits(&host, true));
		while (host_read(&host, &got))
			;
		TAP_EQUAL(start(QUEUE_CROWD), 0);
	}
	finish();
}

/* A queue is closed under a thread that reads. */
static void test_close(void)
{
	struct queue_counts end;

	begin_in_mode(256, 256, QUEUE_THREAD);
	while (!host_dsp_waits(&host, false))
		TAP_EQUAL(counts().errors, 0);
	TAP_EQUAL(stop(), 0);
	end = counts();
	TAP_EQUAL(end.errors, 1);
	TAP_EQUAL(end.last_error, INTERRUPTED);
	TAP_EXPECT(!host_dsp_waits(&host, false));
	TAP_EQUAL(host_destroy(&host), 0);
	fixture_end();
}

/* Whatever the client writes into the memory, the library gets errors and nothing breaks. */
static void test_garbage(void)
{
	uint32_t errors = 0;

	srand(11);
	begin_in_mode(256, 256, QUEUE_BY_HAND);
	*host_word(&host.memory, 44) = 8;
	TAP_EQUAL(read_by_hand(0).result, (int32_t)0x80000600);
	*host_word(&host.memory, 44) = host.count;
	for (int i = 0; i < 3000; i++) {
		uint32_t state = rand() % 2 ? host.request.write_state : host.response.read_state;
		int32_t result;

		if (rand() % 3)
			for (uint32_t k = 0; k < 64; k++)
				*host_word(&host.memory, host.request.ring + 4 * k) =
					rand() % 3 ? (uint32_t)rand() % 300 : (uint32_t)rand();
		*host_word(&host.memory, state) = rand() % 4 ? (uint32_t)rand() % 33 * 8 :
							       (uint32_t)rand();
		if (rand() % 8 == 0)
			*host_word(&host.memory, host.request.read_state) =
				(uint32_t)rand() % 40 * 8;
		result = rand() % 2 ? read_by_hand(0).result : write_by_hand(0, "bytes", 5);
		errors += result != 0;
	}
	printf("# %u of 3000 calls fail\n", errors);
	TAP_EXPECT(errors > 100);
	TAP_EQUAL(stop(), 0);
	TAP_EQUAL(host_destroy(&host), 0);
	fixture_end();
}

static const struct tap_test queue_tests[] = {
	{"create", test_create},
	{"import", test_import},
	{"thread", test_thread},
	{"callback", test_callback},
	{"wrap", test_wrap},
	{"buffers", test_buffers},
	{"bad-buffers", test_bad_buffers},
	{"full", test_full},
	{"empty", test_empty},
	{"wakeup", test_wakeup},
	{"signals", test_signals},
	{"asleep", test_asleep},
	{"lingers", test_lingers},
	{"crowd", test_crowd},
	{"close", test_close},
	{"garbage", test_garbage},
};

int main(void)
{
	return fixture_run(queue_tests, sizeof(queue_tests) / sizeof(queue_tests[0]));
}
