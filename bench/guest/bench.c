// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Makes calls to the DSP of the board, by one driver, and says how long each took.
 *
 * usage: bench DRIVER CALLS [POINT]...	      DRIVER: Q, L, F, P or C
 *	  bench --count DRIVER CALLS [POINT]...	 between marks, for the plugin
 *
 * It stays on the first CPU, unless BENCH_UNPINNED is set.
 *
 * Prints for each point a line of words: "time DRIVER POINT" and nanoseconds, one of
 * each call (with a depth: of each round of calls in flight, for one of them); or
 * "count DRIVER POINT CALLS"; or, instead of times of operations that go through a queue,
 * "busy DRIVER POINT PART", of the time that the DSP was at work. What a driver lacks is
 * left out.
 */
#include <errno.h>
#include <inttypes.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "driver.h"
#include "mark.h"

/* Until caches are warm and memory is mapped. */
#define BENCH_WARM_UP	64u
/* Calls that move as much more take as much longer; some are enough of them. */
#define BENCH_SMALL	(64u << 10)
#define BENCH_LEAST	64u
#define BENCH_OPERATIONS 16u

static const struct driver *bench_driver(const char *name)
{
	switch (name[0]) {
	case 'Q': return &driver_qda;
	case 'P': return &driver_ping;
	case 'C': return &driver_queue;
	case 'L':
	case 'F': return &driver_node;
	}
	return NULL;
}

static uint64_t bench_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC_RAW, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static int bench_count(const struct driver *driver, const struct point *point,
		       unsigned int calls)
{
	int ret;

	mark_start();
	ret = driver->call(point, calls);
	mark_stop();
	return ret;
}

static int bench_time(const struct driver *driver, const struct point *point, unsigned int calls)
{
	unsigned int step = point->depth ? point->depth : 1;
	unsigned int rounds = calls / step;
	uint64_t *took = calloc(rounds, sizeof(*took));
	int ret = took ? 0 : -ENOMEM;

	for (unsigned int i = 0; !ret && i < rounds; i++) {
		uint64_t start = bench_now();

		ret = driver->call(point, step);
		took[i] = (bench_now() - start) / step;
	}
	for (unsigned int i = 0; !ret && i < rounds; i++)
		printf(" %" PRIu64, took[i]);
	free(took);
	return ret;
}

/* Operations of a queue are not waited for one by one: they have no times of their own. */
static int bench_busy(const struct driver *driver, const struct point *point, unsigned int calls)
{
	double busy;
	int ret;

	driver->busy();
	ret = driver->call(point, calls);
	busy = ret ? 0 : driver->busy();
	if (busy < 0)
		return -EIO;
	printf(" %.4f", busy);
	return ret;
}

static unsigned int bench_calls(const struct point *point, unsigned int calls)
{
	size_t bytes = point->in + point->out;

	/* Each is little, and the first and the last ones are not like the others. */
	if (point->queue)
		calls *= BENCH_OPERATIONS;
	if (bytes > BENCH_SMALL)
		calls = (unsigned int)(calls * (size_t)BENCH_SMALL / bytes);
	return calls < BENCH_LEAST ? BENCH_LEAST : calls;
}

static int bench_point(const char *name, const struct point *point, unsigned int calls, bool count)
{
	const struct driver *driver = bench_driver(name);
	int ret = -EOPNOTSUPP;

	/* Who knows of queues has no other points of a depth. */
	if (!point->queue || driver->busy)
		ret = driver->open(point);
	calls = bench_calls(point, calls);

	if (!ret)
		ret = driver->call(point, BENCH_WARM_UP);
	if (!ret)
		printf("%s %s %s", count ? "count" : point->queue ? "busy" : "time", name,
		       point->name);
	if (!ret && count)
		printf(" %u", calls);
	if (!ret)
		ret = count ? bench_count(driver, point, calls) :
		      point->queue ? bench_busy(driver, point, calls) :
		      bench_time(driver, point, calls);
	if (!ret)
		printf("\n");
	driver->close();
	if (ret && ret != -EOPNOTSUPP)
		fprintf(stderr, "bench: %s %s: %s\n", name, point->name,
			ret < 0 ? strerror(-ret) : "the DSP refused");
	fflush(stdout);
	return ret == -EOPNOTSUPP ? 0 : ret;
}

/*
 * On another CPU than the interrupt of the DSP, caller and answer fight for the
 * transport's lock, and how long one spins depends on the host of the emulator.
 */
static void bench_pin(void)
{
	cpu_set_t cpus;

	if (getenv("BENCH_UNPINNED"))
		return;
	CPU_ZERO(&cpus);
	CPU_SET(0, &cpus);
	sched_setaffinity(0, sizeof(cpus), &cpus);
}

static int bench_usage(void)
{
	fprintf(stderr, "usage: bench [--count] {Q|L|F|P|C} CALLS [POINT]...\n");
	return 2;
}

int main(int argc, char **argv)
{
	bool count = argc > 1 && !strcmp(argv[1], "--count");
	unsigned int calls;
	int ret = 0;

	argc -= 1 + count;
	argv += 1 + count;
	if (argc < 2 || !bench_driver(argv[0]))
		return bench_usage();
	calls = (unsigned int)strtoul(argv[1], NULL, 10);
	if (!calls)
		return bench_usage();
	bench_pin();
	for (size_t i = 0; argc == 2 && point_at(i); i++)
		ret |= bench_point(argv[0], point_at(i), calls, count);
	for (int i = 2; i < argc; i++) {
		const struct point *point = point_find(argv[i]);

		if (!point) {
			fprintf(stderr, "bench: there is no point %s\n", argv[i]);
			return 2;
		}
		ret |= bench_point(argv[0], point, calls, count);
	}
	return ret ? 1 : 0;
}
