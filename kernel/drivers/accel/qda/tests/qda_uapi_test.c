// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/stddef.h>

#include <drm/drm.h>
#include <drm/qda_accel.h>
#include <kunit/test.h>

/**
 * DOC: Interface tests
 *
 * Sizes, offsets and numbers that programs were built with. A line here may be
 * added, when a struct has grown at its end; none may change. The numbers are
 * for 32-bit and 64-bit programs alike. Without padding, the offsets also say how
 * large each field is.
 */

/** struct qda_uapi_test_row - a number that must not change */
struct qda_uapi_test_row {
	/** @name: what it is */
	const char *name;
	/** @value: in this kernel */
	u64 value;
	/** @want: in the first one */
	u64 want;
};

#define QDA_UAPI_TEST_SIZE(_struct, _want)	\
	{ "sizeof " #_struct, sizeof(struct drm_qda_ ## _struct), _want }

#define QDA_UAPI_TEST_FIELD(_struct, _field, _want)				\
	{ #_struct "." #_field, offsetof(struct drm_qda_ ## _struct, _field), _want }

static const struct qda_uapi_test_row qda_uapi_test_layout[] = {
	QDA_UAPI_TEST_SIZE(array, 16),
	QDA_UAPI_TEST_FIELD(array, stride, 0),
	QDA_UAPI_TEST_FIELD(array, count, 4),
	QDA_UAPI_TEST_FIELD(array, pointer, 8),

	QDA_UAPI_TEST_SIZE(query, 16),
	QDA_UAPI_TEST_FIELD(query, type, 0),
	QDA_UAPI_TEST_FIELD(query, size, 4),
	QDA_UAPI_TEST_FIELD(query, pointer, 8),

	QDA_UAPI_TEST_SIZE(query_device, 48),
	QDA_UAPI_TEST_FIELD(query_device, domain, 0),
	QDA_UAPI_TEST_FIELD(query_device, uapi_version, 16),
	QDA_UAPI_TEST_FIELD(query_device, flags, 20),
	QDA_UAPI_TEST_FIELD(query_device, banks, 24),
	QDA_UAPI_TEST_FIELD(query_device, sessions_max, 28),
	QDA_UAPI_TEST_FIELD(query_device, sessions, 32),
	QDA_UAPI_TEST_FIELD(query_device, sid_shift, 36),
	QDA_UAPI_TEST_FIELD(query_device, calls_max, 40),
	QDA_UAPI_TEST_FIELD(query_device, args_max, 44),

	QDA_UAPI_TEST_SIZE(gem_create, 16),
	QDA_UAPI_TEST_FIELD(gem_create, size, 0),
	QDA_UAPI_TEST_FIELD(gem_create, handle, 8),
	QDA_UAPI_TEST_FIELD(gem_create, flags, 12),

	QDA_UAPI_TEST_SIZE(gem_mmap_offset, 16),
	QDA_UAPI_TEST_FIELD(gem_mmap_offset, offset, 0),
	QDA_UAPI_TEST_FIELD(gem_mmap_offset, handle, 8),
	QDA_UAPI_TEST_FIELD(gem_mmap_offset, pad, 12),

	QDA_UAPI_TEST_SIZE(session_attach, 24),
	QDA_UAPI_TEST_FIELD(session_attach, timeout_ns, 0),
	QDA_UAPI_TEST_FIELD(session_attach, kind, 8),
	QDA_UAPI_TEST_FIELD(session_attach, flags, 12),
	QDA_UAPI_TEST_FIELD(session_attach, session, 16),
	QDA_UAPI_TEST_FIELD(session_attach, result, 20),

	QDA_UAPI_TEST_SIZE(session_create, 56),
	QDA_UAPI_TEST_FIELD(session_create, image_offset, 0),
	QDA_UAPI_TEST_FIELD(session_create, image_size, 8),
	QDA_UAPI_TEST_FIELD(session_create, timeout_ns, 16),
	QDA_UAPI_TEST_FIELD(session_create, image, 24),
	QDA_UAPI_TEST_FIELD(session_create, attrs, 28),
	QDA_UAPI_TEST_FIELD(session_create, flags, 32),
	QDA_UAPI_TEST_FIELD(session_create, pad, 36),
	QDA_UAPI_TEST_FIELD(session_create, session, 40),
	QDA_UAPI_TEST_FIELD(session_create, result, 44),
	QDA_UAPI_TEST_FIELD(session_create, signature_size, 48),

	QDA_UAPI_TEST_SIZE(session_close, 8),
	QDA_UAPI_TEST_FIELD(session_close, session, 0),
	QDA_UAPI_TEST_FIELD(session_close, pad, 4),

	QDA_UAPI_TEST_SIZE(arg, 24),
	QDA_UAPI_TEST_FIELD(arg, offset, 0),
	QDA_UAPI_TEST_FIELD(arg, size, 8),
	QDA_UAPI_TEST_FIELD(arg, handle, 16),
	QDA_UAPI_TEST_FIELD(arg, tag, 20),

	QDA_UAPI_TEST_SIZE(invoke, 48),
	QDA_UAPI_TEST_FIELD(invoke, args, 0),
	QDA_UAPI_TEST_FIELD(invoke, timeout_ns, 16),
	QDA_UAPI_TEST_FIELD(invoke, session, 24),
	QDA_UAPI_TEST_FIELD(invoke, handle, 28),
	QDA_UAPI_TEST_FIELD(invoke, scalars, 32),
	QDA_UAPI_TEST_FIELD(invoke, flags, 36),
	QDA_UAPI_TEST_FIELD(invoke, result, 40),
	QDA_UAPI_TEST_FIELD(invoke, pad, 44),

	QDA_UAPI_TEST_SIZE(call, 24),
	QDA_UAPI_TEST_FIELD(call, args, 0),
	QDA_UAPI_TEST_FIELD(call, handle, 16),
	QDA_UAPI_TEST_FIELD(call, scalars, 20),

	QDA_UAPI_TEST_SIZE(result, 8),
	QDA_UAPI_TEST_FIELD(result, result, 0),
	QDA_UAPI_TEST_FIELD(result, error, 4),

	QDA_UAPI_TEST_SIZE(sync, 16),
	QDA_UAPI_TEST_FIELD(sync, point, 0),
	QDA_UAPI_TEST_FIELD(sync, handle, 8),
	QDA_UAPI_TEST_FIELD(sync, pad, 12),

	QDA_UAPI_TEST_SIZE(submit, 80),
	QDA_UAPI_TEST_FIELD(submit, calls, 0),
	QDA_UAPI_TEST_FIELD(submit, in_syncs, 16),
	QDA_UAPI_TEST_FIELD(submit, out_syncs, 32),
	QDA_UAPI_TEST_FIELD(submit, results_offset, 48),
	QDA_UAPI_TEST_FIELD(submit, timeout_ns, 56),
	QDA_UAPI_TEST_FIELD(submit, results, 64),
	QDA_UAPI_TEST_FIELD(submit, session, 68),
	QDA_UAPI_TEST_FIELD(submit, queue, 72),
	QDA_UAPI_TEST_FIELD(submit, flags, 76),

	QDA_UAPI_TEST_SIZE(map, 64),
	QDA_UAPI_TEST_FIELD(map, offset, 0),
	QDA_UAPI_TEST_FIELD(map, size, 8),
	QDA_UAPI_TEST_FIELD(map, wish, 16),
	QDA_UAPI_TEST_FIELD(map, dsp_address, 24),
	QDA_UAPI_TEST_FIELD(map, session, 32),
	QDA_UAPI_TEST_FIELD(map, handle, 36),
	QDA_UAPI_TEST_FIELD(map, request, 40),
	QDA_UAPI_TEST_FIELD(map, map_flags, 44),
	QDA_UAPI_TEST_FIELD(map, map, 48),
	QDA_UAPI_TEST_FIELD(map, result, 52),
	QDA_UAPI_TEST_FIELD(map, tag, 56),
	QDA_UAPI_TEST_FIELD(map, pad, 60),

	QDA_UAPI_TEST_SIZE(munmap, 16),
	QDA_UAPI_TEST_FIELD(munmap, session, 0),
	QDA_UAPI_TEST_FIELD(munmap, map, 4),
	QDA_UAPI_TEST_FIELD(munmap, result, 8),
	QDA_UAPI_TEST_FIELD(munmap, pad, 12),
};

static const struct qda_uapi_test_row qda_uapi_test_numbers[] = {
	{ "QUERY", DRM_IOCTL_QDA_QUERY, 0xc0106440 },
	{ "GEM_CREATE", DRM_IOCTL_QDA_GEM_CREATE, 0xc0106441 },
	{ "GEM_MMAP_OFFSET", DRM_IOCTL_QDA_GEM_MMAP_OFFSET, 0xc0106442 },
	{ "SESSION_ATTACH", DRM_IOCTL_QDA_SESSION_ATTACH, 0xc0186443 },
	{ "SESSION_CREATE", DRM_IOCTL_QDA_SESSION_CREATE, 0xc0386444 },
	{ "INVOKE", DRM_IOCTL_QDA_INVOKE, 0xc0306447 },
	{ "SESSION_CLOSE", DRM_IOCTL_QDA_SESSION_CLOSE, 0xc0086448 },
	{ "SUBMIT", DRM_IOCTL_QDA_SUBMIT, 0xc0506449 },
	{ "SUBMIT_IMPLICIT", DRM_QDA_SUBMIT_IMPLICIT, 1 },
	{ "MAP", DRM_IOCTL_QDA_MAP, 0xc0406445 },
	{ "MUNMAP", DRM_IOCTL_QDA_MUNMAP, 0xc0106446 },
	{ "QUERY_DEVICE", DRM_QDA_QUERY_DEVICE, 0 },
	{ "QUERY_CAPABILITIES", DRM_QDA_QUERY_CAPABILITIES, 1 },
	{ "DEVICE_COHERENT", DRM_QDA_DEVICE_COHERENT, 1 },
	{ "DEVICE_POLL", DRM_QDA_DEVICE_POLL, 2 },
	{ "ATTACH_ROOT", DRM_QDA_ATTACH_ROOT, 0 },
	{ "ATTACH_SENSORS", DRM_QDA_ATTACH_SENSORS, 1 },
	{ "ATTACH_AUDIO", DRM_QDA_ATTACH_AUDIO, 2 },
	{ "SESSION_WAIT", DRM_QDA_SESSION_WAIT, 1 },
	{ "MAP_LEGACY", DRM_QDA_MAP_LEGACY, 1 },
	{ "MAP_ATTR", DRM_QDA_MAP_ATTR, 2 },
	{ "SESSION_DEBUG", DRM_QDA_SESSION_DEBUG, 1 },
	{ "SESSION_UNSIGNED", DRM_QDA_SESSION_UNSIGNED, 8 },
	{ "SESSION_SYSTEM", DRM_QDA_SESSION_SYSTEM, 0x20 },
	{ "SESSION_PRIVILEGED", DRM_QDA_SESSION_PRIVILEGED, 0x40 },
	{ "INVOKE_POLL", DRM_QDA_INVOKE_POLL, 1 },
	{ "MAP_STATIC", DRM_QDA_MAP_STATIC, 0 },
	{ "MAP_HANDLE", DRM_QDA_MAP_HANDLE, 2 },
	{ "MAP_HANDLE_DELAYED", DRM_QDA_MAP_HANDLE_DELAYED, 3 },
	{ "MAP_HANDLE_NOMAP", DRM_QDA_MAP_HANDLE_NOMAP, 16 },
	{ "MAP_ADD_PAGES", DRM_QDA_MAP_ADD_PAGES, 0x1000 },
	{ "scalars", DRM_QDA_SCALARS(2, 3, 4, 5, 6), 0x02030456 },
	{ "scalars, largest", DRM_QDA_SCALARS(-1, -1, -1, -1, -1), 0x1fffffff },
};

static void qda_uapi_test_check(struct kunit *test, const struct qda_uapi_test_row *rows,
				size_t count)
{
	for (size_t i = 0; i < count; i++)
		KUNIT_EXPECT_EQ_MSG(test, rows[i].value, rows[i].want, "%s", rows[i].name);
}

/* Layout of every struct. */
static void qda_test_uapi_layout(struct kunit *test)
{
	qda_uapi_test_check(test, qda_uapi_test_layout, ARRAY_SIZE(qda_uapi_test_layout));
}

/* Numbers of operations, types and flags. */
static void qda_test_uapi_numbers(struct kunit *test)
{
	qda_uapi_test_check(test, qda_uapi_test_numbers, ARRAY_SIZE(qda_uapi_test_numbers));
}

static struct kunit_case qda_uapi_test_cases[] = {
	KUNIT_CASE(qda_test_uapi_layout),
	KUNIT_CASE(qda_test_uapi_numbers),
	{ }
};

static struct kunit_suite qda_uapi_test_suite = {
	.name = "qda_uapi",
	.test_cases = qda_uapi_test_cases,
};

kunit_test_suite(qda_uapi_test_suite);
