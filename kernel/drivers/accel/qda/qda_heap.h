/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 The qda authors */
#ifndef _QDA_HEAP_H_
#define _QDA_HEAP_H_

#include <linux/firmware/qcom/qcom_scm.h>
#include <linux/mutex.h>
#include <linux/types.h>

struct device;

/* More than any device tree has: HLOS and two of the DSP. */
#define QDA_HEAP_VMIDS	8

/** struct qda_heap - memory that the device tree reserves for a DSP */
struct qda_heap {
	/** @addr: physical address */
	phys_addr_t addr;
	/** @size: bytes, 0 if there is none */
	u64 size;
	/** @given: the static PD has it */
	atomic_t given;
	/** @lock: Protects: @assigned, @owners */
	struct mutex lock;
	/** @vmids: who may reach it besides, by secure firmware's word */
	struct qcom_scm_vmperm vmids[QDA_HEAP_VMIDS];
	/** @count: how many, 0 if no firmware needs to be asked */
	unsigned int count;
	/** @assigned: they may */
	bool assigned;
	/** @owners: mask of who may reach it now */
	u64 owners;
};

int qda_heap_init(struct qda_heap *heap, struct device *dev);
void qda_heap_fini(struct qda_heap *heap, struct device *dev);
int qda_heap_assign(struct qda_heap *heap);

#endif /* _QDA_HEAP_H_ */
