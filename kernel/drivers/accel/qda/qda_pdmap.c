// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/slab.h>

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

static void qda_pdmap_leave(struct qda_pdmap *pdmap)
{
	xa_lock(&pdmap->sess->pdmaps);
	pdmap->busy = false;
	xa_unlock(&pdmap->sess->pdmaps);
}

/*
 * The record is in the table, busy, while the DSP is asked. A DSP that does
 * not answer may have mapped the memory: then it stays in the table, busy,
 * until the session ends. Once it is not busy, another thread can free it.
 */
static int qda_pdmap_ask(struct qda_pdmap *pdmap, struct drm_qda_map *args)
{
	int ret;

	ret = qda_pd_map(pdmap, &args->result);
	args->dsp_address = pdmap->dsp_address;
	if (!ret)
		qda_pdmap_leave(pdmap);
	if (ret != -EREMOTEIO)
		return ret;

	xa_erase(&pdmap->sess->pdmaps, args->map);
	qda_mapping_put(pdmap->map);
	kfree(pdmap);

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

	if (pdmap->request != DRM_QDA_MAP_ATTR)
		return false;

	xa_lock(&pdmap->sess->pdmaps);
	xa_for_each(&pdmap->sess->pdmaps, id, other)
		found |= other->request == DRM_QDA_MAP_ATTR && other->tag == pdmap->tag &&
			 other->map->bo != pdmap->map->bo;
	xa_unlock(&pdmap->sess->pdmaps);

	return found;
}

/**
 * qda_pdmap_create() - have the PD of a session map memory
 * @sess: session, running
 * @map: the memory; its reference is taken over, whatever comes out
 * @args: what part and how, checked; its outputs are set
 *
 * Return: 0; -ENOMEM; -EEXIST if another object is mapped under the same
 * handle; or as qda_pd_map().
 */
int qda_pdmap_create(struct qda_session *sess, struct qda_mapping *map,
		     struct drm_qda_map *args)
{
	struct qda_pdmap *pdmap;
	int ret;

	pdmap = kzalloc_obj(*pdmap, GFP_KERNEL_ACCOUNT);
	if (!pdmap) {
		qda_mapping_put(map);
		return -ENOMEM;
	}

	pdmap->sess = sess;
	pdmap->map = map;
	pdmap->offset = args->offset;
	pdmap->size = args->size;
	pdmap->wish = args->wish;
	pdmap->request = args->request;
	pdmap->flags = args->map_flags;
	pdmap->tag = args->handle;
	pdmap->busy = true;

	ret = xa_alloc(&sess->pdmaps, &args->map, pdmap, xa_limit_31b, GFP_KERNEL);
	if (ret)
		goto err_free;

	/* Entered first, so that of two at the same time one sees the other. */
	if (qda_pdmap_is_ambiguous(pdmap)) {
		ret = -EEXIST;
		goto err_erase;
	}

	return qda_pdmap_ask(pdmap, args);

err_erase:
	xa_erase(&sess->pdmaps, args->map);
err_free:
	qda_mapping_put(map);
	kfree(pdmap);
	return ret;
}

static struct qda_pdmap *qda_pdmap_take(struct qda_session *sess, u32 id)
{
	struct qda_pdmap *pdmap;

	xa_lock(&sess->pdmaps);
	pdmap = xa_load(&sess->pdmaps, id);
	if (!pdmap)
		pdmap = ERR_PTR(-ENOENT);
	else if (pdmap->busy)
		pdmap = ERR_PTR(-EBUSY);
	else
		pdmap->busy = true;
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
	if (ret) {
		qda_pdmap_leave(pdmap);
		return ret;
	}

	xa_erase(&sess->pdmaps, id);
	qda_mapping_put(pdmap->map);
	kfree(pdmap);

	return 0;
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
		xa_erase(&sess->pdmaps, id);
		qda_mapping_put(pdmap->map);
		kfree(pdmap);
	}
}
