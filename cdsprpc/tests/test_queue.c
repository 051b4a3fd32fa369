// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Queues against a DSP that is a thread of this test: it has the methods of the
 * module, reads packets and answers each with its message inverted. Written from
 * the layout of the shared memory, not from the library's structures.
 */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "aee.h"
#include "dspqueue.h"
#include "map.h"
#include "pd.h"
#include "remote.h"
#include "rpcmem.h"
#include "tap.h"

#define HANDLE	77u
#define CDSP	3

/* So long a client looks at least before it sleeps. */
#define LINGER_NS	5000000

const int rpc_domain_default = CDSP;

/* Memory of rpcmem, by number. */
static void *memories[64];
static size_t memory_sizes[64];
static bool mapped[64];

static struct {
	pthread_mutex_t lock;
	pthread_mutex_t serving;	/* protects @queue */
	pthread_cond_t changed;
	bool signalled;		/* method 8 was called */
	bool wakes;		/* method 6 is to return */
	bool cancelled;
	bool dead;
	bool paused;		/* reads nothing */
	bool awake;		/* never sleeps, and says so */
	bool asked;		/* answers only who waits asleep */
	unsigned int late_us;	/* takes so long to wake */
	atomic_uint unasked;	/* answers for which nobody waited asleep */
	bool imported;
	bool old;		/* takes version 0xffffffff */
	int open_error;
	uint32_t *page;
	uint32_t *queue[64];
	unsigned int opens, waits, signals, creates;
	pthread_t thread;
	bool runs;
} dsp = {
	.lock = PTHREAD_MUTEX_INITIALIZER,
	.serving = PTHREAD_MUTEX_INITIALIZER,
	.changed = PTHREAD_COND_INITIALIZER,
};

/* ------------------------------------------------- the rest of the library -- */

struct rpc_pd *rpc_pd(int effective)
{
	static struct rpc_pd pds[32];

	pds[effective].id = effective;
	return &pds[effective];
}

void *rpcmem_alloc2(int heapid, uint32_t flags, size_t size)
{
	(void)heapid;
	(void)flags;
	for (int i = 1; i < 64; i++) {
		if (memories[i])
			continue;
		memories[i] = aligned_alloc(4096, (size + 4095) & ~4095ul);
		memory_sizes[i] = size;
		memset(memories[i], 0x55, size);
		return memories[i];
	}
	return NULL;
}

int rpcmem_to_fd(void *po)
{
	for (int i = 1; i < 64; i++) {
		if (memories[i] == po)
			return i;
	}
	return -1;
}

void rpcmem_free(void *po)
{
	int fd = rpcmem_to_fd(po);

	TAP_EXPECT(fd > 0 && !mapped[fd]);
	free(po);
	memories[fd] = NULL;
}

int fastrpc_mmap(int domain, int fd, void *addr, int offset, size_t length,
		 enum fastrpc_map_flags flags)
{
	TAP_EXPECT(domain == CDSP && fd > 0 && memories[fd] == addr && !offset);
	TAP_EXPECT(length == memory_sizes[fd] && flags == FASTRPC_MAP_FD && !mapped[fd]);
	mapped[fd] = true;
	return 0;
}

int fastrpc_munmap(int domain, int fd, void *addr, size_t length)
{
	(void)domain;
	(void)addr;
	(void)length;
	TAP_EXPECT(mapped[fd]);
	mapped[fd] = false;
	return 0;
}

/* Buffer 60 has 1000 bytes; references are counted. */
static int references;
static char buffer[1000];

int rpc_map_refer(struct rpc_pd *pd, int fd, enum rpc_map_reference how, void **address,
		  size_t *size)
{
	(void)pd;
	if (fd != 60)
		return AEE_ENOSUCHMAP;
	if (how == RPC_MAP_DROP && !references)
		return AEE_EBADPARM;
	references += (how == RPC_MAP_TAKE) - (how == RPC_MAP_DROP);
	*address = buffer;
	*size = sizeof(buffer);
	return 0;
}

/* ------------------------------------------------------------------ the DSP -- */

