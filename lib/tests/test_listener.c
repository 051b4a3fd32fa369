// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * The listener's thread: when there is one, what it serves, how it ends.
 */
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fake_listener.h"
#include "tap.h"

static struct qda_device *dev;
static struct qda_session *session;

/* Memory that each thread of this program has, out of its stack. */
static _Thread_local char large[1 << 20];

/* Threads of this process but the first, and those of a sanitizer. */
static int threads(void)
{
	static int others = -1;
	DIR *dir = opendir("/proc/self/task");
	int count = 0;

	while (readdir(dir))
		count++;
	closedir(dir);
	if (others < 0)
		others = count;
	return count - others;
}

/* A thread that was joined is still listed for a moment. */
static bool threads_become(int count)
{
	for (int i = 0; i < 60000 && threads() != count; i++)
		usleep(1000);
	return threads() == count;
}

static void open_module(void)
{
	struct qda_module *module;

	TAP_EXPECT(!qda_module_open(session, "none", &module, NULL, NULL, 0));
	TAP_EXPECT(!qda_module_close(module));
}

static void setup(uint32_t handle)
{
	threads();
	dev = fake_listener_setup(handle);
	TAP_EXPECT(!qda_session_create(dev, QDA_SESSION_UNSIGNED, &session,
				       NULL));
}

static void cleanup(void)
{
	TAP_EXPECT(!qda_session_close(session));
	TAP_EXPECT(threads_become(0));
	TAP_EXPECT(fake.gems == 0);
	fake_listener_cleanup(dev);
}

/* Looks a name up: the handle, or -1. */
static long look_up(const char *name)
{
	uint32_t sizes[2] = { (uint32_t)strlen(name) + 1, 16 };
	uint32_t answer[2] = { 0 };
	char text[16];
	const struct fake_buf in[] = {
		FAKE_BUF(sizes), { (char *)name, sizes[0] },
	};
	const struct fake_buf out[] = { FAKE_BUF(answer), FAKE_BUF(text) };

	if (fake_reverse(0, 0, in, 2, out, 2) || answer[1])
		return -1;
	return answer[0];
}

/* A thread comes with the first module, not before, and goes with the session. */
static void one_thread(void)
{
	setup(7);
	TAP_EXPECT(threads_become(0));
	open_module();
	TAP_EXPECT(threads_become(1));
	open_module();
	TAP_EXPECT(threads_become(1));
	cleanup();
}

/* A DSP without a listener object: no thread, and modules are opened. */
static void no_object(void)
{
	setup(0);
	open_module();
	TAP_EXPECT(threads_become(0));
	cleanup();
}

/* The older object, with its own method numbers. */
static void older_object(void)
{
	setup(3);
	open_module();
	TAP_EXPECT(look_up("apps_std") > 0);
	cleanup();
}

/* The program's threads need more stack than the listener would by itself. */
static void large_thread_local(void)
{
	setup(7);
	large[sizeof(large) / 2] = 1;
	open_module();
	TAP_EXPECT(threads_become(1));
	TAP_EXPECT(look_up("apps_std") > 0);
	TAP_EXPECT(large[sizeof(large) / 2] == 1);
	cleanup();
}

/* Objects are found by name; what is not served has none. */
static void names(void)
{
	uint32_t closing[2] = { 1, 16 };
	uint32_t error = 9;
	char text[16];
	const struct fake_buf in[] = { FAKE_BUF(closing) };
	const struct fake_buf out[] = { FAKE_BUF(error), FAKE_BUF(text) };

	setup(7);
	open_module();
	closing[0] = (uint32_t)look_up("apps_std");
	TAP_EXPECT(closing[0] > 0 && closing[0] < 0x1000);
	TAP_EXPECT(look_up("apps_mem") > 0);
	TAP_EXPECT(look_up("apps_mem") != look_up("apps_std"));
	TAP_EXPECT(look_up("adspmsgd_apps") == -1);
	TAP_EXPECT(look_up("") == -1);
	TAP_EXPECT(!fake_reverse(0, 1, in, 1, out, 2) && !error);
	closing[0] = 77;
	TAP_EXPECT(!fake_reverse(0, 1, in, 1, out, 2) && error);
	cleanup();
}

