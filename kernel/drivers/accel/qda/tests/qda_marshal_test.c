// SPDX-License-Identifier: GPL-2.0-only
/* Copyright (c) 2026 The qda authors */

#include <linux/align.h>
#include <linux/prandom.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/unaligned.h>

#include <kunit/test.h>

#include "../qda_marshal.h"

/**
 * DOC: Payload tests
 *
 * The model here reads a payload as a DSP does. It was written from what
 * FastRPC puts on the wire, by byte offsets, and shares nothing with the
 * driver but struct qda_arg.
 */

#define QDA_MARSHAL_TEST_CALLS		1000000
#define QDA_MARSHAL_TEST_SEED		0x716461
#define QDA_MARSHAL_TEST_POISON		0xa5
#define QDA_MARSHAL_TEST_TAIL		388
#define QDA_MARSHAL_TEST_HEAD(count)	(40 * (count) + QDA_MARSHAL_TEST_TAIL)
#define QDA_MARSHAL_TEST_PAYLOAD_MAX	\
	(ALIGN(QDA_MARSHAL_TEST_HEAD(QDA_MARSHAL_ARGS_MAX), 128) + 256)

/* Where the payload of a test lies for the DSP: SID 1 at bit 32. */

/** struct qda_marshal_test_wire - what a DSP finds out about an argument */
struct qda_marshal_test_wire {
	/** @pv: buffer: address in the caller's eyes; handle: tag, offset */
	u64 pv;
	/** @len: bytes */
	u64 len;
	/** @regions: number of page entries */
	u32 regions;
	/** @index: index of the page entry */
	u32 index;
	/** @addr: device address of the pages */
	u64 addr;
	/** @size: bytes of the pages */
	u64 size;
};

static struct qda_marshal_test_wire
qda_marshal_test_read(const void *payload, unsigned int count, unsigned int i)
{
	const void *list = payload + 16 * count + 8 * i;
	const void *page = payload + 24 * count + 16 * i;
	const void *arg = payload + 16 * i;

	return (struct qda_marshal_test_wire){
		.pv = get_unaligned_le64(arg),
		.len = get_unaligned_le64(arg + 8),
		.regions = get_unaligned_le32(list),
		.index = get_unaligned_le32(list + 4),
		.addr = get_unaligned_le64(page),
		.size = get_unaligned_le64(page + 8),
	};
}

/* What the DSP must find for an argument. */
static struct qda_marshal_test_wire
qda_marshal_test_model(const struct qda_arg *arg, unsigned int i)
{
	u64 start = arg->base + arg->offset;
	struct qda_marshal_test_wire want = { .index = i };

	if (!arg->size)
		return want;

	want.regions = 1;
	want.len = arg->size;
	if (arg->is_handle) {
		want.pv = arg->tag | arg->offset << 32;
		want.addr = arg->base;
		want.size = arg->span;
	} else {
		want.pv = start & 0xfff;
		want.addr = start - (start & 0xfff);
		want.size = ((start + arg->size - 1) / 4096 + 1) * 4096 - want.addr;
	}

	return want;
}

static bool qda_marshal_test_equal(struct qda_marshal_test_wire got,
				   const struct qda_marshal_test_wire *want,
				   bool is_handle)
{
	/* The DSP takes the rest of a buffer's pv for a name. */
	if (!is_handle)
		got.pv &= 0xfff;

	return got.pv == want->pv && got.len == want->len &&
	       got.regions == want->regions && got.index == want->index &&
	       got.addr == want->addr && got.size == want->size;
}

/** struct qda_marshal_test_size - how large a payload is */
struct qda_marshal_test_size {
	/** @name: of the case */
	const char *name;
	/** @count: number of arguments */
	unsigned int count;
	/** @want: bytes of the payload */
	size_t want;
};

static const struct qda_marshal_test_size qda_marshal_test_sizes[] = {
	{ "no argument", 0, 512 },
	{ "three arguments", 3, 512 },
	{ "four arguments", 4, 640 },
	{ "six arguments", 6, 640 },
	{ "seven arguments", 7, 768 },
	{ "nine arguments", 9, 768 },
	{ "a page", 92, 4096 },
	{ "as many as there can be", 540, 22016 },
};

KUNIT_ARRAY_PARAM_DESC(qda_marshal_test_size, qda_marshal_test_sizes, name);

