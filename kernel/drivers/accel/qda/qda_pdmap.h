/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 The qda authors */
#ifndef _QDA_PDMAP_H_
#define _QDA_PDMAP_H_

#include <linux/types.h>

struct qda_mapping;
struct qda_session;

/** enum qda_pdmap_state - what is known of the DSP's mapping */
enum qda_pdmap_state {
	/** @QDA_PDMAP_NONE: there is none */
	QDA_PDMAP_NONE,
	/** @QDA_PDMAP_BUSY: a thread asks the DSP to make or to undo it */
	QDA_PDMAP_BUSY,
	/** @QDA_PDMAP_MAPPED: the DSP has made it */
	QDA_PDMAP_MAPPED,
	/** @QDA_PDMAP_LOST: the DSP was asked to make it, and has not answered */
	QDA_PDMAP_LOST,
};

/** struct qda_pdmap - memory of a session that its PD has mapped */
struct qda_pdmap {
	/** @sess: session, which outlives it */
	struct qda_session *sess;
	/** @map: the memory, referenced */
	struct qda_mapping *map;
	/** @offset: of the part in @map, bytes */
	u64 offset;
	/** @size: bytes */
	u64 size;
	/** @wish: DSP address that was asked for, or 0 */
	u64 wish;
	/** @dsp_address: where the PD sees it */
	u64 dsp_address;
	/** @request: see enum drm_qda_map_request */
	u32 request;
	/** @flags: for the DSP */
	u32 flags;
	/** @tag: by which DSP code asks for it */
	u32 tag;
	/** @tag_offset: where the memory starts, as seen by who asks for @tag */
	u32 tag_offset;
	/** @unique: @tag may not name two objects */
	bool unique;
	/** @state: Changed under the lock of the session's table */
	enum qda_pdmap_state state;
	/** @asked: the DSP has been sent the request */
	bool asked;
};

int qda_pdmap_create(struct qda_session *sess, const struct qda_pdmap *params,
		     u32 *id, u64 *dsp_address, s32 *result);
u32 qda_pdmap_find(struct qda_session *sess, u32 request, u64 dsp_address, s64 tag, u64 size);
int qda_pdmap_destroy(struct qda_session *sess, u32 id, s32 *result);
void qda_pdmap_forget_all(struct qda_session *sess);

#endif /* _QDA_PDMAP_H_ */