static uint32_t load(const uint32_t *word)
{
	return __atomic_load_n(word, __ATOMIC_SEQ_CST);
}

static void store(uint32_t *word, uint32_t value)
{
	__atomic_store_n(word, value, __ATOMIC_SEQ_CST);
}

/* The state words of a ring: 3 to 6 of the head are the request's, 7 to 10 the response's. */
static uint32_t *state(uint32_t *queue, int ring, bool writes)
{
	return queue + queue[3 + 4 * ring + (writes ? 3 : 2)] / 4;
}

/* Copies the next request; its bytes, 0 if there is none. */
static uint32_t take(int id, uint8_t *packet)
{
	uint32_t *queue = dsp.queue[id], *read = state(queue, 0, false);
	uint32_t at = read[0], size, need, *head;
	uint8_t *ring = (uint8_t *)queue + queue[3];

	if (at == load(state(queue, 0, true)))
		return 0;
	head = (uint32_t *)(ring + at);
	size = head[0];
	need = (size + 7) & ~7u;
	memcpy(packet, head, 8);
	if (need > queue[4] - at)
		at = 0;
	memcpy(packet + 8, ring + at + 8, size - 8);
	store(read, at + need == queue[4] ? 0 : at + need);
	store(read + 1, read[1] + 1);
	store(&dsp.page[64 + id], dsp.page[64 + id] + 1);
	return size;
}

/* Answers with the same packet, its message inverted. Whether there was room. */
static bool give(int id, const uint8_t *packet, uint32_t size)
{
	uint32_t *queue = dsp.queue[id], *write = state(queue, 1, true);
	uint32_t at = write[0], need = (size + 7) & ~7u, read = load(state(queue, 1, false));
	uint32_t length = queue[8], used = (at + length - read) % length;
	uint8_t *ring = (uint8_t *)queue + queue[7];
	uint32_t fixed = 8 + 24u * packet[6], space = length - used - 8;

	if (need > space || (need > length - at && need > space - (length - at)))
		return false;
	memcpy(ring + at, packet, 8);
	if (need > length - at) {
		at = 0;
		memcpy(ring, packet, 8);
	}
	memcpy(ring + at + 8, packet + 8, size - 8);
	for (uint32_t i = fixed; i < size; i++)
		ring[at + i] = (uint8_t)~packet[i];
	store(write, at + need == length ? 0 : at + need);
	store(write + 1, write[1] + 1);
	store(&dsp.page[128 + id], dsp.page[128 + id] + 1);
	return true;
}

static void wake_host(void)
{
	pthread_mutex_lock(&dsp.lock);
	dsp.wakes = true;
	pthread_cond_broadcast(&dsp.changed);
	pthread_mutex_unlock(&dsp.lock);
}

/* One round over all queues; whether anything happened. */
static bool serve(void)
{
	static uint8_t packets[64][8192];
	static uint32_t sizes[64];
	bool did = false;

	for (int id = 0; id < 64; id++) {
		if (!dsp.queue[id])
			continue;
		if (!sizes[id]) {
			sizes[id] = take(id, packets[id]);
			did |= sizes[id];
			if (sizes[id] && load(state(dsp.queue[id], 0, true) + 2))
				wake_host();
		}
		if (dsp.asked && !load(state(dsp.queue[id], 1, false) + 2))
			continue;
		if (sizes[id] && give(id, packets[id], sizes[id])) {
			sizes[id] = 0;
			did = true;
			if (load(state(dsp.queue[id], 1, false) + 2))
				wake_host();
			else
				dsp.unasked++;
		}
	}
	return did;
}

static void *dsp_run(void *data)
{
	bool runs = true;

	(void)data;
	while (runs) {
		bool paused;

		pthread_mutex_lock(&dsp.lock);
		while (dsp.runs && !dsp.signalled && !dsp.awake)
			pthread_cond_wait(&dsp.changed, &dsp.lock);
		dsp.signalled = false;
		runs = dsp.runs;
		paused = dsp.paused;
		pthread_mutex_unlock(&dsp.lock);
		usleep(dsp.late_us);
		pthread_mutex_lock(&dsp.serving);
		while (runs && !paused && serve())
			;
		pthread_mutex_unlock(&dsp.serving);
		sched_yield();
	}
	return NULL;
}