/* Some arguments: the payload ends on a line of the DSP's cache. */
static void qda_test_marshal_size(struct kunit *test)
{
	const struct qda_marshal_test_size *param = test->param_value;

	KUNIT_EXPECT_EQ(test, qda_marshal_size(param->count), param->want);
}

/** struct qda_marshal_test_entry - one argument and its wire form */
struct qda_marshal_test_entry {
	/** @name: of the case */
	const char *name;
	/** @arg: the argument */
	struct qda_arg arg;
	/** @want: its wire form */
	struct qda_marshal_test_wire want;
};

static const struct qda_marshal_test_entry qda_marshal_test_entries[] = {
	{ "empty buffer", { .base = 0x100000000, .span = 4096 }, {} },
	{ "empty handle", { .is_handle = true, .tag = 7 }, {} },
	{
		"a page",
		{ .size = 4096, .base = 0x2ffffe000, .span = 8192 },
		{ 0, 4096, 1, 0, 0x2ffffe000, 4096 },
	}, {
		"last byte of a page",
		{ .size = 1, .offset = 4095,
		  .base = 0x2ffffe000, .span = 8192 },
		{ 0xfff, 1, 1, 0, 0x2ffffe000, 4096 },
	}, {
		"two bytes of two pages",
		{ .size = 2, .offset = 4095,
		  .base = 0x2ffffe000, .span = 8192 },
		{ 0xfff, 2, 1, 0, 0x2ffffe000, 8192 },
	}, {
		"SID at bit 56",
		{ .size = 0x1000, .offset = 0x1010,
		  .base = 0x0300000300000000, .span = 0x4000 },
		{ 0x010, 0x1000, 1, 0, 0x0300000300001000, 8192 },
	}, {
		"handle",
		{ .is_handle = true, .tag = 7, .size = 16, .offset = 0x1234,
		  .base = 0x2fff00000, .span = 0x8000 },
		{ 0x123400000007, 16, 1, 0, 0x2fff00000, 0x8000 },
	},
};

KUNIT_ARRAY_PARAM_DESC(qda_marshal_test_entry, qda_marshal_test_entries, name);

/* One argument: the DSP finds what the table says, and no byte of it changes. */
static void qda_test_marshal_entry(struct kunit *test)
{
	const struct qda_marshal_test_entry *param = test->param_value;
	struct qda_arg arg = param->arg;
	struct qda_marshal_test_wire got;
	size_t size = qda_marshal_size(1);
	void *payload;

	payload = kunit_kmalloc(test, size, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, payload);
	memset(payload, QDA_MARSHAL_TEST_POISON, size);

	qda_marshal_pack(payload, &arg, 1);

	got = qda_marshal_test_read(payload, 1, 0);
	if (!arg.is_handle)
		got.pv &= 0xfff;
	KUNIT_EXPECT_MEMEQ(test, &got, &param->want, sizeof(got));
	KUNIT_EXPECT_NULL(test, memchr_inv(payload + 40, 0, QDA_MARSHAL_TEST_TAIL));
	KUNIT_EXPECT_NULL(test, memchr_inv(payload + 428, QDA_MARSHAL_TEST_POISON, size - 428));
}

/* Fields of a scalars word are taken apart as FastRPC puts them together. */
static void qda_test_marshal_scalars(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, qda_scalars_method(0x02030110), 2);
	KUNIT_EXPECT_EQ(test, qda_scalars_in(0x02030110), 3);
	KUNIT_EXPECT_EQ(test, qda_scalars_out(0x02030110), 1);
	KUNIT_EXPECT_EQ(test, qda_scalars_buffers(0x02030110), 4);
	KUNIT_EXPECT_EQ(test, qda_scalars_args(0x02030110), 5);
	KUNIT_EXPECT_EQ(test, qda_scalars_method(0xffffffff), 31);
	KUNIT_EXPECT_EQ(test, qda_scalars_args(0xffffffff), QDA_MARSHAL_ARGS_MAX);
	KUNIT_EXPECT_EQ(test, qda_scalars_args(0x1f000000), 0);
	KUNIT_EXPECT_EQ(test, qda_scalars_args(0x00000001), 1);
}

static unsigned int qda_marshal_test_pick_count(struct rnd_state *rnd)
{
	u32 dice = prandom_u32_state(rnd);

	if (dice % 4096 == 0)
		return dice / 4096 % (QDA_MARSHAL_ARGS_MAX + 1);
	if (dice % 16 == 0)
		return dice / 16 % 33;

	return dice / 16 % 5;
}

