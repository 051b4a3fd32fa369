/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 The qda authors */
#ifndef _QDA_FILE_H_
#define _QDA_FILE_H_

#include <linux/atomic.h>
#include <linux/xarray.h>

struct drm_device;
struct drm_file;
struct drm_printer;
struct qda_gem_object;
struct qda_session;

/** struct qda_file - what an open file owns */
struct qda_file {
	/** @sessions: its sessions by their id for user space */
	struct xarray sessions;
	/** @next: where the search for the next id starts */
	u32 next;
	/** @calls: calls that are over */
	atomic64_t calls;
	/** @busy_ns: how long the DSP took for them, together */
	atomic64_t busy_ns;
	/** @submitted: calls that were submitted, and not waited for */
	atomic64_t submitted;
	/** @polled: calls whose end was seen by polling */
	atomic64_t polled;
};

int qda_file_open(struct drm_device *drm, struct drm_file *drm_file);
void qda_file_close_sessions(struct qda_file *file);
void qda_file_show_fdinfo(struct drm_printer *p, struct drm_file *drm_file);
void qda_file_postclose(struct drm_device *drm, struct drm_file *drm_file);

int qda_file_add(struct qda_file *file, struct qda_session *sess, u32 *id);
struct qda_session *qda_file_lookup(struct qda_file *file, u32 id);
struct qda_session *qda_file_remove(struct qda_file *file, u32 id);
void qda_file_account_jobs(struct qda_file *file, unsigned int calls);
void qda_file_unmap(struct qda_file *file, struct qda_gem_object *bo);

#endif /* _QDA_FILE_H_ */
