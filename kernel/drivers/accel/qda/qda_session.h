/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 The qda authors */
#ifndef _QDA_SESSION_H_
#define _QDA_SESSION_H_

#include <linux/kref.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/rwsem.h>
#include <linux/spinlock.h>
#include <linux/timer.h>
#include <linux/uidgid.h>
#include <linux/wait.h>
#include <linux/xarray.h>

#include "qda_device.h"
#include "qda_invoke.h"
#include "qda_job.h"
#include "qda_session_state.h"

/** struct qda_session - one client of a DSP: a bank, a PD, its calls */
struct qda_session {
	/** @ref: of the owner, each operation, and while dying of the DSP */
	struct kref ref;
	/** @qdev: DSP; the session keeps it from being freed */
	struct qda_device *qdev;
	/** @link: in the device's list of sessions */
	struct list_head link;
	/** @lost_link: in a list of sessions whose DSP goes */
	struct list_head lost_link;
	/** @close_link: in a list of sessions that their owner closes together */
	struct list_head close_link;
	/** @ender: who tells the DSP that the session ends */
	struct task_struct *ender;
	/** @orphaned: nobody waits for the DSP's answer to that, or there is none to come */
	bool orphaned;
	/** @cb: context bank, the session's until it is @gone */
	struct qda_cb *cb;
	/** @client: name of the session on the wire, > 0 */
	u32 client;
	/** @pd_type: type of its PD, see enum qda_wire_pd_type */
	u32 pd_type;
	/** @has_pd: the DSP has accepted a PD */
	bool has_pd;
	/** @lock: Protects: @state, @error, and that one caller at a time takes from @idle */
	spinlock_t lock;
	/** @state: see enum qda_session_state */
	enum qda_session_state state;
	/** @error: what a call gets that can't go on, 0 while calls can */
	int error;
	/** @spin_ns: how long a call that polls spins at most, adapted by each */
	u32 spin_ns;
	/** @enter_lock: held for reading from qda_session_enter() to qda_session_exit() */
	struct rw_semaphore enter_lock;
	/** @gone: its memory goes, as soon as @memory_lock is free. Set with @enter_lock held */
	bool gone;
	/** @idle: slots without a call; the one last used comes first */
	struct llist_head idle;
	/** @idle_wait: callers that wait for a slot, or for the end */
	wait_queue_head_t idle_wait;
	/** @slots: all slots; the last is the release call's */
	struct qda_invoke *slots;
	/** @call_timer: runs out when the first caller has waited long enough, or earlier */
	struct timer_list call_timer;
	/** @jobs: calls that no thread waits for */
	struct qda_jobs jobs;
	/** @reap: slots whose caller was gone when the DSP answered */
	struct llist_head reap;
	/** @reap_work: recycles the slots in @reap */
	struct work_struct reap_work;
	/** @keeps_results: calls get what the DSP answers also when its PD has died */
	bool keeps_results;
	/** @pd_status: how its PD has died, 0 while the DSP says nothing */
	atomic_t pd_status;
	/** @abort_work: ends the calls of a session whose PD has died */
	struct work_struct abort_work;
	/** @memory_lock: Protects: what is mapped for @cb, until the end */
	struct mutex memory_lock;
	/** @heap: memory that the DSP builds the PD in, NULL without a PD */
	void *heap;
	/** @heap_addr: DMA address of @heap */
	dma_addr_t heap_addr;
	/** @heap_size: bytes at @heap */
	size_t heap_size;
	/** @mappings: objects mapped for the session, by object id */
	struct xarray mappings;
	/** @handles: the same by GEM handle, those that have one */
	struct xarray handles;
	/** @mapped_lock: Protects: @mapped, and that each is unmapped once */
	struct mutex mapped_lock;
	/** @mapped: all mappings that are there, also those that only calls use */
	struct list_head mapped;
	/** @pdmaps: memory that the PD has mapped, by an id for user space */
	struct xarray pdmaps;
};

struct qda_session *qda_session_create(struct qda_device *qdev, kuid_t owner, s64 deadline);
int qda_session_event(struct qda_session *sess, enum qda_session_event event);
int qda_session_error(struct qda_session *sess);
void qda_session_start(struct qda_session *sess);
int qda_session_alloc_heap(struct qda_session *sess, size_t size);
void qda_session_close(struct qda_session *sess);
void qda_session_close_all(struct list_head *sessions);
void qda_session_put(struct qda_session *sess);
void qda_session_recycle_ended(struct qda_session *sess);
bool qda_session_abort(struct qda_device *qdev, u32 client, u32 status);
unsigned int qda_session_count(struct qda_device *qdev);
void qda_session_wake(struct qda_session *sess, unsigned int slots);
void qda_session_fail(struct qda_session *sess, int error, unsigned int slots);
void qda_session_free_memory(struct qda_session *sess);
void qda_session_lose_all(struct qda_device *qdev);
void qda_session_forget_all(struct qda_device *qdev);

static inline void qda_session_get(struct qda_session *sess)
{
	kref_get(&sess->ref);
}

#endif /* _QDA_SESSION_H_ */
