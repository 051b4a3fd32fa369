/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 The qda authors */
#ifndef _QDA_RPMSG_H_
#define _QDA_RPMSG_H_

struct qda_device;
struct qda_wire_msg;

int qda_rpmsg_send(struct qda_device *qdev, const struct qda_wire_msg *msg);

int qda_rpmsg_driver_register(void);
void qda_rpmsg_driver_unregister(void);

#endif /* _QDA_RPMSG_H_ */
