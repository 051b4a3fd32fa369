// SPDX-License-Identifier: MIT
/* Copyright (c) 2026 The qda authors */

/*
 * Finding DSPs in a directory of "nodes": files that fake_driver() answers.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "fake_ioctl.h"
#include "tap.h"

#define MS	INT64_C(1000000)
/* What is waited for comes long before; the library may not need the end of it. */
#define LONG	(600000 * MS)
#define NOBODY	65534

static char top[] = "/tmp/qda-test-XXXXXX";
static char dir[64];

/* A reader sees all of the text: an empty node would be another driver's. */
static void node_write(const char *name, const char *text)
{
	char path[128], new[128];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	snprintf(new, sizeof(new), "%s/new", top);
	file = fopen(new, "w");
	if (!TAP_EXPECT(file))
		return;
	fputs(text, file);
	fclose(file);
	TAP_EXPECT(!rename(new, path));
}

static void node_remove(const char *name)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	unlink(path);
}

/* A machine with two DSPs, another driver's node and things that are none. */
static void machine(void)
{
	mkdir(dir, 0700);
	node_write("accel10", "qda adsp");
	node_write("accel2", "qda cdsp");
	node_write("accel3", "rocket npu");
	node_write("accel4", "gone");
	node_write("accel5", "qdaemon x");
	node_write("accel", "qda bad0");
	node_write("accel7x", "qda bad1");
	node_write("accel99999999999", "qda bad2");
	node_write("card0", "qda bad3");
}