static void dsp_set_queue(uint64_t id, uint32_t *queue)
{
	pthread_mutex_lock(&dsp.serving);
	dsp.queue[id] = queue;
	pthread_mutex_unlock(&dsp.serving);
}

static int32_t dsp_create(const uint32_t *in, uint64_t *out)
{
	uint32_t *queue = memories[in[1]];

	dsp.creates++;
	TAP_EXPECT(mapped[in[1]] && queue[11] == in[2]);
	if (queue[0] == 0xffffffff && !dsp.old)
		return AEE_DSP_EUNSUPPORTED;
	TAP_EXPECT(queue[0] == 0xffffffff || (queue[0] == 2 && queue[2] == 1));
	TAP_EXPECT(!dsp.page[in[0]] && !dsp.page[192 + in[0]]);
	dsp.page[64 + in[0]] = dsp.page[128 + in[0]] = 0;
	/* Otherwise it always says that it may be waiting. */
	state(queue, 0, false)[2] = !dsp.awake;
	state(queue, 1, true)[2] = !dsp.awake;
	dsp_set_queue(in[0], queue);
	*out = 0x38500000000 + in[0];
	return 0;
}

static int32_t dsp_wait(int32_t *out)
{
	int32_t ret = 0;

	pthread_mutex_lock(&dsp.lock);
	dsp.waits++;
	while (!dsp.wakes && !dsp.cancelled && !dsp.dead)
		pthread_cond_wait(&dsp.changed, &dsp.lock);
	dsp.wakes = false;
	*out = dsp.cancelled ? -1 : 0;
	if (dsp.dead)
		ret = AEE_DSP_EBADSTATE;
	pthread_mutex_unlock(&dsp.lock);
	return ret;
}

static int32_t dsp_set(bool *what)
{
	int32_t ret;

	pthread_mutex_lock(&dsp.lock);
	ret = dsp.dead ? AEE_DSP_EBADSTATE : 0;
	dsp.signals += what == &dsp.signalled;
	*what = true;
	pthread_cond_broadcast(&dsp.changed);
	pthread_mutex_unlock(&dsp.lock);
	return ret;
}

int remote_handle64_open(const char *name, remote_handle64 *ph)
{
	TAP_EXPECT(!strcmp(name, "file:///libdspqueue_rpc_skel.so?dspqueue_rpc_skel_handle_invoke"
			   "&_modver=1.0&_dom=cdsp&_session=0"));
	dsp.opens++;
	*ph = HANDLE;
	return dsp.open_error;
}

int remote_handle64_close(remote_handle64 h)
{
	TAP_EXPECT(h == HANDLE);
	dsp.opens--;
	return 0;
}

int remote_handle64_invoke(remote_handle64 h, uint32_t scalars, remote_arg *pra)
{
	TAP_EXPECT(h == HANDLE);
	switch (scalars) {
	case 0x02010000:
		dsp.page = memories[*(int32_t *)pra[0].buf.pv];
		return 0;
	case 0x03010100:
		TAP_EXPECT(pra[0].buf.nLen == 12 && pra[1].buf.nLen == 8);
		return dsp_create(pra[0].buf.pv, pra[1].buf.pv);
	case 0x04010000:
		dsp_set_queue(*(uint64_t *)pra[0].buf.pv & 63, NULL);
		return 0;
	case 0x05010100:
		*(int32_t *)pra[1].buf.pv = dsp.imported;
		return 0;
	case 0x06000100:
		return dsp_wait(pra[0].buf.pv);
	case 0x07000000:
		return dsp_set(&dsp.cancelled);
	case 0x08000000:
		return dsp_set(&dsp.signalled);
	default:
		TAP_EXPECT(!"a method of the module");
		return AEE_DSP_EUNSUPPORTED;
	}
}

