/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSPQUEUE_H
#define DSPQUEUE_H

#include <stdint.h>

#include "AEEStdDef.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Queues of packets between a program and its code on the DSP, by the names and numbers of
 * Qualcomm's header of this name. A queue is two rings in memory that both share: requests go
 * to the DSP, responses come from it. The program creates it; code on the DSP imports it by
 * the number that the program exports, and gives it back before the program closes it.
 *
 * Errors on the DSP are 0x80000400 and an AEE code, but "would block", which is 516.
 */

typedef struct dspqueue *dspqueue_t;

/* Errors of queues, as they come on the DSP. */
#define DSPQUEUE_WOULD_BLOCK	516			/* nothing there, no room */
#define DSPQUEUE_EXPIRED	((int)0x8000040c)	/* the time is over */
#define DSPQUEUE_BAD_PARAMETER	((int)0x8000040e)
#define DSPQUEUE_BAD_ITEM	((int)0x80000410)	/* the ring holds no packet */
#define DSPQUEUE_ITEM_BUSY	((int)0x80000420)	/* it is imported already */
#define DSPQUEUE_NO_SUCH	((int)0x80000427)	/* no queue has this number */
#define DSPQUEUE_INTERRUPTED	((int)0x8000042e)	/* it is being closed */
#define DSPQUEUE_NO_SUCH_MAP	((int)0x80000448)	/* a buffer of a packet is not mapped */

#define DSPQUEUE_TIMEOUT_NONE	0xffffffffu

#define DSPQUEUE_MAX_BUFFERS		64
#define DSPQUEUE_MAX_MESSAGE_SIZE	65536

/* What happens to a buffer; flags of struct dspqueue_buffer. */
enum dspqueue_buffer_flags {
	DSPQUEUE_BUFFER_FLAG_REF = 0x4,		/* take a reference to its map */
	DSPQUEUE_BUFFER_FLAG_DEREF = 0x8,	/* drop one */
	DSPQUEUE_BUFFER_FLAG_FLUSH_SENDER = 0x10,
	DSPQUEUE_BUFFER_FLAG_INVALIDATE_SENDER = 0x20,
	DSPQUEUE_BUFFER_FLAG_FLUSH_RECIPIENT = 0x40,
	DSPQUEUE_BUFFER_FLAG_INVALIDATE_RECIPIENT = 0x80,
};

/* Flags of a packet. The first two follow from what is written. */
enum dspqueue_packet_flags {
	DSPQUEUE_PACKET_FLAG_MESSAGE = 0x1,
	DSPQUEUE_PACKET_FLAG_BUFFERS = 0x2,
	DSPQUEUE_PACKET_FLAG_WAKEUP = 0x4,
	DSPQUEUE_PACKET_FLAG_USER_READY = 0x10,
};

/**
 * struct dspqueue_buffer - memory that a packet is about
 */
struct dspqueue_buffer {
	/** @fd: number by which the program has mapped it */
	uint32_t fd;
	/** @size: bytes; 0: the whole map; never 0 in what was read */
	uint32_t size;
	/** @offset: in the map */
	uint32_t offset;
	/** @flags: mask of enum dspqueue_buffer_flags */
	uint32_t flags;
	union {
		/** @ptr: where it lies here; in what was read */
		void *ptr;
		uint64_t address;
	};
};

/* What dspqueue_get_stat() tells. Times are in microseconds. */
enum dspqueue_stat {
	DSPQUEUE_STAT_READ_QUEUE_PACKETS = 1,
	DSPQUEUE_STAT_READ_QUEUE_BYTES,
	DSPQUEUE_STAT_WRITE_QUEUE_PACKETS,
	DSPQUEUE_STAT_WRITE_QUEUE_BYTES,
	DSPQUEUE_STAT_EARLY_WAKEUP_WAIT_TIME,
	DSPQUEUE_STAT_EARLY_WAKEUP_MISSES,
	DSPQUEUE_STAT_SIGNALING_PERF,
};

/* Called in a thread of the queue's own, with error 0 when packets have come. */
typedef void (*dspqueue_callback_t)(dspqueue_t queue, AEEResult error, void *context);

/* Either callback may be NULL. The error callback is never called on the DSP. */
AEEResult dspqueue_import(uint64_t queue_id, dspqueue_callback_t packet_callback,
			  dspqueue_callback_t error_callback, void *callback_context,
			  dspqueue_t *queue);
/* Waits for the callback to end, so not from there. */
AEEResult dspqueue_close(dspqueue_t queue);

/* Any of the pointers may be NULL: then that is not wanted. */
AEEResult dspqueue_read_noblock(dspqueue_t queue, uint32_t *flags, uint32_t max_buffers,
				uint32_t *num_buffers, struct dspqueue_buffer *buffers,
				uint32_t max_message_length, uint32_t *message_length,
				uint8_t *message);
AEEResult dspqueue_read(dspqueue_t queue, uint32_t *flags, uint32_t max_buffers,
			uint32_t *num_buffers, struct dspqueue_buffer *buffers,
			uint32_t max_message_length, uint32_t *message_length, uint8_t *message,
			uint32_t timeout_us);
AEEResult dspqueue_peek_noblock(dspqueue_t queue, uint32_t *flags, uint32_t *num_buffers,
				uint32_t *message_length);
AEEResult dspqueue_peek(dspqueue_t queue, uint32_t *flags, uint32_t *num_buffers,
			uint32_t *message_length, uint32_t timeout_us);

AEEResult dspqueue_write_noblock(dspqueue_t queue, uint32_t flags, uint32_t num_buffers,
				 struct dspqueue_buffer *buffers, uint32_t message_length,
				 const uint8_t *message);
AEEResult dspqueue_write(dspqueue_t queue, uint32_t flags, uint32_t num_buffers,
			 struct dspqueue_buffer *buffers, uint32_t message_length,
			 const uint8_t *message, uint32_t timeout_us);
AEEResult dspqueue_write_early_wakeup_noblock(dspqueue_t queue, uint32_t wakeup_delay,
					      uint32_t packet_flags);

AEEResult dspqueue_get_stat(dspqueue_t queue, enum dspqueue_stat stat, uint64_t *value);

#ifdef __cplusplus
}
#endif

#endif
