/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 The qda authors */
#ifndef _QDA_LEGACY_H_
#define _QDA_LEGACY_H_

#include <linux/miscdevice.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <linux/xarray.h>
#include <uapi/misc/fastrpc.h>

#include "qda_aux.h"

struct pid;
struct qda_arg;
struct qda_legacy_buffer;
struct qda_legacy_slot;

/* Calls of a file that signals have interrupted, and that can still be taken up. */
#define QDA_LEGACY_PARKED	16

/** struct qda_legacy_node - a device node of a DSP */
struct qda_legacy_node {
	/** @qdev: DSP; alive while the node is registered */
	struct qda_device *qdev;
	/** @trusted: who opens it may start signed PDs */
	bool trusted;
	/** @misc: the node */
	struct miscdevice misc;
};

/** struct qda_legacy_parked - a call that goes on, without the thread that made it */
struct qda_legacy_parked {
	/** @thread: the thread, referenced */
	struct pid *thread;
	/** @call: what it called */
	struct fastrpc_invoke call;
	/** @inv: slot, as its caller has it; NULL if the record is free */
	struct qda_invoke *inv;
};

/** struct qda_legacy_file - an open file: one session */
struct qda_legacy_file {
	/** @sess: session, running from the file's opening on */
	struct qda_session *sess;
	/** @trusted: see struct qda_legacy_node */
	bool trusted;
	/** @poll: calls poll before they sleep */
	bool poll;
	/** @buffers_lock: Protects: @buffers and what is in it */
	struct mutex buffers_lock;
	/** @buffers: dma-bufs that are in use, by address */
	struct xarray buffers;
	/** @slots: one for each slot of the session */
	struct qda_legacy_slot *slots;
	/** @parked_lock: Protects: @parked, @parked_next */
	spinlock_t parked_lock;
	/** @parked: interrupted calls */
	struct qda_legacy_parked parked[QDA_LEGACY_PARKED];
	/** @parked_next: the record that has been there longest */
	unsigned int parked_next;
};

extern const struct file_operations qda_legacy_fops;

int qda_legacy_result(int ret, s32 result);

int qda_legacy_attach(struct qda_legacy_file *file, u32 pd_type);
int qda_legacy_create(struct qda_legacy_file *file, const void __user *from);
int qda_legacy_create_static(struct qda_legacy_file *file, const void __user *from);

void qda_legacy_buffer_init(struct qda_legacy_file *file);
void qda_legacy_buffer_fini(struct qda_legacy_file *file);
struct qda_legacy_buffer *qda_legacy_buffer_get(struct qda_legacy_file *file,
						const struct fastrpc_invoke_args *arg);
struct qda_mapping *qda_legacy_buffer_map(struct qda_legacy_file *file,
					  struct qda_legacy_buffer *buffer,
					  const struct fastrpc_invoke_args *arg,
					  bool write, u64 *offset);
void qda_legacy_buffer_keep(struct qda_legacy_file *file, struct qda_legacy_buffer *buffer);
void qda_legacy_buffer_drop_all(struct qda_legacy_file *file);
void qda_legacy_buffer_put(struct qda_legacy_file *file, struct qda_legacy_buffer *buffer);
void qda_legacy_buffer_unkeep(struct qda_legacy_file *file, int fd);

int qda_legacy_alloc(struct qda_legacy_file *file, void __user *arg);
int qda_legacy_mmap(struct qda_legacy_file *file, void __user *arg);
int qda_legacy_munmap(struct qda_legacy_file *file, const void __user *from);
int qda_legacy_mem_map(struct qda_legacy_file *file, void __user *arg);
int qda_legacy_mem_unmap(struct qda_legacy_file *file, const void __user *from);

int qda_legacy_invoke(struct qda_legacy_file *file, const void __user *from);
void qda_legacy_park(struct qda_legacy_file *file, const struct fastrpc_invoke *call,
		     struct qda_invoke *inv);
struct qda_invoke *qda_legacy_unpark(struct qda_legacy_file *file,
				     const struct fastrpc_invoke *call);
void qda_legacy_park_fini(struct qda_legacy_file *file);

#endif /* _QDA_LEGACY_H_ */