/* ---------------------------------------------------------------- the tests -- */

static void setup(void)
{
	memset(dsp.queue, 0, sizeof(dsp.queue));
	dsp.signalled = dsp.wakes = dsp.cancelled = dsp.dead = false;
	dsp.paused = dsp.awake = dsp.asked = dsp.imported = dsp.old = false;
	dsp.opens = dsp.waits = dsp.signals = dsp.creates = 0;
	dsp.open_error = 0;
	dsp.late_us = dsp.unasked = 0;
	references = 0;
	dsp.runs = true;
	pthread_create(&dsp.thread, NULL, dsp_run, NULL);
}

static void cleanup(void)
{
	pthread_mutex_lock(&dsp.lock);
	dsp.runs = false;
	pthread_cond_broadcast(&dsp.changed);
	pthread_mutex_unlock(&dsp.lock);
	pthread_join(dsp.thread, NULL);
	TAP_EXPECT(!dsp.opens);
	for (int i = 1; i < 64; i++)
		TAP_EXPECT(!memories[i] && !mapped[i]);
}

static dspqueue_t make(uint32_t request, uint32_t response)
{
	dspqueue_t queue = NULL;

	TAP_EXPECT(!dspqueue_create(CDSP, 0, request, response, NULL, NULL, NULL, &queue));
	return queue;
}

/* Until the DSP has been told so often; more would be too often. */
static void await_signals(unsigned int count)
{
	unsigned int signals = 0;

	for (int ms = 0; signals < count && ms < 20000; ms++) {
		usleep(1000);
		pthread_mutex_lock(&dsp.lock);
		signals = dsp.signals;
		pthread_mutex_unlock(&dsp.lock);
	}
	TAP_EXPECT(signals == count);
}

/* Many packets, more than fit, written and read by two threads. */
static void *write_many(void *data)
{
	for (uint32_t i = 0; i < 5000; i++) {
		uint8_t message[80];

		memset(message, (int)i, sizeof(message));
		memcpy(message, &i, 4);
		TAP_EXPECT(!dspqueue_write(data, 0, 0, NULL, 4 + i % 76, message,
					   DSPQUEUE_TIMEOUT_NONE));
	}
	return NULL;
}

static void pass_many(void)
{
	dspqueue_t queue;
	pthread_t thread;
	uint64_t id, waiting;

	queue = make(1000, 500);
	TAP_EXPECT(dsp.creates == 2);
	TAP_EXPECT(!dspqueue_export(queue, &id) && id == 0x38500000000);
	pthread_create(&thread, NULL, write_many, queue);
	for (uint32_t i = 0; i < 5000; i++) {
		uint32_t flags = 0, buffers = 9, size = 0, number = 0;
		uint8_t message[80];

		if (!TAP_EXPECT(!dspqueue_read(queue, &flags, 0, &buffers, NULL, sizeof(message),
					       &size, message, 60000000)))
			break;
		memcpy(&number, message, 4);
		TAP_EXPECT(~number == i && size == 4 + i % 76 && flags == 0x11 && !buffers);
	}
	pthread_join(thread, NULL);
	TAP_EXPECT(!dspqueue_get_stat(queue, DSPQUEUE_STAT_READ_QUEUE_PACKETS, &waiting));
	TAP_EXPECT(!waiting);
	TAP_EXPECT(!dspqueue_get_stat(queue, DSPQUEUE_STAT_SIGNALING_PERF, &waiting));
	TAP_EXPECT(waiting == 100);
	TAP_EXPECT(!dspqueue_close(queue));
}

static void many_packets(void)
{
	setup();
	pass_many();
	cleanup();
}

/* A DSP that says it sleeps is told of each packet: it may have read the one before. */
static void asleep(void)
{
	uint8_t message[8] = { 0 };
	dspqueue_t queue;

	setup();
	dsp.paused = true;
	queue = make(0, 0);
	store(state(dsp.queue[0], 0, false) + 1, 1);
	for (unsigned int i = 1; i <= 2; i++) {
		TAP_EXPECT(!dspqueue_write(queue, 0, 0, NULL, 8, message, 0));
		await_signals(i);
	}
	TAP_EXPECT(!dspqueue_close(queue));
	cleanup();
}

