// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/slab.h>
#include <linux/string.h>

#include <drm/qda_accel.h>

#include "qda_mapping.h"
#include "qda_pd.h"
#include "qda_pdmap.h"
#include "qda_session.h"

/**
 * DOC: Memory mapped into a PD
 *
 * A program can have the PD map memory for longer than a call. The session
 * keeps a record of it, under an id of its own: what address the DSP gives it
 * is not trusted to be one of a kind. The memory goes when the DSP has
 * unmapped it, or with the session.
 */

static void qda_pdmap_free(struct qda_pdmap *pdmap)
{
	qda_mapping_put(pdmap->map);
	kfree(pdmap);
}

/*
 * The thread that asks the DSP about a record has it to itself: it is in the table,
 * but busy. @state says what the DSP has made of it. If the session has dropped the
 * table meanwhile, the record goes with its thread.
 */
static void qda_pdmap_leave(struct qda_pdmap *pdmap, u32 id, enum qda_pdmap_state state)
{
	struct xarray *table = &pdmap->sess->pdmaps;
	bool stays;

	xa_lock(table);
	stays = xa_load(table, id) == pdmap && state != QDA_PDMAP_NONE;
	if (stays)
		pdmap->state = state;
	else if (xa_load(table, id) == pdmap)
		__xa_erase(table, id);
	xa_unlock(table);

	if (!stays)
		qda_pdmap_free(pdmap);
}

/*
 * A DSP that was asked and does not answer may have mapped the memory: then it stays
 * in the table until the session ends.
 */
static int qda_pdmap_ask(struct qda_pdmap *pdmap, u32 id, u64 *dsp_address, s32 *result)
{
	enum qda_pdmap_state state = QDA_PDMAP_LOST;
	int ret;

	ret = qda_pd_map(pdmap, result);
	*dsp_address = pdmap->dsp_address;
	if (!ret)
		state = QDA_PDMAP_MAPPED;
	else if (ret == -EREMOTEIO || !pdmap->asked)
		state = QDA_PDMAP_NONE;
	qda_pdmap_leave(pdmap, id, state);

	return ret;
}

/*
 * DSP code asks for memory by its tag, a GEM handle, which the program may have
 * given up and got again for another object.
 */
static bool qda_pdmap_is_ambiguous(const struct qda_pdmap *pdmap)
{
	const struct qda_pdmap *other;
	bool found = false;
	unsigned long id;

	if (!pdmap->unique || pdmap->request != DRM_QDA_MAP_ATTR)
		return false;

	xa_lock(&pdmap->sess->pdmaps);
	xa_for_each(&pdmap->sess->pdmaps, id, other)
		found |= other->request == DRM_QDA_MAP_ATTR && other->tag == pdmap->tag &&
			 other->map->bo != pdmap->map->bo;
	xa_unlock(&pdmap->sess->pdmaps);

	return found;
}

/* A session that is gone has dropped its table: nothing may come into it. */
static int qda_pdmap_enter(struct qda_pdmap *pdmap, u32 *id)
{
	struct qda_session *sess = pdmap->sess;

	guard(mutex)(&sess->memory_lock);

	if (sess->gone)
		return qda_session_error(sess);

	return xa_alloc(&sess->pdmaps, id, pdmap, xa_limit_31b, GFP_KERNEL);
}

/**
 * qda_pdmap_create() - have the PD of a session map memory
 * @sess: session, running
 * @params: what memory, what part of it and how, checked; the reference to the
 *	mapping is taken over, whatever comes out
 * @id: where its id goes
 * @dsp_address: where the PD's address of it goes
 * @result: where the DSP's answer goes
 *
 * Return: 0; -ENOMEM; -EEXIST if another object is mapped under a tag that is
 * to be unique; or as qda_pd_map().
 */