/* One thing wrong each; the thread answers with an error and goes on. */
static void wrong_calls(void)
{
	static const uint32_t short_name[] = { 8, 0, 9, 16, 2, 0x6161, 8, 16 };
	static const uint32_t nothing[64];
	const struct fake_buf in[] = { { (void *)nothing, 8 } };
	uint32_t packed[8] = { 8, 0, 2, 16, 0xffffffff };

	setup(7);
	open_module();
	/* No such object; no such method; other counts of buffers. */
	TAP_EXPECT(fake_reverse(99, 0, in, 1, NULL, 0) == 0x2c);
	TAP_EXPECT(fake_reverse(0, 7, in, 1, NULL, 0) == 0x14);
	TAP_EXPECT(fake_reverse(0, 0, in, 1, NULL, 0) == 0x0e);
	/* Handles; more buffers than any method; an input over the end. */
	TAP_EXPECT(fake_reverse_raw(0, 0x00000010, nothing, 64, 64) == 0x0e);
	TAP_EXPECT(fake_reverse_raw(0, 0x00ff0000, nothing, 64, 64) == 0x14);
	TAP_EXPECT(fake_reverse_raw(0, 0x00020200, packed, 32, 32) == 0x0e);
	/* No inputs where the size of one should be; no sizes of outputs. */
	TAP_EXPECT(fake_reverse_raw(0, 0x00010000, nothing, 0, 0) == 0x0e);
	TAP_EXPECT(fake_reverse_raw(0, 0x00000200, nothing, 4, 4) == 0x0e);
	/* A name longer than its buffer. */
	TAP_EXPECT(fake_reverse_raw(0, 0x00020200, short_name,
				    sizeof(short_name),
				    sizeof(short_name)) == 0x0e);
	/* More inputs, and more outputs, than there can be. */
	TAP_EXPECT(fake_reverse_raw(0, 0x00020200, nothing, 64, 0x80000000) ==
		   0x4d);
	packed[0] = 0x7fffffff;
	packed[1] = 0x7fffffff;
	TAP_EXPECT(fake_reverse_raw(0, 0x00000200, packed, 8, 8) == 0x4d);
	TAP_EXPECT(look_up("apps_std") > 0);
	cleanup();
}

static uint32_t random_next(void)
{
	static uint64_t state = 1;

	state = state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(state >> 33);
}

/* Small numbers lead further in than large ones. */
static uint32_t random_word(void)
{
	static const uint32_t odd[] = {
		0x7fffffff, 0x80000000, 0xffffffff, 0xfffffff8, 0x1000,
	};
	uint32_t number = random_next();

	switch (number >> 8 & 7) {
	case 0:
		return odd[number % 5];
	case 1:
		return random_next() << 1;
	default:
		return number % 40;
	}
}

/* Calls of random bytes: each is answered, and the thread serves on. */
static void random_calls(void)
{
	uint32_t packed[64];

	setup(7);
	open_module();
	for (int i = 0; i < 20000; i++) {
		uint32_t scalars = (random_next() % 33) << 24 |
				   (random_next() % 6) << 16 |
				   (random_next() % 4) << 8;
		uint32_t size = random_next() % (sizeof(packed) + 1);

		for (unsigned int j = 0; j < 64; j++)
			packed[j] = random_word();
		fake_reverse_raw(random_next() % 4, scalars, packed, size,
				 size);
	}
	TAP_EXPECT(look_up("apps_std") > 0);
	cleanup();
}

/* Inputs larger than what comes with next2 are fetched. */
static void large_input(void)
{
	uint32_t sizes[2] = { 9, 16 };
	uint32_t answer[2] = { 0 };
	char *name = calloc(1, 100000);
	char text[16];
	const struct fake_buf in[] = { FAKE_BUF(sizes), { name, 100000 } };
	const struct fake_buf out[] = { FAKE_BUF(answer), FAKE_BUF(text) };

	setup(7);
	open_module();
	strcpy(name, "apps_std");
	TAP_EXPECT(!fake_reverse(0, 0, in, 2, out, 2));
	TAP_EXPECT(answer[0] && !answer[1]);
	/* The DSP changes its mind about their size: the call is not served. */
	fake.more_needs = 1;
	TAP_EXPECT(fake_reverse(0, 0, in, 2, out, 2) != 0);
	free(name);
	cleanup();
}

/* As large as inputs may be, and larger by a byte. */
static void largest_input(void)
{
	static uint8_t packed[(1 << 20) + 1];
	uint32_t size = sizeof(packed) - 1;

	setup(7);
	open_module();
	/* One input, which takes all but its own size. */
	memcpy(packed, &(uint32_t){ size - 8 }, 4);
	TAP_EXPECT(fake_reverse_raw(1, 0x00010000, packed, size, size) == 0x0e);
	TAP_EXPECT(fake_reverse_raw(1, 0x00010000, packed, size + 1,
				    size + 1) == 0x4d);
	cleanup();
}

