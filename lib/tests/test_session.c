// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Sessions: what the kernel is asked, and what becomes of its answers.
 */
#include <errno.h>
#include <string.h>

#include <drm/qda_accel.h>

#include "bo.h"
#include "clock.h"
#include "fake_ioctl.h"
#include "tap.h"

static struct drm_qda_session_create created;
static struct drm_qda_session_attach attached;
static struct drm_qda_session_close closed;
static struct drm_qda_invoke invoked;
static uint32_t invoked_bytes[2];
static int32_t next_result;
static int next_error;
static int interrupts;

static void keep_bytes(const struct drm_qda_arg *arg)
{
	TAP_EXPECT(arg->size == sizeof(invoked_bytes));
	memcpy(invoked_bytes, fake_bytes(arg),
	       sizeof(invoked_bytes));
}

static int kernel(int fd, unsigned long request, void *arg)
{
	struct drm_qda_session_create *create = arg;
	struct drm_qda_session_attach *attach = arg;
	struct drm_qda_invoke *invoke = arg;

	(void)fd;
	switch (request) {
	case DRM_IOCTL_QDA_SESSION_CREATE:
		created = *create;
		create->session = 5;
		create->result = next_result;
		return interrupts-- > 0 ? -EINTR : next_error;
	case DRM_IOCTL_QDA_SESSION_ATTACH:
		attached = *attach;
		attach->session = 6;
		attach->result = next_result;
		return next_error;
	case DRM_IOCTL_QDA_INVOKE:
		invoked = *invoke;
		if (invoke->args.count)
			keep_bytes((void *)(uintptr_t)invoke->args.pointer);
		invoke->result = next_result;
		return next_error;
	case DRM_IOCTL_QDA_SESSION_CLOSE:
		memcpy(&closed, arg, sizeof(closed));
		return next_error;
	default:
		return fake_gem(request, arg);
	}
}

