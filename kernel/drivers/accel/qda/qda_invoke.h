/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 The qda authors */
#ifndef _QDA_INVOKE_H_
#define _QDA_INVOKE_H_

#include <linux/atomic.h>
#include <linux/llist.h>
#include <linux/rcuwait.h>

#include "qda_marshal.h"

struct drm_qda_result;
struct qda_device;
struct qda_job;
struct qda_mapping;
struct qda_session;
struct timer_list;

/* Arguments that a slot has room for once it is used; more are rounded up to 64. */
#define QDA_INVOKE_ARGS		16

/* What a sleep and a wake-up cost, about: to spin longer gains nothing. */
#define QDA_INVOKE_SPIN_MAX_NS	50000
#define QDA_INVOKE_SPIN_MIN_NS	1000

/** struct qda_invoke - a slot for one call of a session */
struct qda_invoke {
	/** @sess: session that the slot belongs to */
	struct qda_session *sess;
	/** @link: in the session's list of idle slots, or in one of those of slots to recycle */
	struct llist_node link;
	/** @index: of the slot on its device */
	u32 index;
	/** @ctx: context of the call */
	u64 ctx;
	/** @pending: @ctx while the DSP has to answer it, else 0 */
	atomic64_t pending;
	/** @handle: remote object that is called */
	u32 handle;
	/** @sc: scalars word of the call */
	u32 sc;
	/** @sent: when it was sent, ns of CLOCK_MONOTONIC; 0: not yet */
	u64 sent;
	/** @job: job that the call is one of, until it is over; NULL: a thread waits */
	struct qda_job *job;
	/** @result_map: mapping of the object for the result, or NULL */
	struct qda_mapping *result_map;
	/** @result_out: where in it the result of a call of a job goes, or NULL */
	struct drm_qda_result *result_out;
	/** @users: the caller, and the DSP from send to answer */
	atomic_t users;
	/** @wait: its caller, who waits until the call is over, or the session */
	struct rcuwait wait;
	/** @deadline: when that caller stops waiting, ns of CLOCK_MONOTONIC; 0: never, or none */
	s64 deadline;
	/** @overdue: the session's timer says that @deadline has passed */
	bool overdue;
	/** @answered: the DSP has answered */
	bool answered;
	/** @malformed: the answer was too short */
	bool malformed;
	/** @result: the DSP's answer */
	s32 result;
	/** @count: number of arguments */
	unsigned int count;
	/** @room: arguments that fit into @args and @maps */
	unsigned int room;
	/** @args: the arguments; kept from call to call */
	struct qda_arg *args;
	/** @maps: mapping of each argument, or NULL, as all are without a call; kept like @args */
	struct qda_mapping **maps;
	/** @payload: memory for the payload in the session's bank; kept, too */
	void *payload;
	/** @payload_addr: DMA address of @payload */
	dma_addr_t payload_addr;
	/** @payload_size: bytes at @payload */
	size_t payload_size;
};

int qda_invoke_init(struct qda_invoke *inv, struct qda_session *sess);
void qda_invoke_fini(struct qda_invoke *inv);

void qda_invoke_take(struct qda_invoke *inv);
struct qda_invoke *qda_invoke_get(struct qda_session *sess, unsigned int state, s64 deadline);
void qda_invoke_put(struct qda_invoke *inv);
void qda_invoke_put_of_job(struct qda_invoke *inv);
void qda_invoke_offer(struct qda_invoke *inv, struct llist_head *list);
void qda_invoke_drop_mappings(struct qda_invoke *inv);
void qda_invoke_recycle(struct qda_invoke *inv);
void qda_invoke_drop_dsp(struct qda_invoke *inv);
void qda_invoke_free(struct qda_invoke *inv);
int qda_invoke_prepare(struct qda_invoke *inv, unsigned int count, size_t extra);
void qda_invoke_set_mapping(struct qda_invoke *inv, unsigned int i,
			    struct qda_mapping *map);
void qda_invoke_set_result(struct qda_invoke *inv, struct qda_mapping *map,
			   struct drm_qda_result *out);
int qda_invoke_send(struct qda_invoke *inv, u32 client, u32 handle, u32 sc);
bool qda_invoke_poll(struct qda_invoke *inv);
void qda_invoke_timeout(struct timer_list *timer);
int qda_invoke_wait(struct qda_invoke *inv, unsigned int state, s64 deadline);

void qda_invoke_answer(struct qda_device *qdev, u64 ctx, s32 result,
		       bool malformed);

#endif /* _QDA_INVOKE_H_ */
