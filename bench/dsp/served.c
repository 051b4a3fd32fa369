// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * The DSP's end of the bench's queue: each packet is an operation that takes as many
 * microseconds as it says, by the DSP's clock, and is answered by an empty packet.
 */
#include <HAP_perf.h>
#include <dspqueue.h>
#include <qda/skel.h>

#define SERVED_TICKS_PER_US(us)	((us) * 96u / 5)

static dspqueue_t served_queue;

/* In ticks: when the first operation began and the last one ended, and what all took. */
static uint64_t served_began, served_ended, served_took;

static void served_work(uint32_t us)
{
	uint64_t start = HAP_perf_get_qtimer_count(), now = start;

	while (now - start < SERVED_TICKS_PER_US(us))
		now = HAP_perf_get_qtimer_count();
	if (!served_began)
		served_began = start;
	served_ended = now;
	served_took += now - start;
}

static void served_packets(dspqueue_t queue, AEEResult error, void *context)
{
	uint32_t us, size;

	(void)error;
	(void)context;
	while (!dspqueue_read_noblock(queue, NULL, 0, NULL, NULL, sizeof(us), &size,
				      (uint8_t *)&us)) {
		served_work(size ? us : 0);
		dspqueue_write(queue, 0, 0, NULL, 0, NULL, DSPQUEUE_TIMEOUT_NONE);
	}
}

int served_noop(void *state, struct skel_arg *in, struct skel_arg *out)
{
	return 0;
}

int served_start(void *state, struct skel_arg *in, struct skel_arg *out)
{
	return dspqueue_import(*(const uint64_t *)in[0].data, served_packets, NULL, NULL,
			       &served_queue);
}

int served_stop(void *state, struct skel_arg *in, struct skel_arg *out)
{
	return dspqueue_close(served_queue);
}

/* Ticks of work, and of all time, since it was asked last. */
int served_busy(void *state, struct skel_arg *in, struct skel_arg *out)
{
	uint64_t *ticks = out[0].data;

	ticks[0] = served_took;
	ticks[1] = served_ended - served_began;
	served_began = served_ended = served_took = 0;
	return 0;
}

#define SERVED_METHODS(METHOD)				\
	METHOD(2, served_noop, "noop")			\
	METHOD(3, served_start, "start in:u64:queue")	\
	METHOD(4, served_stop, "stop")			\
	METHOD(5, served_busy, "busy out:u64[2]:ticks")

SKEL(served, SERVED_METHODS);
