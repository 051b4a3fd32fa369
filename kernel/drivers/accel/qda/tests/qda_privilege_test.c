// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <drm/qda_accel.h>
#include <kunit/test.h>

#include "../qda_privilege.h"

/**
 * DOC: Privilege tests
 *
 * What each operation needs, for everything that can be asked of it.
 */

/** struct qda_privilege_test_row - something to ask for */
struct qda_privilege_test_row {
	/** @name: of the case */
	const char *name;
	/** @op: operation */
	enum qda_privilege_op op;
	/** @asked: what is asked of it */
	u32 asked;
	/** @want: what it needs */
	enum qda_privilege want;
};

#define QDA_PRIVILEGE_TEST_ATTACH(_kind, _want)			\
	{ "attach " #_kind, QDA_PRIVILEGE_ATTACH, _kind, QDA_PRIVILEGE_ ## _want }

#define QDA_PRIVILEGE_TEST_CREATE(_attrs, _want)		\
	{ "create " #_attrs, QDA_PRIVILEGE_CREATE, _attrs, QDA_PRIVILEGE_ ## _want }

#define QDA_PRIVILEGE_TEST_INVOKE(_handle, _want)		\
	{ "invoke " #_handle, QDA_PRIVILEGE_INVOKE, _handle, QDA_PRIVILEGE_ ## _want }

static const struct qda_privilege_test_row qda_privilege_test_rows[] = {
	/* 0 root, 1 sensors, 2 audio; what comes later is nobody's yet. */
	QDA_PRIVILEGE_TEST_ATTACH(0, ADMIN),
	QDA_PRIVILEGE_TEST_ATTACH(1, ADMIN),
	QDA_PRIVILEGE_TEST_ATTACH(2, ADMIN),
	QDA_PRIVILEGE_TEST_ATTACH(3, NOBODY),
	QDA_PRIVILEGE_TEST_ATTACH(U32_MAX, NOBODY),
	/* 0x1 debug, 0x8 unsigned, 0x20 system, 0x40 privileged. */
	QDA_PRIVILEGE_TEST_CREATE(0x00, ADMIN),
	QDA_PRIVILEGE_TEST_CREATE(0x01, ADMIN),
	QDA_PRIVILEGE_TEST_CREATE(0x08, NONE),
	QDA_PRIVILEGE_TEST_CREATE(0x09, NONE),
	QDA_PRIVILEGE_TEST_CREATE(0x20, ADMIN),
	QDA_PRIVILEGE_TEST_CREATE(0x21, ADMIN),
	QDA_PRIVILEGE_TEST_CREATE(0x28, ADMIN),
	QDA_PRIVILEGE_TEST_CREATE(0x29, ADMIN),
	QDA_PRIVILEGE_TEST_CREATE(0x40, ADMIN),
	QDA_PRIVILEGE_TEST_CREATE(0x41, ADMIN),
	QDA_PRIVILEGE_TEST_CREATE(0x48, ADMIN),
	QDA_PRIVILEGE_TEST_CREATE(0x49, ADMIN),
	QDA_PRIVILEGE_TEST_CREATE(0x60, ADMIN),
	QDA_PRIVILEGE_TEST_CREATE(0x61, ADMIN),
	QDA_PRIVILEGE_TEST_CREATE(0x68, ADMIN),
	QDA_PRIVILEGE_TEST_CREATE(0x69, ADMIN),
	QDA_PRIVILEGE_TEST_INVOKE(0, NONE),
	QDA_PRIVILEGE_TEST_INVOKE(1, NOBODY),
	QDA_PRIVILEGE_TEST_INVOKE(2, NONE),
	QDA_PRIVILEGE_TEST_INVOKE(0x1000, NONE),
	QDA_PRIVILEGE_TEST_INVOKE(0x80000001, NONE),
	QDA_PRIVILEGE_TEST_INVOKE(U32_MAX, NONE),
	{ "operation unknown", 99, 0, QDA_PRIVILEGE_NOBODY },
};

KUNIT_ARRAY_PARAM_DESC(qda_privilege_test_row, qda_privilege_test_rows, name);

static void qda_test_privilege_needed(struct kunit *test)
{
	const struct qda_privilege_test_row *row = test->param_value;

	KUNIT_EXPECT_EQ(test, qda_privilege_needed(row->op, row->asked), row->want);
}

static struct kunit_case qda_privilege_test_cases[] = {
	KUNIT_CASE_PARAM(qda_test_privilege_needed, qda_privilege_test_row_gen_params),
	{ }
};

static struct kunit_suite qda_privilege_test_suite = {
	.name = "qda_privilege",
	.test_cases = qda_privilege_test_cases,
};

kunit_test_suite(qda_privilege_test_suite);
