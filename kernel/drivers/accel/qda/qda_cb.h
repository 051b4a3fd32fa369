/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 The qda authors */
#ifndef _QDA_CB_H_
#define _QDA_CB_H_

#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/uidgid.h>
#include <linux/wait.h>

struct device;
struct qda_device;

/* More than any SoC has: 14 on the largest DSP that a device tree describes. */
#define QDA_CBS_MAX	32

/** struct qda_cb - a context bank: an address space of the DSP */
struct qda_cb {
	/** @dev: platform device, the DMA master behind the bank's stream */
	struct device *dev;
	/** @ready: its IOMMU is there, so sessions can have it */
	bool ready;
	/** @sid: stream id, as the DSP puts it in the address */
	u32 sid;
	/** @sessions_max: sessions the device tree lets share the bank */
	unsigned int sessions_max;
	/** @sessions: sessions that have the bank */
	unsigned int sessions;
	/** @owner: user whose sessions have the bank */
	kuid_t owner;
};

/** struct qda_cb_pool - the context banks of one DSP */
struct qda_cb_pool {
	/** @lock: Protects: readiness, sessions and owner of each bank */
	spinlock_t lock;
	/** @wait: threads that wait for a bank */
	wait_queue_head_t wait;
	/** @closed: the DSP goes, no bank can be taken */
	bool closed;
	/** @count: number of banks, constant once the DSP is registered */
	unsigned int count;
	/** @banks: the banks, in the order of the device tree */
	struct qda_cb banks[QDA_CBS_MAX];
};

int qda_cb_populate(struct qda_device *qdev);
void qda_cb_depopulate(struct qda_device *qdev);

void qda_cb_init(struct qda_cb_pool *pool);
struct qda_cb *qda_cb_get(struct qda_cb_pool *pool, kuid_t owner, s64 deadline);
void qda_cb_put(struct qda_cb_pool *pool, struct qda_cb *cb);
void qda_cb_close(struct qda_cb_pool *pool);
void qda_cb_set_ready(struct qda_cb_pool *pool, struct qda_cb *cb, bool ready);
unsigned int qda_cb_count(struct qda_cb_pool *pool);
unsigned int qda_cb_sessions_max(struct qda_cb_pool *pool);
unsigned int qda_cb_taken(struct qda_cb_pool *pool);

int qda_cb_driver_register(void);
void qda_cb_driver_unregister(void);

#endif /* _QDA_CB_H_ */
