/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 The qda authors */
#ifndef _QDA_DEBUGFS_H_
#define _QDA_DEBUGFS_H_

struct drm_device;

#ifdef CONFIG_DEBUG_FS
void qda_debugfs_init(struct drm_device *drm);
#else
static inline void qda_debugfs_init(struct drm_device *drm)
{
}
#endif

#endif /* _QDA_DEBUGFS_H_ */