static void machine_off(void)
{
	static const char *const names[] = {
		"accel10", "accel2", "accel3", "accel4", "accel5", "accel",
		"accel7x", "accel99999999999", "card0", "accel0", "accel1",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		node_remove(names[i]);
	rmdir(dir);
}

/* In order of the number, qda's only. */
static void list(void)
{
	struct qda_device_entry entries[4];
	char path[128];

	machine();
	memset(entries, 0xff, sizeof(entries));
	TAP_EXPECT(qda_device_list_in(dir, entries, 4) == 2);
	TAP_EXPECT(!strcmp(entries[0].domain, "cdsp") && !entries[0].error);
	TAP_EXPECT(!strcmp(entries[1].domain, "adsp") && !entries[1].error);
	snprintf(path, sizeof(path), "%s/accel10", dir);
	TAP_EXPECT(!strcmp(entries[1].path, path));

	/* Too little room: the number is still true. */
	memset(&entries[1], 0, sizeof(entries[1]));
	TAP_EXPECT(qda_device_list_in(dir, entries, 1) == 2);
	TAP_EXPECT(entries[1].path[0] == '\0');
	TAP_EXPECT(qda_device_list_in(dir, NULL, 0) == 2);
	machine_off();
}

/* No directory, or an empty one, is a machine without a DSP. */
static void list_nothing(void)
{
	TAP_EXPECT(qda_device_list_in(dir, NULL, 0) == 0);
	mkdir(dir, 0700);
	TAP_EXPECT(qda_device_list_in(dir, NULL, 0) == 0);
	machine_off();
}

/* By domain, by path, or just any. */
static void open_by(void)
{
	struct qda_device *dev;
	char path[128];

	machine();
	if (TAP_EXPECT(!qda_device_open_in(dir, NULL, &dev))) {
		TAP_EXPECT(strstr(qda_device_path(dev), "/accel2"));
		qda_device_close(dev);
	}
	if (TAP_EXPECT(!qda_device_open_in(dir, "adsp", &dev))) {
		TAP_EXPECT(strstr(qda_device_path(dev), "/accel10"));
		qda_device_close(dev);
	}
	snprintf(path, sizeof(path), "%s/accel10", dir);
	if (TAP_EXPECT(!qda_device_open(path, &dev))) {
		TAP_EXPECT(!strcmp(qda_device_path(dev), path));
		TAP_EXPECT(qda_device_fd(dev) >= 0);
		qda_device_close(dev);
	}

	TAP_EXPECT(qda_device_open_in(dir, "gdsp", &dev) == -ENODEV);
	snprintf(path, sizeof(path), "%s/accel3", dir);
	TAP_EXPECT(qda_device_open(path, &dev) == -ENOTTY);
	snprintf(path, sizeof(path), "%s/accel4", dir);
	TAP_EXPECT(qda_device_open(path, &dev) == -ENODEV);
	snprintf(path, sizeof(path), "%s/accel6", dir);
	TAP_EXPECT(qda_device_open(path, &dev) == -ENOENT);
	machine_off();
	TAP_EXPECT(qda_device_open_in(dir, "cdsp", &dev) == -ENODEV);
}

/* A larger struct of a newer program is zero where we know nothing. */
static void info(void)
{
	struct {
		struct qda_device_info info;
		uint32_t newer;
	} large;
	struct qda_device *dev;
	uint32_t values[QDA_CAPABILITIES];

	machine();
	if (!TAP_EXPECT(!qda_device_open_in(dir, "cdsp", &dev)))
		return;
	memset(&large, 0xff, sizeof(large));
	TAP_EXPECT(!qda_device_info(dev, &large.info, sizeof(large)));
	TAP_EXPECT(large.newer == 0);
	TAP_EXPECT(!strcmp(large.info.domain, "cdsp"));
	TAP_EXPECT(large.info.driver_major == 1);
	TAP_EXPECT(large.info.driver_minor == 2);
	TAP_EXPECT(large.info.driver_patch == 3);
	TAP_EXPECT(large.info.banks == 4 && large.info.sessions_max == 8);
	TAP_EXPECT(large.info.sessions == 2 && large.info.sid_shift == 32);

	/* A smaller one of an older program is not overrun. */
	memset(&large, 0xff, sizeof(large));
	TAP_EXPECT(!qda_device_info(dev, &large.info, 20));
	TAP_EXPECT(large.info.driver_major == 1);
	TAP_EXPECT(large.info.driver_minor == UINT32_MAX);

	TAP_EXPECT(!qda_device_capabilities(dev, values, QDA_CAPABILITIES));
	TAP_EXPECT(values[6] == FAKE_CAPABILITY(6));
	TAP_EXPECT(qda_device_capabilities(dev, values,
					   QDA_CAPABILITIES + 1) == -EINVAL);
	qda_device_close(dev);
	machine_off();
}

/* One node this user may not open: listed with its error, and not lost. */
static void no_permission(void)
{
	bool root = geteuid() == 0;
	struct qda_device_entry entry;
	struct qda_device *dev;
	char path[128];

	mkdir(dir, 0755);
	node_write("accel0", "qda cdsp");
	snprintf(path, sizeof(path), "%s/accel0", dir);
	chmod(path, 0);
	chmod(top, 0755);
	if (root && !TAP_EXPECT(!seteuid(NOBODY)))
		return;

	TAP_EXPECT(qda_device_open(path, &dev) == -EACCES);
	TAP_EXPECT(qda_device_list_in(dir, &entry, 1) == 1);
	TAP_EXPECT(entry.error == -EACCES && !entry.domain[0]);
	TAP_EXPECT(qda_device_open_in(dir, "cdsp", &dev) == -EACCES);
	TAP_EXPECT(qda_device_wait_in(dir, "cdsp", 5 * MS, &dev) == -EACCES);

	if (root)
		TAP_EXPECT(!seteuid(0));
	machine_off();
}

static void *appear_late(void *unused)
{
	static const struct timespec pause = { 0, 30 * MS };

	(void)unused;
	nanosleep(&pause, NULL);
	mkdir(dir, 0700);
	nanosleep(&pause, NULL);
	node_write("accel0", "gone");
	nanosleep(&pause, NULL);
	node_write("accel0", "qda cdsp");
	return NULL;
}

/* The directory, the node and the DSP behind it come one after the other. */
static void wait_appears(void)
{
	struct qda_device *dev;
	pthread_t thread;

	pthread_create(&thread, NULL, appear_late, NULL);
	if (TAP_EXPECT(!qda_device_wait_in(dir, "cdsp", LONG, &dev)))
		qda_device_close(dev);
	pthread_join(thread, NULL);
	machine_off();
}

/* The same by path. */
static void wait_path(void)
{
	struct qda_device *dev;
	pthread_t thread;
	char path[128];

	snprintf(path, sizeof(path), "%s/accel0", dir);
	pthread_create(&thread, NULL, appear_late, NULL);
	if (TAP_EXPECT(!qda_device_wait(path, LONG, &dev)))
		qda_device_close(dev);
	pthread_join(thread, NULL);
	machine_off();
}

static void *replace(void *unused)
{
	static const struct timespec pause = { 0, 30 * MS };

	(void)unused;
	nanosleep(&pause, NULL);
	node_remove("accel0");
	nanosleep(&pause, NULL);
	rmdir(dir);
	nanosleep(&pause, NULL);
	mkdir(dir, 0700);
	node_write("accel1", "qda cdsp");
	return NULL;
}

/* A restart: the old node is kept open, its directory goes and comes again. */
static void wait_replaced(void)
{
	struct qda_device *dev;
	pthread_t thread;
	char path[128];
	int fd;

	mkdir(dir, 0700);
	node_write("accel0", "rocket npu");
	snprintf(path, sizeof(path), "%s/accel0", dir);
	fd = open(path, O_RDONLY);
	pthread_create(&thread, NULL, replace, NULL);
	if (TAP_EXPECT(!qda_device_wait_in(dir, "cdsp", LONG, &dev))) {
		TAP_EXPECT(strstr(qda_device_path(dev), "/accel1"));
		qda_device_close(dev);
	}
	pthread_join(thread, NULL);
	close(fd);
	machine_off();
}

/* Nothing comes: the time limit, with and without a directory. */
static void wait_in_vain(void)
{
	struct qda_device *dev;

	TAP_EXPECT(qda_device_wait_in(dir, "cdsp", 5 * MS, &dev) ==
		   -ETIMEDOUT);
	machine();
	TAP_EXPECT(qda_device_wait_in(dir, "gdsp", 5 * MS, &dev) ==
		   -ETIMEDOUT);
	TAP_EXPECT(qda_device_wait_in(dir, "cdsp", -1, &dev) == -EINVAL);
	machine_off();
}

static const struct tap_test tests[] = {
	TAP_TEST(list),
	TAP_TEST(list_nothing),
	TAP_TEST(open_by),
	TAP_TEST(info),
	TAP_TEST(no_permission),
	TAP_TEST(wait_appears),
	TAP_TEST(wait_path),
	TAP_TEST(wait_replaced),
	TAP_TEST(wait_in_vain),
};

int main(void)
{
	int status;

	if (!mkdtemp(top)) {
		puts("Bail out! no temporary directory");
		return 1;
	}
	snprintf(dir, sizeof(dir), "%s/accel", top);
	status = tap_main(tests, sizeof(tests) / sizeof(tests[0]));
	rmdir(top);
	return status;
}
