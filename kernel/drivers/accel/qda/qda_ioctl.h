/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 The qda authors */
#ifndef _QDA_IOCTL_H_
#define _QDA_IOCTL_H_

#include <linux/types.h>

struct drm_device;
struct drm_file;
struct drm_qda_array;
struct qda_invoke;
struct qda_mapping;
struct qda_session;

/* Whether a part of an object of @all bytes lies in it. */
static inline bool qda_ioctl_range_ok(u64 all, u64 offset, u64 size)
{
	return offset <= all && size <= all - offset;
}

struct qda_mapping *qda_ioctl_get_mapping(struct qda_session *sess, struct drm_file *file,
					  u32 handle, u64 offset, u64 size);
int qda_ioctl_check_call(u32 handle, u32 scalars, const struct drm_qda_array *args);
int qda_ioctl_import_args(struct qda_invoke *inv, u32 scalars,
			  const struct drm_qda_array *args, struct drm_file *file);

int qda_ioctl_query(struct drm_device *drm, void *data, struct drm_file *file);
int qda_ioctl_gem_create(struct drm_device *drm, void *data,
			 struct drm_file *file);
int qda_ioctl_gem_mmap_offset(struct drm_device *drm, void *data,
			      struct drm_file *file);
int qda_ioctl_session_attach(struct drm_device *drm, void *data,
			     struct drm_file *file);
int qda_ioctl_session_create(struct drm_device *drm, void *data,
			     struct drm_file *file);
int qda_ioctl_session_close(struct drm_device *drm, void *data,
			    struct drm_file *file);
int qda_ioctl_map(struct drm_device *drm, void *data, struct drm_file *file);
int qda_ioctl_munmap(struct drm_device *drm, void *data, struct drm_file *file);
int qda_ioctl_invoke(struct drm_device *drm, void *data, struct drm_file *file);
int qda_ioctl_submit(struct drm_device *drm, void *data, struct drm_file *file);

#endif /* _QDA_IOCTL_H_ */
