// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Sessions: on a new process of the DSP, or on one that is always there.
 */
#include <errno.h>
#include <stdlib.h>

#include <drm/qda_accel.h>

#include "bo.h"
#include "device.h"
#include "ioctl.h"
#include "session.h"

/**
 * qda_session_result() - hand over what the DSP said
 * @from_dsp: its result
 * @result: where the caller wants it, or NULL
 *
 * Return: 0; -EREMOTEIO if nobody would see a result other than 0.
 */
int qda_session_result(int32_t from_dsp, int32_t *result)
{
	if (result)
		*result = from_dsp;
	else if (from_dsp)
		return -EREMOTEIO;
	return 0;
}

static int session_create(struct qda_device *dev,
			  struct drm_qda_session_create *create,
			  struct qda_session **session, int32_t *result)
{
	struct qda_session *made;
	int ret;

	made = malloc(sizeof(*made));
	if (!made)
		return -ENOMEM;

	ret = qda_ioctl(dev->fd, DRM_IOCTL_QDA_SESSION_CREATE, create);
	qda_session_result(create->result, result);
	if (ret < 0) {
		free(made);
		return ret;
	}

	made->dev = dev;
	made->id = create->session;
	*session = made;
	return 0;
}

int qda_session_create(struct qda_device *dev, uint32_t attrs,
		       struct qda_session **session, int32_t *result)
{
	struct drm_qda_session_create create = { .attrs = attrs };

	return session_create(dev, &create, session, result);
}

int qda_session_create_image(struct qda_device *dev, uint32_t attrs,
			     const struct qda_bo *image, uint64_t offset,
			     uint64_t size, struct qda_session **session,
			     int32_t *result)
{
	struct drm_qda_session_create create = {
		.image_offset = offset,
		.image_size = size,
		.image = image->handle,
		.attrs = attrs,
	};

	if (image->dev != dev)
		return -EXDEV;
	return session_create(dev, &create, session, result);
}

int qda_session_attach(struct qda_device *dev, uint32_t kind,
		       struct qda_session **session, int32_t *result)
{
	struct drm_qda_session_attach attach = { .kind = kind };
	struct qda_session *made;
	int ret;

	made = malloc(sizeof(*made));
	if (!made)
		return -ENOMEM;

	ret = qda_ioctl(dev->fd, DRM_IOCTL_QDA_SESSION_ATTACH, &attach);
	qda_session_result(attach.result, result);
	if (ret < 0) {
		free(made);
		return ret;
	}

	made->dev = dev;
	made->id = attach.session;
	*session = made;
	return 0;
}

int qda_session_close(struct qda_session *session)
{
	struct drm_qda_session_close close = { .session = session->id };
	int ret;

	ret = qda_ioctl(session->dev->fd, DRM_IOCTL_QDA_SESSION_CLOSE, &close);
	free(session);
	return ret < 0 ? ret : 0;
}

uint32_t qda_session_id(const struct qda_session *session)
{
	return session->id;
}
