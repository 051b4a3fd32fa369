// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Reading a log: lines out of a ring that the DSP writes, and may write wrongly.
 */
#include <errno.h>
#include <string.h>

#include "fake_listener.h"
#include "tap.h"

#define SIZE	(256u << 10)

static struct qda_device *dev;
static struct qda_log *tested;
static uint8_t *ring;
static uint64_t dsp_address;
static uint32_t *end;
static char line[QDA_TEXT_SIZE];
static unsigned int waits;

/* What the DSP does in the next wait. */
static const char *wait_text;
static uint32_t wait_size;
static int wait_error;

/* Writes bytes behind those before, around the end of the ring. */
static void put(const char *text, uint32_t size)
{
	uint32_t at = *end;

	for (uint32_t i = 0; i < size; i++) {
		ring[at] = (uint8_t)text[i];
		at = (at + 1) % (SIZE - 4);
	}
	*end = at;
}

#define PUT(text)	put(text, sizeof(text))

static int32_t get_memory(uint64_t size, uint64_t *address)
{
	uint64_t numbers[4] = { 0, 0, 0, size };
	uint64_t answer[2] = { 0 };
	const struct fake_buf in[] = { FAKE_BUF(numbers) };
	const struct fake_buf out[] = { FAKE_BUF(answer) };

	TAP_EXPECT(size == SIZE);
	TAP_EXPECT(!fake_reverse(2, 2, in, 1, out, 1));
	*address = answer[0];
	dsp_address = answer[1];
	ring = (void *)(uintptr_t)answer[0];
	end = (void *)(ring + SIZE - 4);
	return 0;
}

static int32_t unmap(void)
{
	uint64_t numbers[2] = { dsp_address, SIZE };
	const struct fake_buf in[] = { FAKE_BUF(numbers) };

	return fake_reverse(2, 3, in, 1, NULL, 0);
}

static int wait_for_more(void)
{
	waits++;
	put(wait_text, wait_size);
	wait_size = 0;
	return wait_error;
}

static void setup(void)
{
	dev = fake_listener_setup(7);
	fake.log_init = get_memory;
	fake.log_wait = wait_for_more;
	waits = wait_size = 0;
	wait_error = 0;
	wait_text = "";
}

static void open_log(void)
{
	setup();
	TAP_EXPECT(!qda_log_open(dev, &tested, NULL));
}

static void cleanup(void)
{
	TAP_EXPECT(!qda_log_close(tested));
	TAP_EXPECT(fake.log_deinits == 1);
	TAP_EXPECT(fake.gems == 0);
	fake_listener_cleanup(dev);
}

static int next(int wait)
{
	memset(line, '#', sizeof(line));
	return qda_log_read(tested, line, sizeof(line), wait);
}

/* What is there comes line by line; then there is nothing. */
static void lines(void)
{
	open_log();
	TAP_EXPECT(next(0) == -EAGAIN);
	PUT("cdsp: one");
	PUT("cdsp: two");
	TAP_EXPECT(!next(0) && !strcmp(line, "cdsp: one"));
	TAP_EXPECT(!next(0) && !strcmp(line, "cdsp: two"));
	TAP_EXPECT(next(0) == -EAGAIN && waits == 0);
	cleanup();
}

/* It sleeps for what is not there yet, also for the rest of a line. */
static void waiting(void)
{
	open_log();
	wait_text = "three";
	wait_size = 6;
	TAP_EXPECT(!next(1) && !strcmp(line, "three") && waits == 1);
	put("half ", 5);
	TAP_EXPECT(next(0) == -EAGAIN);
	wait_text = "line";
	wait_size = 5;
	TAP_EXPECT(!next(1) && !strcmp(line, "half line") && waits == 2);
	wait_error = -ECONNRESET;
	TAP_EXPECT(next(1) == -ECONNRESET);
	cleanup();
}

/* Many times around the end of the ring. */
static void around(void)
{
	char text[1000];

	open_log();
	for (int i = 0; i < 1000; i++) {
		memset(text, 'a' + i % 26, sizeof(text));
		text[500 + i % 499] = '\0';
		put(text, (uint32_t)strlen(text) + 1);
		if (!TAP_EXPECT(!next(0) && !strcmp(line, text)))
			break;
	}
	TAP_EXPECT(next(0) == -EAGAIN);
	cleanup();
}

