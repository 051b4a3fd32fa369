/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 The qda authors */
#ifndef _QDA_MAPPING_H_
#define _QDA_MAPPING_H_

#include <linux/kref.h>
#include <linux/list.h>
#include <linux/rcupdate.h>
#include <linux/types.h>

struct dma_buf_attachment;
struct qda_gem_object;
struct qda_session;
struct sg_table;

/** struct qda_mapping - an object in the address space of a session */
struct qda_mapping {
	/** @ref: one of the session's tables, one of each call that uses it */
	struct kref ref;
	/** @rcu: it is looked up by handle without a lock */
	struct rcu_head rcu;
	/** @link: in the session's list of what is mapped */
	struct list_head link;
	/** @handle: GEM handle it is found by, or 0; also read without the session's memory lock */
	u32 handle;
	/** @sess: session, which outlives its mappings */
	struct qda_session *sess;
	/** @bo: object, referenced */
	struct qda_gem_object *bo;
	/** @attach: attachment of the bank to an import, else NULL */
	struct dma_buf_attachment *attach;
	/** @sgt: pages, mapped for the session's bank; NULL once that has gone */
	struct sg_table *sgt;
	/** @addr: device address */
	u64 addr;
	/** @size: bytes */
	u64 size;
	/** @vaddr: its memory for the kernel, or NULL: once mapped, until the end */
	void *vaddr;
	/** @import: other devices may use the memory, so calls look at its fences */
	bool import;
};

int qda_mapping_wait(struct qda_mapping *map, bool write, s64 deadline);
struct qda_mapping *qda_mapping_get(struct qda_session *sess,
				    struct qda_gem_object *bo);
struct qda_mapping *qda_mapping_find(struct qda_session *sess, u32 handle);
int qda_mapping_set_handle(struct qda_mapping *map, u32 handle);
void *qda_mapping_vmap(struct qda_mapping *map);
void qda_mapping_put(struct qda_mapping *map);
void qda_mapping_put_many(struct qda_mapping *map, unsigned int refs);
void qda_mapping_forget(struct qda_session *sess, struct qda_gem_object *bo);
bool qda_mapping_forget_idle(struct qda_session *sess, struct qda_gem_object *bo);
void qda_mapping_forget_all(struct qda_session *sess);

#endif /* _QDA_MAPPING_H_ */
