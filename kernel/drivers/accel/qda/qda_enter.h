/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 The qda authors */
#ifndef _QDA_ENTER_H_
#define _QDA_ENTER_H_

#include <linux/rwsem.h>

#include "qda_session.h"

/*
 * Whether the memory of the session is there, and the channel to the DSP; then both
 * stay until qda_session_exit(). An unplug waits for that: no user memory, no fence
 * and no answer of the DSP may be waited for in between.
 */
static inline bool qda_session_enter(struct qda_session *sess)
{
	down_read(&sess->enter_lock);
	if (!sess->gone)
		return true;

	up_read(&sess->enter_lock);
	return false;
}

static inline void qda_session_exit(struct qda_session *sess)
{
	up_read(&sess->enter_lock);
}

/*
 * The device that payloads are allocated for: the bank; where the bank is none, as
 * with SID 0, the channel's, which has memory reserved.
 */
static inline struct device *qda_session_payload_dev(const struct qda_session *sess)
{
	return sess->cb->sid ? sess->cb->dev : sess->qdev->drm.dev;
}

/* Device address of memory that is mapped for the session's bank. */
static inline u64 qda_session_address(const struct qda_session *sess,
				      dma_addr_t iova)
{
	return iova | (u64)sess->cb->sid << sess->qdev->soc->sid_shift;
}

static inline struct qda_invoke *qda_session_release_slot(struct qda_session *sess)
{
	return &sess->slots[QDA_SESSION_CALLS];
}

#endif /* _QDA_ENTER_H_ */
