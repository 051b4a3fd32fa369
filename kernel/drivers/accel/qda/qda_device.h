/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 The qda authors */
#ifndef _QDA_DEVICE_H_
#define _QDA_DEVICE_H_

#include <linux/atomic.h>
#include <linux/idr.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/xarray.h>

#include <drm/drm_device.h>

#include "qda_cb.h"
#include "qda_heap.h"
#include "qda_message.h"
#include "qda_soc.h"
#include "qda_wire.h"

struct qda_aux_device;
struct rpmsg_device;
struct workqueue_struct;

/** struct qda_device - one DSP, from its channel's coming to its going */
struct qda_device {
	/** @drm: the accel device that programs see */
	struct drm_device drm;
	/** @rpdev: the channel; use it inside qda_session_enter() only */
	struct rpmsg_device *rpdev;
	/** @soc: properties of the SoC */
	const struct qda_soc *soc;
	/** @domain: name of the DSP, for people: nothing depends on it */
	char domain[16];
	/** @coherent: accesses of the DSP are coherent with the CPU */
	bool coherent;
	/** @poll: the DSP writes the poll word of a call, if its PD was told to */
	bool poll;
	/** @cbs: context banks */
	struct qda_cb_pool cbs;
	/**
	 * @invokes: call slots of all sessions by index. Its lock keeps the
	 * slot of an answer alive while the answer is handled.
	 */
	struct xarray invokes;
	/**
	 * @clients: sessions by client id. Its lock keeps the session of a
	 * notice alive while the notice is handled.
	 */
	struct xarray clients;
	/** @generation: counts the calls, so that no two have one context */
	atomic64_t generation;
	/** @next_client: where the search for the next id starts */
	u32 next_client;
	/** @messages: the last messages of the DSP */
	struct qda_message_log messages;
	/** @aux: what another interface binds, or NULL */
	struct qda_aux_device *aux;
	/** @wq: what interrupts leave to do; ends before the module does */
	struct workqueue_struct *wq;
	/** @objects: ids of GEM objects in use */
	struct ida objects;
	/** @sessions_lock: Protects: @sessions, @lost */
	struct mutex sessions_lock;
	/** @sessions: sessions that are not yet freed */
	struct list_head sessions;
	/** @lost: the DSP goes or has gone: no operation can start */
	bool lost;
	/** @capabilities_lock: Protects: that @capabilities are set once */
	struct mutex capabilities_lock;
	/** @capabilities: attribute k + 1 of the DSP at index k */
	__le32 capabilities[QDA_WIRE_CAPABILITIES];
	/** @capabilities_known: @capabilities was read from the DSP */
	bool capabilities_known;
	/** @heap: memory that the device tree reserves for it */
	struct qda_heap heap;
	/** @count: what exists now; all are 0 while no file is open */
	struct {
		/** @count.objects: GEM objects */
		atomic_t objects;
		/** @count.mappings: GEM objects mapped for a session */
		atomic_t mappings;
		/** @count.calls: calls in flight, or given up but unanswered */
		atomic_t calls;
		/** @count.orphans: closed sessions the DSP has not released */
		atomic_t orphans;
	} count;
	/** @strays: answers that belonged to no call, notices to no session */
	atomic_t strays;
};

#define to_qda_device(d) container_of(d, struct qda_device, drm)

struct qda_device *qda_device_create(struct device *dev, const struct qda_soc *soc);
int qda_device_register(struct qda_device *qdev);
void qda_device_unplug(struct qda_device *qdev);

#endif /* _QDA_DEVICE_H_ */