/* What a terminal would obey; empty lines; a line longer than the room. */
static void odd_lines(void)
{
	static char large[3000];

	open_log();
	PUT("\033[2Ja\nb\x80");
	TAP_EXPECT(!next(0) && !strcmp(line, " [2Ja b "));
	PUT("");
	PUT("");
	PUT("x");
	TAP_EXPECT(!next(0) && !strcmp(line, "x"));
	memset(large, 'l', sizeof(large) - 1);
	put(large, sizeof(large));
	TAP_EXPECT(!next(0) && strlen(line) == sizeof(line) - 1);
	TAP_EXPECT(!next(0) && strlen(line) == sizeof(line) - 1);
	TAP_EXPECT(!next(0) && strlen(line) == 2999 - 2 * 1023);
	/* Room for no character at all would never come to an end. */
	TAP_EXPECT(qda_log_read(tested, line, 1, 0) == -EINVAL);
	TAP_EXPECT(qda_log_read(tested, line, 0, 0) == -EINVAL);
	TAP_EXPECT(next(0) == -EAGAIN);
	cleanup();
}

/* An index outside; a ring without any end of a line: nothing is read outside. */
static void wrong_ring(void)
{
	int pieces = 0;

	open_log();
	*end = 0xffffffff;
	TAP_EXPECT(next(0) == -EAGAIN);
	*end = SIZE - 4;
	TAP_EXPECT(next(0) == -EAGAIN);
	*end = 0;
	memset(ring, 'x', SIZE - 4);
	*end = SIZE - 5;
	while (!next(0) && pieces < 1000)
		pieces++;
	TAP_EXPECT(pieces == (SIZE - 5) / 1023);
	cleanup();
}

/* The DSP cannot take the memory away while it is read. */
static void memory_stays(void)
{
	open_log();
	TAP_EXPECT(unmap() == 0x48);
	PUT("still here");
	TAP_EXPECT(!next(0) && !strcmp(line, "still here"));
	cleanup();
}

static int32_t refuse(uint64_t size, uint64_t *address)
{
	(void)size;
	(void)address;
	return (int32_t)0x80000402;
}

static int32_t no_log(uint64_t size, uint64_t *address)
{
	refuse(size, address);
	return (int32_t)0x80000414;
}

static int32_t lie(uint64_t size, uint64_t *address)
{
	get_memory(size, address);
	*address += 8;
	return 0;
}

/* No log for one reason each; nothing is left. */
static void none(void)
{
	int32_t result;

	setup();
	fake.attach_error = -EPERM;
	TAP_EXPECT(qda_log_open(dev, &tested, &result) == -EPERM);
	fake_listener_cleanup(dev);

	setup();
	fake.log_init = no_log;
	TAP_EXPECT(qda_log_open(dev, &tested, &result) == -EOPNOTSUPP);
	fake_listener_cleanup(dev);

	setup();
	fake.log_init = refuse;
	TAP_EXPECT(qda_log_open(dev, &tested, &result) == -EREMOTEIO);
	TAP_EXPECT(result == (int32_t)0x80000402);
	fake_listener_cleanup(dev);

	setup();
	fake.log_init = lie;
	TAP_EXPECT(qda_log_open(dev, &tested, &result) == -EBADMSG);
	TAP_EXPECT(fake.gems == 0);
	fake_listener_cleanup(dev);

	setup();
	fake.handle = 0;
	TAP_EXPECT(qda_log_open(dev, &tested, &result) == -EOPNOTSUPP);
	fake_listener_cleanup(dev);
}

static const struct tap_test tests[] = {
	TAP_TEST(lines),
	TAP_TEST(waiting),
	TAP_TEST(around),
	TAP_TEST(odd_lines),
	TAP_TEST(wrong_ring),
	TAP_TEST(memory_stays),
	TAP_TEST(none),
};

TAP_MAIN(tests)