/* "Interrupted" is no end, but the call before is forgotten; "bad state" is one. */
static void next_fails(void)
{
	unsigned int nexts;

	setup(7);
	open_module();
	TAP_EXPECT(look_up("apps_std") > 0);
	fake_listener_settle();
	fake.next_says = 46;
	TAP_EXPECT(look_up("apps_std") > 0);
	fake_listener_settle();
	nexts = fake.nexts;
	TAP_EXPECT(nexts == 4);
	TAP_EXPECT(!fake.brought[0] && fake.brought[1]);
	TAP_EXPECT(!fake.brought[2] && fake.brought[3]);
	fake.next_says = (int32_t)0x8000040d;
	fake_reverse_begin(0, 0, "", 0);
	cleanup();
	TAP_EXPECT(fake.nexts == nexts);
}

/* The session is closed while a reverse call is under way. */
static void closed_meanwhile(void)
{
	for (int i = 0; i < 50; i++) {
		setup(7);
		open_module();
		fake_reverse_begin(0, 0x00020200, "", 1);
		cleanup();
	}
}

static void close_session(void)
{
	TAP_EXPECT(!qda_session_close(session));
	fake.open_error = (int32_t)0x8000043e;
}

/* Another thread closes the session while it opens a module. */
static void closed_in_open(void)
{
	struct qda_module *module;
	char text[QDA_TEXT_SIZE];

	setup(7);
	fake.while_open = close_session;
	TAP_EXPECT(qda_module_open(session, "none", &module, NULL, text,
				   sizeof(text)) == -EREMOTEIO);
	TAP_EXPECT(threads_become(0));
	fake_listener_cleanup(dev);
}

static int end_told;

static void end_tell(void *context, int error)
{
	TAP_EXPECT(context == &end_told);
	end_told = error;
}

/*
 * The DSP goes: the program is told, the thread ends; closing says so and waits
 * for nothing.
 */
static void dsp_goes(void)
{
	setup(7);
	end_told = 0;
	qda_session_set_ended(session, end_tell, &end_told);
	open_module();
	fake_listener_settle();
	fake_listener_go();
	TAP_EXPECT(qda_session_close(session) == -ENODEV);
	TAP_EXPECT(threads_become(0));
	TAP_EXPECT(end_told == -ECONNRESET);
	fake_listener_cleanup(dev);
}

/* Of the end that it makes itself the program is not told. */
static void closed_is_not_told(void)
{
	setup(7);
	end_told = 0;
	qda_session_set_ended(session, end_tell, &end_told);
	open_module();
	fake_listener_settle();
	TAP_EXPECT(!qda_session_close(session));
	TAP_EXPECT(threads_become(0) && !end_told);
	fake_listener_cleanup(dev);
}

/* The device is closed with the session open: the thread ends with it. */
static void device_closed(void)
{
	setup(7);
	open_module();
	fake_listener_cleanup(dev);
	TAP_EXPECT(threads_become(0));
}

/* A signal of the process never runs on the thread. */
static void signals_blocked(void)
{
	char path[64], line[256];
	unsigned long long blocked = 0;
	struct dirent *entry;
	FILE *status;
	DIR *dir;

	setup(7);
	open_module();
	fake_listener_settle();
	dir = opendir("/proc/self/task");
	while ((entry = readdir(dir))) {
		if (entry->d_name[0] == '.' || atoi(entry->d_name) == getpid())
			continue;
		snprintf(path, sizeof(path), "/proc/self/task/%.16s/status",
			 entry->d_name);
		status = fopen(path, "re");
		while (status && fgets(line, sizeof(line), status))
			sscanf(line, "SigBlk: %llx", &blocked);
		if (status)
			fclose(status);
	}
	closedir(dir);
	TAP_EXPECT(blocked & 1ull << (SIGINT - 1));
	TAP_EXPECT(blocked & 1ull << (SIGTERM - 1));
	TAP_EXPECT(blocked & 1ull << (SIGALRM - 1));
	cleanup();
}

static const struct tap_test tests[] = {
	TAP_TEST(one_thread),
	TAP_TEST(no_object),
	TAP_TEST(older_object),
	TAP_TEST(large_thread_local),
	TAP_TEST(names),
	TAP_TEST(wrong_calls),
	TAP_TEST(random_calls),
	TAP_TEST(large_input),
	TAP_TEST(largest_input),
	TAP_TEST(next_fails),
	TAP_TEST(closed_meanwhile),
	TAP_TEST(closed_in_open),
	TAP_TEST(dsp_goes),
	TAP_TEST(closed_is_not_told),
	TAP_TEST(device_closed),
	TAP_TEST(signals_blocked),
};

TAP_MAIN(tests)
