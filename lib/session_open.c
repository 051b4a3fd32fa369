// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * How sessions begin and end: what the kernel is asked for, and the order in
 * which the parts of a session come and go.
 */
#include <errno.h>

#include <drm/qda_accel.h>

#include "bo.h"
#include "clock.h"
#include "device.h"
#include "ioctl.h"
#include "listener.h"
#include "session.h"

/* Object of the PD itself, and its method that switches poll mode. */
#define SESSION_SELF		4
#define SESSION_SELF_POLL	9

/* How long the kernel looks for the end of a call. */
#define SESSION_POLL_US		50

#define SESSION_TIMEOUT_NS	INT64_C(10000000000)

static void session_add(struct qda_session *session, uint32_t id)
{
	struct qda_device *dev = session->dev;

	session->id = id;
	pthread_mutex_lock(&dev->lock);
	session->next = dev->sessions;
	dev->sessions = session;
	pthread_mutex_unlock(&dev->lock);
}

static void session_remove(struct qda_session *session)
{
	struct qda_device *dev = session->dev;
	struct qda_session **place = &dev->sessions;

	pthread_mutex_lock(&dev->lock);
	while (*place && *place != session)
		place = &(*place)->next;
	if (*place)
		*place = session->next;
	pthread_mutex_unlock(&dev->lock);
}

/* The kernel has answered: @session is open, or made for nothing. */
static int session_opened(struct qda_session *made, int ret, uint32_t id,
			  struct qda_session **session)
{
	if (ret < 0) {
		qda_session_put(made);
		return ret;
	}
	session_add(made, id);
	*session = made;
	return 0;
}

/*
 * The flags and the deadline with which the device opens sessions. Only the
 * wait for a bank returns EINTR. It is not restarted: it may have no limit.
 */
static uint32_t session_wait(const struct qda_device *dev, int64_t *deadline)
{
	int64_t wait = dev->bank_wait;

	*deadline = 0;
	if (wait == QDA_NO_WAIT)
		return 0;
	qda_clock_deadline(wait, deadline);
	return DRM_QDA_SESSION_WAIT;
}

static int session_create(struct qda_device *dev,
			  struct drm_qda_session_create *create,
			  struct qda_session **session, int32_t *result)
{
	struct qda_session *made;
	int64_t deadline;
	int ret;

	made = qda_session_alloc(dev);
	if (!made)
		return -ENOMEM;

	create->flags = session_wait(dev, &deadline);
	create->timeout_ns = deadline;
	ret = qda_ioctl_once(dev->fd, DRM_IOCTL_QDA_SESSION_CREATE, create);
	qda_session_result(create->result, result);
	return session_opened(made, ret, create->session, session);
}

int qda_session_create(struct qda_device *dev, uint32_t attrs,
		       struct qda_session **session, int32_t *result)
{
	struct drm_qda_session_create create = { .attrs = attrs };

	return session_create(dev, &create, session, result);
}

int qda_session_create_image(struct qda_device *dev, uint32_t attrs,
			     const struct qda_image *image,
			     struct qda_session **session, int32_t *result)
{
	struct drm_qda_session_create create = {
		.image_offset = image->offset,
		.image_size = image->size,
		.image = image->bo->handle,
		.attrs = attrs,
		.signature_size = image->signature_size,
	};

	if (image->bo->dev != dev)
		return -EXDEV;
	return session_create(dev, &create, session, result);
}

int qda_session_attach(struct qda_device *dev, uint32_t kind,
		       struct qda_session **session, int32_t *result)
{
	struct drm_qda_session_attach attach = { .kind = kind };
	struct qda_session *made;
	int64_t deadline;
	int ret;

	made = qda_session_alloc(dev);
	if (!made)
		return -ENOMEM;

	attach.flags = session_wait(dev, &deadline);
	attach.timeout_ns = deadline;
	ret = qda_ioctl_once(dev->fd, DRM_IOCTL_QDA_SESSION_ATTACH, &attach);
	qda_session_result(attach.result, result);
	return session_opened(made, ret, attach.session, session);
}

int qda_session_close(struct qda_session *session)
{
	struct drm_qda_session_close close = { .session = session->id };
	int ret;

	ret = qda_ioctl(session->dev->fd, DRM_IOCTL_QDA_SESSION_CLOSE, &close);
	/* Its calls have returned or do so now: the session is no more. */
	qda_listener_stop(session);
	session_remove(session);
	qda_session_put(session);
	return ret < 0 ? ret : 0;
}

/* The PD writes "done" before it answers, if it has been told to. */
int qda_session_set_poll(struct qda_session *session, int on)
{
	const uint32_t mode[2] = { !!on, on ? SESSION_POLL_US : 0 };
	const struct qda_arg arg = qda_arg_in(mode, sizeof(mode));
	int ret;

	if (!(session->dev->info.flags & QDA_DEVICE_POLL))
		return -EOPNOTSUPP;
	ret = qda_invoke(session, SESSION_SELF, SESSION_SELF_POLL, &arg, 1,
			 SESSION_TIMEOUT_NS, NULL);
	if (!ret)
		session->poll = on;
	return ret;
}
