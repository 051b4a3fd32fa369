// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/export.h>
#include <linux/list.h>
#include <linux/mutex.h>

#include "qda_device.h"
#include "qda_face.h"

/**
 * DOC: Faces
 *
 * Programs reach a DSP by its DRM node. Another module may offer them one more
 * way, on the same sessions: it registers here, and hears which DSPs there are.
 * The driver needs none.
 */

/* Protects: the two below, and that one function of the face runs at a time. */
static DEFINE_MUTEX(qda_face_lock);
static const struct qda_face *qda_face;
static LIST_HEAD(qda_face_devices);

/**
 * qda_face_register() - offer programs one more way to all DSPs
 * @face: face
 *
 * Return: 0, or -EBUSY if there is one.
 */
int qda_face_register(const struct qda_face *face)
{
	struct qda_device *qdev;

	guard(mutex)(&qda_face_lock);

	if (qda_face)
		return -EBUSY;

	qda_face = face;
	list_for_each_entry(qdev, &qda_face_devices, face_link)
		face->add(qdev);

	return 0;
}
EXPORT_SYMBOL_NS_GPL(qda_face_register, "QDA");

/**
 * qda_face_unregister() - undo qda_face_register()
 * @face: face that no program uses
 */
void qda_face_unregister(const struct qda_face *face)
{
	struct qda_device *qdev;

	guard(mutex)(&qda_face_lock);

	list_for_each_entry(qdev, &qda_face_devices, face_link)
		face->remove(qdev);
	qda_face = NULL;
}
EXPORT_SYMBOL_NS_GPL(qda_face_unregister, "QDA");

/**
 * qda_face_add() - tell the face that a DSP has come
 * @qdev: DSP, registered
 */
void qda_face_add(struct qda_device *qdev)
{
	guard(mutex)(&qda_face_lock);

	list_add_tail(&qdev->face_link, &qda_face_devices);
	if (qda_face)
		qda_face->add(qdev);
}

/**
 * qda_face_remove() - tell the face that a DSP goes
 * @qdev: DSP, registered
 */
void qda_face_remove(struct qda_device *qdev)
{
	guard(mutex)(&qda_face_lock);

	if (qda_face)
		qda_face->remove(qdev);
	list_del(&qdev->face_link);
}
