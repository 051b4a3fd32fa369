/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 The qda authors */
#ifndef _QDA_RPMSG_H_
#define _QDA_RPMSG_H_

#include <linux/types.h>

struct device;
struct qda_device;
struct qda_wire_msg;

int qda_rpmsg_send(struct qda_device *qdev, const struct qda_wire_msg *msg);
bool qda_rpmsg_crashed(struct qda_device *qdev);
struct device *qda_rpmsg_processor(struct qda_device *qdev);

int qda_rpmsg_driver_register(void);
void qda_rpmsg_driver_unregister(void);

#endif /* _QDA_RPMSG_H_ */