static void stay_awake(void)
{
	pthread_mutex_lock(&dsp.lock);
	dsp.awake = true;
	pthread_cond_broadcast(&dsp.changed);
	pthread_mutex_unlock(&dsp.lock);
}

/* A packet and its answer; whether nobody slept for it. */
static bool pass(dspqueue_t queue)
{
	unsigned int before = dsp.unasked;
	uint8_t message[8] = { 0 };
	uint32_t size;

	TAP_EXPECT(!dspqueue_write(queue, 0, 0, NULL, 8, message, 0));
	TAP_EXPECT(!dspqueue_read(queue, NULL, 0, NULL, NULL, 8, &size, message, 60000000));
	return dsp.unasked != before;
}

/* Who has woken the DSP does not sleep before that comes, unless the host stops it. */
static void lingers(void)
{
	dspqueue_t queue;

	setup();
	dsp.late_us = 3000;
	queue = make(0, 0);
	for (int i = 0; i < 1000 && !pass(queue); i++)
		;
	TAP_EXPECT(dsp.unasked);
	TAP_EXPECT(!dspqueue_close(queue));
	cleanup();
}

/* How long a packet and its answer take, from a DSP that answers only who waits asleep. */
static int64_t pass_asleep(dspqueue_t queue)
{
	struct timespec start, end;

	clock_gettime(CLOCK_MONOTONIC, &start);
	TAP_EXPECT(!pass(queue));
	clock_gettime(CLOCK_MONOTONIC, &end);
	return (end.tv_sec - start.tv_sec) * 1000000000 + end.tv_nsec - start.tv_nsec;
}

/*
 * Only after a second look in vain does the client sleep without one. If it is woken soon
 * then, it begins anew; if the host has stopped it meanwhile, one cannot tell.
 */
static void lingers_again(void)
{
	dspqueue_t queue;
	int rounds = 0;

	setup();
	stay_awake();
	dsp.asked = true;
	queue = make(0, 0);
	do {
		TAP_EXPECT(pass_asleep(queue) >= LINGER_NS);
		TAP_EXPECT(pass_asleep(queue) >= LINGER_NS);
	} while (pass_asleep(queue) < LINGER_NS && ++rounds < 3);
	TAP_EXPECT(!dspqueue_close(queue));
	cleanup();
}

/* A DSP that is awake need not be told of anything. */
static void awake(void)
{
	setup();
	stay_awake();
	pass_many();
	TAP_EXPECT(!dsp.signals);
	cleanup();
}

