/* SPDX-License-Identifier: GPL-2.0-only */
/* Copyright (c) 2026 The qda authors */
#ifndef _QDA_FACE_H_
#define _QDA_FACE_H_

struct qda_device;

/**
 * struct qda_face - another way for programs to the DSPs, a module of its own
 *
 * It works with sessions and objects, as the DRM node does. Its functions sleep,
 * and are called one at a time.
 */
struct qda_face {
	/** @add: a DSP has come */
	void (*add)(struct qda_device *qdev);
	/** @remove: it goes; who waits for it is woken after this */
	void (*remove)(struct qda_device *qdev);
};

int qda_face_register(const struct qda_face *face);
void qda_face_unregister(const struct qda_face *face);

void qda_face_add(struct qda_device *qdev);
void qda_face_remove(struct qda_device *qdev);

#endif /* _QDA_FACE_H_ */
