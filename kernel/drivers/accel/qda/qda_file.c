// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/slab.h>

#include <drm/drm_file.h>
#include <drm/drm_print.h>

#include "qda_file.h"
#include "qda_mapping.h"
#include "qda_session.h"

/**
 * DOC: Open files
 *
 * An open file owns its sessions, as many as there are banks. No other file
 * can name them, whichever process has it.
 */

/**
 * qda_file_open() - DRM's open hook
 * @drm: device
 * @drm_file: file
 *
 * Return: 0 or -ENOMEM.
 */
int qda_file_open(struct drm_device *drm, struct drm_file *drm_file)
{
	struct qda_file *file;

	file = kzalloc_obj(*file, GFP_KERNEL_ACCOUNT);
	if (!file)
		return -ENOMEM;

	xa_init_flags(&file->sessions, XA_FLAGS_ALLOC1);
	drm_file->driver_priv = file;

	return 0;
}

/**
 * qda_file_close_sessions() - close all sessions of a file
 * @file: file
 *
 * DRM drops a file's GEM handles before its postclose hook. The sessions have
 * to go before that, so that no PD runs while its buffers are unmapped.
 */
void qda_file_close_sessions(struct qda_file *file)
{
	struct qda_session *sess;
	LIST_HEAD(sessions);
	unsigned long id;

	xa_for_each(&file->sessions, id, sess) {
		xa_erase(&file->sessions, id);
		list_add_tail(&sess->close_link, &sessions);
	}
	qda_session_close_all(&sessions);
}

/**
 * qda_file_postclose() - DRM's postclose hook
 * @drm: device
 * @drm_file: file, its sessions closed
 */
void qda_file_postclose(struct drm_device *drm, struct drm_file *drm_file)
{
	struct qda_file *file = drm_file->driver_priv;

	/* A file whose opening failed half-way comes here directly. */
	qda_file_close_sessions(file);
	xa_destroy(&file->sessions);
	kfree(file);
}

/**
 * qda_file_show_fdinfo() - DRM's fdinfo hook
 * @p: printer
 * @drm_file: file
 *
 * Busy time counts each call from its message to its answer, so calls that
 * overlap make it grow faster than the clock.
 */
void qda_file_show_fdinfo(struct drm_printer *p, struct drm_file *drm_file)
{
	struct qda_file *file = drm_file->driver_priv;
	struct qda_session *sess;
	unsigned int sessions = 0;
	unsigned long id;

	xa_for_each(&file->sessions, id, sess)
		sessions++;

	drm_printf(p, "drm-engine-dsp:\t%lld ns\n", atomic64_read(&file->busy_ns));
	drm_printf(p, "qda-sessions:\t%u\n", sessions);
	drm_printf(p, "qda-calls:\t%lld\n", atomic64_read(&file->calls));
	drm_printf(p, "qda-submitted:\t%lld\n", atomic64_read(&file->submitted));
	drm_printf(p, "qda-polled:\t%lld\n", atomic64_read(&file->polled));
	drm_show_memory_stats(p, drm_file);
}

/**
 * qda_file_add() - give a session to a file
 * @file: file, which takes over the owner's reference on success
 * @sess: session
 * @id: where its id goes, > 0
 *
 * An id is not given again soon, so one that is used after its session was
 * closed does not name another session.
 *
 * Return: 0 or -ENOMEM.
 */
int qda_file_add(struct qda_file *file, struct qda_session *sess, u32 *id)
{
	int ret = xa_alloc_cyclic(&file->sessions, id, sess, xa_limit_31b, &file->next,
				  GFP_KERNEL);

	return min(ret, 0);
}

/**
 * qda_file_lookup() - find a session of a file
 * @file: file
 * @id: id of the session
 *
 * Return: the session, referenced, or NULL.
 */
struct qda_session *qda_file_lookup(struct qda_file *file, u32 id)
{
	struct qda_session *sess;

	xa_lock(&file->sessions);
	sess = xa_load(&file->sessions, id);
	if (sess)
		qda_session_get(sess);
	xa_unlock(&file->sessions);

	return sess;
}

/**
 * qda_file_remove() - take a session from a file
 * @file: file
 * @id: id of the session
 *
 * Return: the session, with the owner's reference, or NULL.
 */
struct qda_session *qda_file_remove(struct qda_file *file, u32 id)
{
	return xa_erase(&file->sessions, id);
}

/**
 * qda_file_account_jobs() - count calls that were submitted
 * @file: file
 * @calls: how many
 */
void qda_file_account_jobs(struct qda_file *file, unsigned int calls)
{
	atomic64_add(calls, &file->submitted);
}

/**
 * qda_file_unmap() - unmap an object for all sessions of a file
 * @file: file
 * @bo: object
 */
void qda_file_unmap(struct qda_file *file, struct qda_gem_object *bo)
{
	struct qda_session *sess;
	unsigned long id;

	xa_for_each(&file->sessions, id, sess) {
		sess = qda_file_lookup(file, id);
		if (!sess)
			continue;
		qda_mapping_forget(sess, bo);
		qda_session_put(sess);
	}
}
