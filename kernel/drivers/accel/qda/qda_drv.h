/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 The qda authors */
#ifndef _QDA_DRV_H_
#define _QDA_DRV_H_

struct drm_driver;
struct workqueue_struct;

extern const struct drm_driver qda_driver;
extern struct workqueue_struct *qda_drv_wq;

#endif /* _QDA_DRV_H_ */
