/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 The qda authors */
#ifndef _QDA_COREDUMP_H_
#define _QDA_COREDUMP_H_

struct qda_device;
struct qda_session;

void qda_coredump_crash(struct qda_device *qdev);
void qda_coredump_fault(struct qda_session *sess);

#endif /* _QDA_COREDUMP_H_ */
