// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Memory for the DSP: the same bytes on both sides, up to a limit, and none of
 * it left in the end.
 */
#include <errno.h>
#include <string.h>

#include "fake_listener.h"
#include "tap.h"

#define MEM		2
#define HEAP		0x1000

static struct qda_device *dev;
static struct qda_session *session;

static void setup(void)
{
	struct qda_module *module;

	dev = fake_listener_setup(7);
	TAP_EXPECT(!qda_session_create(dev, QDA_SESSION_UNSIGNED, &session,
				       NULL));
	TAP_EXPECT(!qda_module_open(session, "none", &module, NULL, NULL, 0));
	TAP_EXPECT(!qda_module_close(module));
}

static void cleanup(void)
{
	TAP_EXPECT(!qda_session_close(session));
	TAP_EXPECT(fake.gems == 0);
	fake_listener_cleanup(dev);
}

static int32_t map(uint32_t flags, uint64_t size, uint64_t answer[2])
{
	uint64_t numbers[4] = { 0, flags, 0, size };
	const struct fake_buf in[] = { FAKE_BUF(numbers) };
	const struct fake_buf out[] = { { answer, 16 } };

	return fake_reverse(MEM, 2, in, 1, out, 1);
}

static int32_t unmap(uint64_t address, uint64_t size)
{
	uint64_t numbers[2] = { address, size };
	const struct fake_buf in[] = { FAKE_BUF(numbers) };

	return fake_reverse(MEM, 3, in, 1, NULL, 0);
}

/* Memory that is got, used and given back. */
static void map_unmap(void)
{
	uint64_t answer[2] = { 0 };

	setup();
	TAP_EXPECT(!map(HEAP, 10000, answer));
	TAP_EXPECT(fake.gems == 1 && fake.maps == 1);
	TAP_EXPECT(fake.map_request == 1 && fake.map_flags == HEAP);
	TAP_EXPECT(answer[0] && answer[1] == 0xd0010000);
	memset((void *)(uintptr_t)answer[0], 1, 10000);
	TAP_EXPECT(unmap(answer[1], 9999) == 0x48);
	TAP_EXPECT(unmap(answer[1] + 1, 10000) == 0x48);
	TAP_EXPECT(!unmap(answer[1], 10000));
	TAP_EXPECT(fake.gems == 0 && fake.maps == 0);
	TAP_EXPECT(unmap(answer[1], 10000) == 0x48);
	cleanup();
}

/* The other request of the kernel, for the flags that are its. */
static void kinds(void)
{
	uint64_t answer[2];

	setup();
	TAP_EXPECT(!map(0, 4096, answer));
	TAP_EXPECT(fake.map_request == 2 && fake.map_flags == 0);
	TAP_EXPECT(!map(0x3000, 4096, answer));
	TAP_EXPECT(fake.map_request == 1 && fake.map_flags == HEAP);
	cleanup();
}

/* Sizes that make no sense, or too much of them. */
static void limits(void)
{
	static const uint64_t wrong[] = {
		0, UINT64_MAX, UINT64_MAX - 4095, INT64_MAX,
		(UINT64_C(256) << 20) + 1,
	};
	uint64_t answer[2];

	setup();
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		TAP_EXPECT(map(HEAP, wrong[i], answer) == 2);
	TAP_EXPECT(fake.gems == 0);
	/* 16 x 16 MiB are all there is; what is given back can be got again. */
	for (int i = 0; i < 16; i++)
		TAP_EXPECT(!map(HEAP, 16 << 20, answer));
	TAP_EXPECT(map(HEAP, 1, answer) == 2);
	TAP_EXPECT(!unmap(answer[1], 16 << 20));
	TAP_EXPECT(!map(HEAP, 16 << 20, answer));
	TAP_EXPECT(map(HEAP, 1, answer) == 2);
	cleanup();
}

/* The kernel or the DSP refuses: nothing is left, and nothing is counted. */
static void refused(void)
{
	uint64_t answer[2];

	setup();
	fake.map_error = -EREMOTEIO;
	for (int i = 0; i < 20; i++)
		TAP_EXPECT(map(HEAP, 16 << 20, answer) == 1);
	TAP_EXPECT(fake.gems == 0);
	fake.map_error = 0;
	TAP_EXPECT(!map(HEAP, 16 << 20, answer));
	cleanup();
}

/* What the mapper was asked for last. */
static struct mapped {
	uint32_t number, size, unmaps;
} mapped;

static int32_t mapper_map(void *context, uint32_t number, uint32_t size)
{
	struct mapped *m = context;

	m->number = number;
	m->size = size;
	return number == 7 ? 0 : 0x48;
}

static int32_t mapper_unmap(void *context, uint32_t number)
{
	struct mapped *m = context;

	m->unmaps++;
	return number == 7 ? 0 : 0x48;
}

static int32_t map_number(uint32_t number, uint32_t offset, uint32_t size)
{
	uint32_t numbers[3] = { number, offset, size };
	const struct fake_buf in[] = { FAKE_BUF(numbers) };

	return fake_reverse(MEM, 6, in, 1, NULL, 0);
}

static int32_t unmap_number(uint32_t number)
{
	uint32_t numbers[2] = { number, 4096 };
	const struct fake_buf in[] = { FAKE_BUF(numbers) };

	return fake_reverse(MEM, 7, in, 1, NULL, 0);
}

/* Memory of the program: its mapper decides; without one there is none. */
static void numbers(void)
{
	static const struct qda_mapper mapper = { mapper_map, mapper_unmap };
	uint32_t cut[2] = { 7, 0 };
	const struct fake_buf in[] = { FAKE_BUF(cut) };

	setup();
	TAP_EXPECT(map_number(7, 0, 4096) == 0x14);
	TAP_EXPECT(unmap_number(7) == 0x14);
	qda_session_set_mapper(session, &mapper, &mapped);
	TAP_EXPECT(!map_number(7, 0, 5000));
	TAP_EXPECT(mapped.number == 7 && mapped.size == 5000);
	TAP_EXPECT(map_number(8, 0, 4096) == 0x48);
	TAP_EXPECT(mapped.number == 8);
	TAP_EXPECT(map_number(9, 4096, 4096) == 0xe);
	TAP_EXPECT(map_number(9, 0, 0) == 0xe);
	TAP_EXPECT(fake_reverse(MEM, 6, in, 1, NULL, 0) == 0xe);
	TAP_EXPECT(mapped.number == 8);
	TAP_EXPECT(!unmap_number(7) && unmap_number(8) == 0x48);
	TAP_EXPECT(mapped.unmaps == 2);
	TAP_EXPECT(fake.gems == 0);
	cleanup();
}

static const struct tap_test tests[] = {
	TAP_TEST(map_unmap),
	TAP_TEST(kinds),
	TAP_TEST(limits),
	TAP_TEST(refused),
	TAP_TEST(numbers),
};

TAP_MAIN(tests)