int qda_pdmap_create(struct qda_session *sess, const struct qda_pdmap *params,
		     u32 *id, u64 *dsp_address, s32 *result)
{
	struct qda_pdmap *pdmap;
	int ret;

	pdmap = kmemdup(params, sizeof(*params), GFP_KERNEL_ACCOUNT);
	if (!pdmap) {
		qda_mapping_put(params->map);
		return -ENOMEM;
	}

	pdmap->sess = sess;
	pdmap->state = QDA_PDMAP_BUSY;

	ret = qda_pdmap_enter(pdmap, id);
	if (ret) {
		qda_pdmap_free(pdmap);
		return ret;
	}

	/* Entered first, so that of two at the same time one sees the other. */
	if (qda_pdmap_is_ambiguous(pdmap)) {
		qda_pdmap_leave(pdmap, *id, QDA_PDMAP_NONE);
		return -EEXIST;
	}

	return qda_pdmap_ask(pdmap, *id, dsp_address, result);
}

/**
 * qda_pdmap_find() - find memory of a PD by its address there
 * @sess: session
 * @request: see enum drm_qda_map_request
 * @dsp_address: address
 * @tag: by which DSP code asks for it; negative: any
 * @size: bytes; 0: any
 *
 * Return: its id; 0 if there is none, or only one that is being mapped or unmapped.
 */
u32 qda_pdmap_find(struct qda_session *sess, u32 request, u64 dsp_address, s64 tag, u64 size)
{
	const struct qda_pdmap *pdmap;
	unsigned long id;
	u32 found = 0;

	xa_lock(&sess->pdmaps);
	xa_for_each(&sess->pdmaps, id, pdmap) {
		if (pdmap->state != QDA_PDMAP_MAPPED || pdmap->request != request ||
		    pdmap->dsp_address != dsp_address ||
		    (tag >= 0 && pdmap->tag != tag) || (size && pdmap->size != size))
			continue;
		found = id;
		break;
	}
	xa_unlock(&sess->pdmaps);

	return found;
}

static struct qda_pdmap *qda_pdmap_take(struct qda_session *sess, u32 id)
{
	struct qda_pdmap *pdmap;

	xa_lock(&sess->pdmaps);
	pdmap = xa_load(&sess->pdmaps, id);
	if (!pdmap)
		pdmap = ERR_PTR(-ENOENT);
	else if (pdmap->state != QDA_PDMAP_MAPPED)
		pdmap = ERR_PTR(-EBUSY);
	else
		pdmap->state = QDA_PDMAP_BUSY;
	xa_unlock(&sess->pdmaps);

	return pdmap;
}

/**
 * qda_pdmap_destroy() - have the PD of a session unmap memory
 * @sess: session, running
 * @id: id of the mapping
 * @result: where the DSP's answer goes
 *
 * Return: 0; -ENOENT; -EBUSY if it is being mapped or unmapped; or as
 * qda_pd_unmap(), and then it stays.
 */
int qda_pdmap_destroy(struct qda_session *sess, u32 id, s32 *result)
{
	struct qda_pdmap *pdmap;
	int ret;

	pdmap = qda_pdmap_take(sess, id);
	if (IS_ERR(pdmap))
		return PTR_ERR(pdmap);

	ret = qda_pd_unmap(pdmap, result);
	qda_pdmap_leave(pdmap, id, ret ? QDA_PDMAP_MAPPED : QDA_PDMAP_NONE);

	return ret;
}

/**
 * qda_pdmap_forget_all() - drop the records of all memory of a PD
 * @sess: session that the DSP can reach nothing of, its memory lock held
 */
void qda_pdmap_forget_all(struct qda_session *sess)
{
	struct qda_pdmap *pdmap;
	unsigned long id;

	lockdep_assert_held(&sess->memory_lock);

	xa_for_each(&sess->pdmaps, id, pdmap) {
		bool busy;

		xa_lock(&sess->pdmaps);
		__xa_erase(&sess->pdmaps, id);
		busy = pdmap->state == QDA_PDMAP_BUSY;
		xa_unlock(&sess->pdmaps);
		if (!busy)
			qda_pdmap_free(pdmap);
	}
}