/* Sizes near the edges of line and page are likelier than chance has them. */
static u64 qda_marshal_test_pick_size(struct rnd_state *rnd)
{
	static const u32 edges[] = { 0, 1, 127, 128, 129, 4095, 4096, 4097, 32768 };
	u32 dice = prandom_u32_state(rnd);

	switch (dice % 8) {
	case 0:
		return dice / 8;
	case 1:
		return dice / 8 % 40000;
	case 2:
	case 3:
		return edges[dice / 8 % ARRAY_SIZE(edges)];
	default:
		return dice / 8 % 600;
	}
}

static void qda_marshal_test_pick_arg(struct rnd_state *rnd, struct qda_arg *arg)
{
	*arg = (struct qda_arg){
		.is_handle = prandom_u32_state(rnd) % 3 == 0,
		.tag = prandom_u32_state(rnd),
	};
	arg->size = qda_marshal_test_pick_size(rnd);
	/* The memory is whole pages, and the argument lies in it. */
	arg->offset = prandom_u32_state(rnd) >> prandom_u32_state(rnd) % 32;
	arg->span = ALIGN(arg->offset + arg->size, 4096);
	arg->base = (u64)prandom_u32_state(rnd) << (12 + prandom_u32_state(rnd) % 17);
}

/* Return: NULL or what is wrong. */
static const char *qda_marshal_test_check(void *payload, struct qda_arg *args,
					  unsigned int count)
{
	memset(payload, QDA_MARSHAL_TEST_POISON, QDA_MARSHAL_TEST_HEAD(count));
	qda_marshal_pack(payload, args, count);

	for (unsigned int i = 0; i < count; i++) {
		struct qda_marshal_test_wire model = qda_marshal_test_model(&args[i], i);

		if (!qda_marshal_test_equal(qda_marshal_test_read(payload, count, i), &model,
					    args[i].is_handle))
			return "wire form of an argument";
	}

	if (memchr_inv(payload + 40 * count, 0, QDA_MARSHAL_TEST_TAIL))
		return "tail";

	return NULL;
}

/*
 * A million calls with arguments of all kinds: the DSP finds each argument
 * where the model says, and what is behind the head was not touched.
 */
static void qda_test_marshal_random(struct kunit *test)
{
	size_t room = QDA_MARSHAL_TEST_PAYLOAD_MAX;
	const char *wrong = NULL;
	struct rnd_state rnd;
	struct qda_arg *args;
	void *payload;

	args = kunit_kcalloc(test, QDA_MARSHAL_ARGS_MAX, sizeof(*args), GFP_KERNEL);
	payload = kunit_kmalloc(test, room, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, args);
	KUNIT_ASSERT_NOT_NULL(test, payload);
	memset(payload, QDA_MARSHAL_TEST_POISON, room);
	prandom_seed_state(&rnd, QDA_MARSHAL_TEST_SEED);

	for (unsigned int call = 0; call < QDA_MARSHAL_TEST_CALLS; call++) {
		unsigned int count = qda_marshal_test_pick_count(&rnd);
		unsigned int head = QDA_MARSHAL_TEST_HEAD(count);

		for (unsigned int i = 0; i < count; i++)
			qda_marshal_test_pick_arg(&rnd, &args[i]);

		wrong = qda_marshal_test_check(payload, args, count);
		if (!wrong && memchr_inv(payload + head, QDA_MARSHAL_TEST_POISON, 256))
			wrong = "bytes behind the head";
		if (wrong)
			KUNIT_FAIL_AND_ABORT(test, "call %u of %u arguments: %s", call, count,
					     wrong);

		memset(payload, QDA_MARSHAL_TEST_POISON, head);
		cond_resched();
	}

	KUNIT_EXPECT_NULL(test, memchr_inv(payload, QDA_MARSHAL_TEST_POISON, room));
}

static struct kunit_case qda_marshal_test_cases[] = {
	KUNIT_CASE_PARAM(qda_test_marshal_size, qda_marshal_test_size_gen_params),
	KUNIT_CASE_PARAM(qda_test_marshal_entry, qda_marshal_test_entry_gen_params),
	KUNIT_CASE(qda_test_marshal_scalars),
	KUNIT_CASE_SLOW(qda_test_marshal_random),
	{ }
};

static struct kunit_suite qda_marshal_test_suite = {
	.name = "qda_marshal",
	.test_cases = qda_marshal_test_cases,
};

kunit_test_suite(qda_marshal_test_suite);
