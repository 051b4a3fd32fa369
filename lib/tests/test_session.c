// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Sessions: what the kernel is asked, and what becomes of its answers.
 */
#include <errno.h>
#include <string.h>

#include <drm/qda_accel.h>

#include "bo.h"
#include "fake_ioctl.h"
#include "tap.h"

static struct drm_qda_session_create created;
static struct drm_qda_session_attach attached;
static struct drm_qda_session_close closed;
static int32_t next_result;
static int next_error;

static int kernel(int fd, unsigned long request, void *arg)
{
	struct drm_qda_session_create *create = arg;
	struct drm_qda_session_attach *attach = arg;

	(void)fd;
	switch (request) {
	case DRM_IOCTL_QDA_SESSION_CREATE:
		created = *create;
		create->session = 5;
		create->result = next_result;
		return next_error;
	case DRM_IOCTL_QDA_SESSION_ATTACH:
		attached = *attach;
		attach->session = 6;
		attach->result = next_result;
		return next_error;
	case DRM_IOCTL_QDA_SESSION_CLOSE:
		memcpy(&closed, arg, sizeof(closed));
		return next_error;
	default:
		TAP_EXPECT(!"a session's operation");
		return -ENOTTY;
	}
}

static void reset(void)
{
	fake_ioctl = kernel;
	next_result = 0;
	next_error = 0;
}

/* An unsigned PD without a program of its own. */
static void create(void)
{
	static const struct drm_qda_session_create asked = {
		.attrs = DRM_QDA_SESSION_UNSIGNED | DRM_QDA_SESSION_DEBUG,
	};
	struct qda_device dev = fake_device("cdsp");
	struct qda_session *session;
	int32_t result = 9;

	reset();
	TAP_EXPECT(!qda_session_create(&dev, QDA_SESSION_UNSIGNED |
				       QDA_SESSION_DEBUG, &session, &result));
	TAP_EXPECT(!memcmp(&created, &asked, sizeof(asked)));
	TAP_EXPECT(result == 0);
	TAP_EXPECT(qda_session_id(session) == 5);
	TAP_EXPECT(!qda_session_close(session));
	TAP_EXPECT(closed.session == 5 && closed.pad == 0);
}

/* With a program; a buffer of another device is refused here. */
static void create_image(void)
{
	struct qda_device dev = fake_device("cdsp");
	struct qda_device other = fake_device("adsp");
	struct qda_bo image = { .dev = &dev, .size = 8192, .handle = 3 };
	struct qda_session *session;

	reset();
	TAP_EXPECT(!qda_session_create_image(&dev, QDA_SESSION_UNSIGNED,
					     &image, 4096, 100, &session,
					     NULL));
	TAP_EXPECT(created.image == 3 && created.image_offset == 4096);
	TAP_EXPECT(created.image_size == 100);
	TAP_EXPECT(!qda_session_close(session));
	TAP_EXPECT(qda_session_create_image(&other, QDA_SESSION_UNSIGNED,
					    &image, 0, 100, &session,
					    NULL) == -EXDEV);
}

static void attach(void)
{
	struct qda_device dev = fake_device("adsp");
	struct qda_session *session;

	reset();
	TAP_EXPECT(!qda_session_attach(&dev, QDA_SESSION_SENSORS, &session,
				       NULL));
	TAP_EXPECT(attached.kind == DRM_QDA_ATTACH_SENSORS);
	TAP_EXPECT(attached.flags == 0);
	TAP_EXPECT(qda_session_id(session) == 6);

	/* The DSP has gone: said, and nothing is left. */
	next_error = -ENODEV;
	TAP_EXPECT(qda_session_close(session) == -ENODEV);
}

/* The DSP refuses: an error, and the DSP's reason apart from it. */
static void refused(void)
{
	struct qda_device dev = fake_device("cdsp");
	struct qda_session *session;
	int32_t result = 0;

	reset();
	next_error = -EREMOTEIO;
	next_result = (int32_t)0x80000406;
	TAP_EXPECT(qda_session_create(&dev, QDA_SESSION_UNSIGNED, &session,
				      &result) == -EREMOTEIO);
	TAP_EXPECT(result == (int32_t)0x80000406);
	TAP_EXPECT(qda_session_attach(&dev, QDA_SESSION_ROOT, &session,
				      NULL) == -EREMOTEIO);
}

static const struct tap_test tests[] = {
	TAP_TEST(create),
	TAP_TEST(create_image),
	TAP_TEST(attach),
	TAP_TEST(refused),
};

TAP_MAIN(tests)
