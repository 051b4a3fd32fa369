/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_LISTENER_H
#define QDA_LISTENER_H

struct qda_apps_mem;
struct qda_listener;
struct qda_session;

int qda_listener_start(struct qda_session *session);
void qda_listener_stop(struct qda_session *session);
struct qda_apps_mem *qda_listener_mem(struct qda_listener *listener);

#endif