/* What blocks, what passes, and what is wrong. */
static void errors(void)
{
	struct dspqueue_buffer buffers[2] = { { .fd = 60 }, { .fd = 61 } };
	uint8_t message[64] = { 0 };
	dspqueue_t queue, other;
	uint32_t size;

	setup();
	TAP_EXPECT(dspqueue_create(CDSP, 1, 0, 0, NULL, NULL, NULL, &queue) == 0x0e && !queue);
	TAP_EXPECT(dspqueue_create(CDSP, 0, (16 << 20) + 1, 0, NULL, NULL, NULL, &queue) == 0x0e);
	TAP_EXPECT(dspqueue_create(1, 0, 0, 0, NULL, NULL, NULL, &queue) == 0x14);
	TAP_EXPECT(dspqueue_create(99, 0, 0, 0, NULL, NULL, NULL, &queue) == 0x0e);
	dsp.open_error = (int)0x8000043e;
	TAP_EXPECT(dspqueue_create(CDSP, 0, 0, 0, NULL, NULL, NULL, &queue) == 0x14);
	dsp.opens = 0;
	dsp.open_error = 0;
	dsp.old = true;
	TAP_EXPECT(dspqueue_create(CDSP, 0, 0, 0, NULL, NULL, NULL, &queue) == 0x14);
	dsp.old = dsp.cancelled = false;

	queue = make(128, 128);
	TAP_EXPECT(dspqueue_read_noblock(queue, NULL, 0, NULL, NULL, 64, &size, message) == 516);
	TAP_EXPECT(dspqueue_read(queue, NULL, 0, NULL, NULL, 64, &size, message, 1000) == 0x0c);
	TAP_EXPECT(dspqueue_peek(queue, NULL, NULL, NULL, 1000) == 0x0c);
	TAP_EXPECT(dspqueue_write(queue, 0, 0, NULL, 200, message, 0) == 0x0e);
	TAP_EXPECT(dspqueue_write(queue, 0, 1, buffers + 1, 0, NULL, 0) == 0x48);
	buffers[0].offset = 1;
	TAP_EXPECT(dspqueue_write(queue, 0, 1, buffers, 0, NULL, 0) == 0x0e);
	buffers[0].size = 1000;
	TAP_EXPECT(dspqueue_write(queue, 0, 1, buffers, 0, NULL, 0) == 0x0e);
	buffers[0].flags = 12;
	TAP_EXPECT(dspqueue_write(queue, 0, 1, buffers, 0, NULL, 0) == 0x0e);
	dsp.paused = true;
	while (!(size = (uint32_t)dspqueue_write_noblock(queue, 0, 0, NULL, 8, message)))
		;
	TAP_EXPECT(size == 516);
	TAP_EXPECT(dspqueue_write(queue, 0, 0, NULL, 8, message, 1000) == 0x0c);
	TAP_EXPECT(dspqueue_request(NULL) == 0x0e);
	other = make(0, 0);
	TAP_EXPECT(other && dsp.opens == 1);
	TAP_EXPECT(!dspqueue_close(other));
	dsp.imported = true;
	TAP_EXPECT(dspqueue_close(queue) == 0x0e);
	dsp.imported = false;
	TAP_EXPECT(!dspqueue_close(queue));
	cleanup();
}

/* Buffers: references are taken and given back; pointer and size are filled in. */
static void with_buffers(void)
{
	struct dspqueue_buffer sent = { .fd = 60, .flags = 4 }, got;
	uint32_t count = 0, flags, size;
	uint8_t message[4];
	dspqueue_t queue;

	setup();
	queue = make(0, 0);
	TAP_EXPECT(!dspqueue_write(queue, 0, 1, &sent, 4, (const uint8_t *)"abcd", 0));
	TAP_EXPECT(references >= 1);
	TAP_EXPECT(!dspqueue_read(queue, &flags, 1, &count, &got, 4, &size, message, 60000000));
	TAP_EXPECT(count == 1 && flags == 0x13 && size == 4 && message[0] == (uint8_t)~'a');
	TAP_EXPECT(got.fd == 60 && got.size == 1000 && got.ptr == buffer);
	TAP_EXPECT(references == 2);
	TAP_EXPECT(!dspqueue_close(queue));
	cleanup();
}

static atomic_int packets, failures;

static void on_packet(dspqueue_t queue, AEEResult error, void *context)
{
	uint8_t message[8];
	uint32_t size;

	TAP_EXPECT(!error && context == &packets);
	while (!dspqueue_read_noblock(queue, NULL, 0, NULL, NULL, 8, &size, message))
		packets++;
}

static void on_error(dspqueue_t queue, AEEResult error, void *context)
{
	TAP_EXPECT(error == 104 && context == &packets);
	TAP_EXPECT(dspqueue_close(queue) == 0x200);
	failures++;
}

static void await(atomic_int *what, int count)
{
	for (int ms = 0; *what < count && ms < 60000; ms++)
		usleep(1000);
	TAP_EXPECT(*what == count);
}

/* A thread that waits in vain until the DSP goes. */
static void *read_one(void *data)
{
	uint8_t message[8];
	uint32_t size;

	return (void *)(intptr_t)dspqueue_read(data, NULL, 0, NULL, NULL, 8, &size, message,
					       DSPQUEUE_TIMEOUT_NONE);
}