static void reset(void)
{
	fake_ioctl = kernel;
	next_result = 0;
	next_error = 0;
	interrupts = 0;
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

/* With a program and its signature; a buffer of another device is refused here. */
static void create_image(void)
{
	struct qda_device dev = fake_device("cdsp");
	struct qda_device other = fake_device("adsp");
	struct qda_bo bo = { .dev = &dev, .size = 8192, .handle = 3 };
	const struct qda_image image = {
		.bo = &bo,
		.offset = 4096,
		.size = 108,
		.signature_size = 8,
	};
	struct qda_session *session;

	reset();
	TAP_EXPECT(!qda_session_create_image(&dev, QDA_SESSION_PRIVILEGED,
					     &image, &session, NULL));
	TAP_EXPECT(created.image == 3 && created.image_offset == 4096);
	TAP_EXPECT(created.image_size == 108 && created.signature_size == 8);
	TAP_EXPECT(created.attrs == DRM_QDA_SESSION_PRIVILEGED);
	TAP_EXPECT(!qda_session_close(session));
	TAP_EXPECT(qda_session_create_image(&other, QDA_SESSION_UNSIGNED,
					    &image, &session,
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

/* Waits for a bank: none, for a time, for ever; both kinds of sessions. */
static void wait(void)
{
	struct qda_device dev = fake_device("cdsp");
	struct qda_session *session;
	int64_t before, first;

	reset();
	TAP_EXPECT(qda_device_set_bank_wait(&dev, -2) == -EINVAL);
	TAP_EXPECT(!qda_session_create(&dev, 0, &session, NULL));
	TAP_EXPECT(!qda_session_close(session));
	TAP_EXPECT(created.flags == 0 && created.timeout_ns == 0);

	TAP_EXPECT(!qda_device_set_bank_wait(&dev, 1000000000));
	qda_clock_deadline(1000000000, &before);
	TAP_EXPECT(!qda_session_create(&dev, 0, &session, NULL));
	TAP_EXPECT(!qda_session_close(session));
	first = created.timeout_ns;
	TAP_EXPECT(created.flags == DRM_QDA_SESSION_WAIT && first >= before);
	TAP_EXPECT(!qda_session_attach(&dev, QDA_SESSION_ROOT, &session, NULL));
	TAP_EXPECT(!qda_session_close(session));
	TAP_EXPECT(attached.flags == DRM_QDA_SESSION_WAIT);
	TAP_EXPECT(attached.timeout_ns >= first);

	TAP_EXPECT(!qda_device_set_bank_wait(&dev, 0));
	TAP_EXPECT(!qda_session_create(&dev, 0, &session, NULL));
	TAP_EXPECT(!qda_session_close(session));
	TAP_EXPECT(created.flags == DRM_QDA_SESSION_WAIT);
	TAP_EXPECT(created.timeout_ns == 0);

	TAP_EXPECT(!qda_device_set_bank_wait(&dev, QDA_NO_WAIT));
	TAP_EXPECT(!qda_session_attach(&dev, QDA_SESSION_ROOT, &session, NULL));
	TAP_EXPECT(!qda_session_close(session));
	TAP_EXPECT(attached.flags == 0 && attached.timeout_ns == 0);
}

/* A signal handler ends the wait; nothing asks the kernel again. */
static void wait_interrupted(void)
{
	struct qda_device dev = fake_device("cdsp");
	struct qda_session *session;

	reset();
	interrupts = 1;
	TAP_EXPECT(!qda_device_set_bank_wait(&dev, 0));
	TAP_EXPECT(qda_session_create(&dev, 0, &session, NULL) == -EINTR);
}

/* The process is told, then calls say so too; and the other way round. */
static void poll(void)
{
	struct qda_device dev = fake_device("cdsp");
	struct qda_session *session;

	reset();
	dev.info.flags = QDA_DEVICE_POLL;
	TAP_EXPECT(!qda_session_create(&dev, 0, &session, NULL));
	TAP_EXPECT(!qda_session_set_poll(session, 1));
	TAP_EXPECT(invoked.handle == 4 && invoked.scalars == 0x09010000);
	TAP_EXPECT(invoked_bytes[0] == 1 && invoked_bytes[1] == 50);
	TAP_EXPECT(invoked.flags == 0 && invoked.timeout_ns != 0);
	TAP_EXPECT(!qda_invoke(session, 100, 2, NULL, 0, 0, NULL));
	TAP_EXPECT(invoked.flags == DRM_QDA_INVOKE_POLL);

	TAP_EXPECT(!qda_session_set_poll(session, 0));
	TAP_EXPECT(invoked_bytes[0] == 0 && invoked_bytes[1] == 0);
	TAP_EXPECT(!qda_invoke(session, 100, 2, NULL, 0, 0, NULL));
	TAP_EXPECT(invoked.flags == 0);
	TAP_EXPECT(!qda_session_close(session));
}

/* A DSP without it, and a process that does not want to: calls stay as is. */
static void poll_refused(void)
{
	struct qda_device dev = fake_device("cdsp");
	struct qda_session *session;

	reset();
	TAP_EXPECT(!qda_session_create(&dev, 0, &session, NULL));
	invoked.handle = 0;
	TAP_EXPECT(qda_session_set_poll(session, 1) == -EOPNOTSUPP);
	TAP_EXPECT(invoked.handle == 0);

	dev.info.flags = QDA_DEVICE_POLL;
	next_result = 20;
	TAP_EXPECT(qda_session_set_poll(session, 1) == -EREMOTEIO);
	next_result = 0;
	TAP_EXPECT(!qda_invoke(session, 100, 2, NULL, 0, 0, NULL));
	TAP_EXPECT(invoked.flags == 0);
	TAP_EXPECT(!qda_session_close(session));
}

static const struct tap_test tests[] = {
	TAP_TEST(create),
	TAP_TEST(create_image),
	TAP_TEST(attach),
	TAP_TEST(refused),
	TAP_TEST(wait),
	TAP_TEST(wait_interrupted),
	TAP_TEST(poll),
	TAP_TEST(poll_refused),
};

TAP_MAIN(tests)