/* Callbacks for packets; the DSP goes: callbacks, waiters and later calls know. */
static void callbacks(void)
{
	uint8_t message[8] = { 0 };
	dspqueue_t queue, silent;
	pthread_t thread;
	void *result;

	setup();
	packets = failures = 0;
	TAP_EXPECT(!dspqueue_create(-1, 0, 0, 0, on_packet, on_error, &packets, &queue));
	silent = make(0, 0);
	for (int i = 0; i < 100; i++)
		TAP_EXPECT(!dspqueue_write(queue, 0, 0, NULL, 8, message, 60000000));
	await(&packets, 100);
	pthread_create(&thread, NULL, read_one, silent);
	usleep(20000);
	pthread_mutex_lock(&dsp.lock);
	dsp.dead = true;
	pthread_cond_broadcast(&dsp.changed);
	pthread_mutex_unlock(&dsp.lock);
	await(&failures, 1);
	pthread_join(thread, &result);
	TAP_EXPECT((intptr_t)result == 46);
	TAP_EXPECT(dspqueue_write(silent, 0, 0, NULL, 8, message, 1000) == 46);
	TAP_EXPECT(dspqueue_write_noblock(queue, 0, 0, NULL, 8, message) == 46);
	TAP_EXPECT(!dspqueue_close(queue));
	TAP_EXPECT(!dspqueue_close(silent));
	cleanup();
}

/* An early wake-up is consumed, and looked behind. */
static void early_wakeup(void)
{
	uint32_t flags = 0, size = 0;
	uint64_t misses;
	uint8_t message[8];
	dspqueue_t queue;

	setup();
	queue = make(0, 0);
	TAP_EXPECT(!dspqueue_write_early_wakeup_noblock(queue, 100, 0));
	for (int ms = 0; dspqueue_peek_noblock(queue, &flags, NULL, &size) && ms < 60000; ms++)
		usleep(1000);
	TAP_EXPECT(flags == 0x15 && size == 4);
	TAP_EXPECT(dspqueue_read_noblock(queue, NULL, 0, NULL, NULL, 8, &size, message) == 516);
	TAP_EXPECT(!dspqueue_get_stat(queue, DSPQUEUE_STAT_EARLY_WAKEUP_MISSES, &misses));
	TAP_EXPECT(misses == 1);
	TAP_EXPECT(!dspqueue_get_stat(queue, DSPQUEUE_STAT_EARLY_WAKEUP_MISSES, &misses));
	TAP_EXPECT(!misses);
	TAP_EXPECT(dspqueue_get_stat(queue, 99, &misses) == 0x0e);
	TAP_EXPECT(!dspqueue_close(queue));
	cleanup();
}

/* As many as there can be, each with a packet of its own; and one more. */
static void many_queues(void)
{
	static dspqueue_t queues[64];
	dspqueue_t more;

	setup();
	for (int i = 0; i < 60; i++)
		queues[i] = make(128, 128);
	for (int i = 0; i < 60; i++)
		TAP_EXPECT(!dspqueue_write(queues[i], 0, 0, NULL, 1, (uint8_t *)&i, 0));
	for (int i = 59; i >= 0; i--) {
		uint8_t byte = 0;
		uint32_t size;

		TAP_EXPECT(!dspqueue_read(queues[i], NULL, 0, NULL, NULL, 1, &size, &byte,
					  60000000));
		TAP_EXPECT(byte == (uint8_t)~i);
		TAP_EXPECT(!dspqueue_close(queues[i]));
	}
	more = make(128, 128);
	TAP_EXPECT(!dspqueue_close(more));
	cleanup();
}

static const struct tap_test tests[] = {
	TAP_TEST(many_packets),
	TAP_TEST(asleep),
	TAP_TEST(lingers),
	TAP_TEST(lingers_again),
	TAP_TEST(awake),
	TAP_TEST(errors),
	TAP_TEST(with_buffers),
	TAP_TEST(callbacks),
	TAP_TEST(early_wakeup),
	TAP_TEST(many_queues),
};

TAP_MAIN(tests)
