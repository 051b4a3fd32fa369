// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Machine code on the DSP: the samples do what they should, alone and many at
 * once, with memory of every kind.
 */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../cli/sobel.h"
#include "tools/board.h"
#include "tools/raw.h"
#include "tools/skeleton.h"
#include "tools/t.h"
#include "tools/watch.h"

#define HEXAGON_PAGE	4096u
#define HEXAGON_THREADS	12
#define HEXAGON_ROUNDS	12
#define HEXAGON_CYCLES	1000

/* Numbers that look like chance and are the same in every run. */
static void hexagon_noise(void *bytes, size_t size, uint32_t seed)
{
	for (size_t i = 0; i < size; i++) {
		seed = seed * 1664525 + 1013904223;
		((uint8_t *)bytes)[i] = (uint8_t)(seed >> 24);
	}
}

/* Situation: code votes for power and asks for memory by the headers of the SDK.
 * Expectation: its votes are known, the memory is its own; else it says the line of
 * tests/dsp/system.c.
 */
static void hexagon_system(const void *data)
{
	struct skeleton s = skeleton_setup("system");
	uint32_t line = 99999;
	struct qda_arg arg = qda_arg_out(&line, sizeof(line));

	skeleton_good(&s, *(const uint32_t *)data, &arg, 1);
	T_EQ(line, 0);
	skeleton_close(&s, true);
}

static const uint32_t hexagon_system_methods[] = { 2, 3 };
static const struct t_case hexagon_system_cases[] = {
	{ .name = "power-votes", .run_with = hexagon_system, .data = &hexagon_system_methods[0] },
	{ .name = "regions", .run_with = hexagon_system, .data = &hexagon_system_methods[1] },
};
T_CASES(hexagon_system_cases);

/* ------------------------------------------------------------- samples -- */

static void hexagon_sum_max(const struct skeleton *s, uint32_t seed)
{
	int32_t numbers[1000], max = 0, want_max = INT32_MIN;
	uint32_t count = T_ARRAY(numbers);
	int64_t sum = 0, want = 0;
	struct qda_arg args[3] = {
		qda_arg_in(&count, sizeof(count)), qda_arg_in(numbers, sizeof(numbers)),
		qda_arg_out(&sum, sizeof(sum)),
	};

	hexagon_noise(numbers, sizeof(numbers), seed);
	for (uint32_t i = 0; i < count; i++) {
		want += numbers[i];
		want_max = numbers[i] > want_max ? numbers[i] : want_max;
	}
	skeleton_good(s, 2, args, 3);
	T_EQ(sum, want);
	args[2] = qda_arg_out(&max, sizeof(max));
	skeleton_good(s, 3, args, 3);
	T_EQ(max, want_max);
}

/* Both methods, with the picture in a buffer at an odd place. */
static void hexagon_sobel(const struct skeleton *s, uint32_t seed)
{
	uint32_t shape[4] = { 203 + seed % 7, 31, 211, 217 };
	size_t src_size = 211 * 30 + shape[0], dst_size = 217 * 30 + shape[0];
	uint8_t *src, *dst, *want = calloc(dst_size, 1);
	struct qda_bo *in = skeleton_bo(s, src_size + 77, (void **)&src);
	struct qda_bo *out = skeleton_bo(s, dst_size + 33, (void **)&dst);
	struct qda_arg args[3] = {
		qda_arg_in(shape, sizeof(shape)), qda_arg_in_bo(in, 77, src_size),
		qda_arg_out_bo(out, 33, dst_size),
	};

	T_CHECK(want);
	hexagon_noise(src, src_size + 77, seed);
	memset(want, 0xee, dst_size);
	sobel_filter(src + 77, shape[2], want, shape[3], shape[0], shape[1]);
	for (uint32_t method = 2; method <= 3; method++) {
		memset(dst, 0xee, dst_size + 33);
		skeleton_good(s, method, args, 3);
		T_CHECK(!memcmp(dst + 33, want, dst_size));
		T_EQ(dst[32], 0xee);
	}
	free(want);
	T_OK(qda_bo_close(in));
	T_OK(qda_bo_close(out));
}

static void hexagon_matmul(const struct skeleton *s, uint32_t seed)
{
	uint32_t shape[3] = { 3, 7 + seed % 5, 130 };
	int8_t a[3 * 11], b[11 * 130];
	int32_t want[3 * 130] = { 0 };
	uint32_t a_size = shape[0] * shape[1], b_size = shape[1] * shape[2];
	int32_t *c;
	struct qda_bo *out = skeleton_bo(s, sizeof(want), (void **)&c);
	struct qda_arg args[4] = {
		qda_arg_in(shape, sizeof(shape)), qda_arg_in(a, a_size), qda_arg_in(b, b_size),
		qda_arg_out_bo(out, 0, sizeof(want)),
	};

	hexagon_noise(a, sizeof(a), seed);
	hexagon_noise(b, sizeof(b), seed + 1);
	for (uint32_t i = 0; i < shape[0]; i++)
		for (uint32_t j = 0; j < shape[2]; j++)
			for (uint32_t k = 0; k < shape[1]; k++)
				want[i * shape[2] + j] += a[i * shape[1] + k] * b[k * shape[2] + j];
	for (uint32_t method = 2; method <= 3; method++) {
		memset(c, 0xee, sizeof(want));
		skeleton_good(s, method, args, 4);
		T_CHECK(!memcmp(c, want, sizeof(want)));
	}
	T_OK(qda_bo_close(out));
}

/* Counted in the caller's thread of the DSP, then in one to eight more. */
static void hexagon_histogram(const struct skeleton *s, uint32_t seed)
{
	uint32_t counts[256], want[256] = { 0 }, threads = 1 + seed % 8;
	uint8_t *bytes;
	size_t size = 9001 + seed % 17;
	struct qda_bo *in = skeleton_bo(s, size, (void **)&bytes);
	struct qda_arg args[3] = {
		qda_arg_in(&threads, sizeof(threads)), qda_arg_in_bo(in, 0, size),
		qda_arg_out(counts, sizeof(counts)),
	};

	hexagon_noise(bytes, size, seed);
	for (size_t i = 0; i < size; i++)
		want[bytes[i]]++;
	memset(counts, 0xee, sizeof(counts));
	skeleton_good(s, 2, args + 1, 2);
	T_CHECK(!memcmp(counts, want, sizeof(want)));
	memset(counts, 0xee, sizeof(counts));
	skeleton_good(s, 3, args, 3);
	T_CHECK(!memcmp(counts, want, sizeof(want)));
	T_OK(qda_bo_close(in));
}

/* Floating point: by vectors as by numbers, to the last bit, and all of it is 1. */
static void hexagon_softmax(const struct skeleton *s, uint32_t seed)
{
	uint32_t columns = 90 + seed % 50;
	float x[139], y[2][139];
	uint8_t noise[139];
	double sum = 0;

	hexagon_noise(noise, sizeof(noise), seed);
	for (uint32_t i = 0; i < columns; i++)
		x[i] = (float)(noise[i] - 128) / 16;
	for (uint32_t method = 2; method <= 3; method++) {
		struct qda_arg args[3] = {
			qda_arg_in(&columns, sizeof(columns)), qda_arg_in(x, columns * sizeof(*x)),
			qda_arg_out(y[method - 2], columns * sizeof(*x)),
		};

		skeleton_good(s, method, args, 3);
	}
	T_CHECK(!memcmp(y[0], y[1], columns * sizeof(*x)));
	for (uint32_t i = 0; i < columns; i++)
		sum += y[1][i];
	T_CHECK(sum > 0.99999 && sum < 1.00001);
}

struct hexagon_sample {
	const char *name;
	/* Names of methods 2 and 3. */
	const char *methods[2];
	/* The first number that no method has. */
	uint32_t none;
	/* Calls both. */
	void (*run)(const struct skeleton *s, uint32_t seed);
};

static const struct hexagon_sample hexagon_samples[] = {
	{ "calculator", { "sum", "max" }, 4, hexagon_sum_max },
	{ "sobel", { "filter", "filter_hvx" }, 4, hexagon_sobel },
	{ "matmul", { "multiply", "multiply_hvx" }, 4, hexagon_matmul },
	{ "histogram", { "count", "count_threads" }, 4, hexagon_histogram },
	{ "neural", { "softmax", "softmax_hvx" }, 10, hexagon_softmax },
};

/* Situation: both methods of a sample.
 * Expectation: what the same computation gives here; the file is known with its
 * version and its methods; an unknown method is said to be that.
 */
static void hexagon_sample(const void *data)
{
	const struct hexagon_sample *sample = data;
	struct skeleton s = skeleton_setup(sample->name);
	char path[80];
	int32_t result = 0;

	snprintf(path, sizeof(path), "/usr/lib/dsp/lib%s_skel.so", sample->name);
	T_CHECK(!strcmp(qda_module_path(s.module), path));
	T_EQ(qda_module_isa(s.module), 68);
	T_EQ(qda_module_method(s.module, sample->methods[0]), 2);
	T_EQ(qda_module_method(s.module, sample->methods[1]), 3);
	for (uint32_t seed = 0; seed < 8; seed++)
		sample->run(&s, seed);
	T_OK(skeleton_call(&s, sample->none, NULL, 0, &result));
	T_EQ(result, SKELETON_EUNSUPPORTED);
	skeleton_close(&s, true);
}

static const struct t_case hexagon_sample_cases[] = {
	{ .name = "calculator", .run_with = hexagon_sample, .data = &hexagon_samples[0] },
	{ .name = "sobel", .run_with = hexagon_sample, .data = &hexagon_samples[1] },
	{ .name = "matmul", .run_with = hexagon_sample, .data = &hexagon_samples[2] },
	{ .name = "histogram", .run_with = hexagon_sample, .data = &hexagon_samples[3] },
	{ .name = "neural", .run_with = hexagon_sample, .data = &hexagon_samples[4] },
};
T_CASES(hexagon_sample_cases);

struct hexagon_thread {
	pthread_t thread;
	const struct hexagon_sample *sample;
	const struct skeleton *skeleton;
	uint32_t seed;
};

static void *hexagon_thread(void *data)
{
	struct hexagon_thread *t = data;

	for (uint32_t i = 0; i < HEXAGON_ROUNDS; i++)
		t->sample->run(t->skeleton, t->seed + i);
	return NULL;
}

/* Situation: twelve threads, more than the PD has, call the methods of a sample.
 * Expectation: each gets its own results.
 */
static void hexagon_threads(const void *data)
{
	struct hexagon_thread threads[HEXAGON_THREADS];
	const struct hexagon_sample *sample = data;
	struct skeleton s = skeleton_setup(sample->name);

	for (uint32_t i = 0; i < HEXAGON_THREADS; i++) {
		threads[i] = (struct hexagon_thread){
			.sample = sample, .skeleton = &s, .seed = i * 100,
		};
		T_EQ(pthread_create(&threads[i].thread, NULL, hexagon_thread, &threads[i]), 0);
	}
	for (uint32_t i = 0; i < HEXAGON_THREADS; i++)
		T_EQ(pthread_join(threads[i].thread, NULL), 0);
	skeleton_close(&s, true);
}

static const struct t_case hexagon_threads_cases[] = {
	{ .name = "calculator-threads", .run_with = hexagon_threads, .data = &hexagon_samples[0] },
	{ .name = "sobel-threads", .run_with = hexagon_threads, .data = &hexagon_samples[1] },
	{ .name = "matmul-threads", .run_with = hexagon_threads, .data = &hexagon_samples[2] },
	{ .name = "histogram-threads", .run_with = hexagon_threads, .data = &hexagon_samples[3] },
	{ .name = "neural-threads", .run_with = hexagon_threads, .data = &hexagon_samples[4] },
};
T_CASES(hexagon_threads_cases);

/* Situation: all samples in one session.
 * Expectation: none takes another's place.
 */
T_CASE(hexagon_all_in_one, "all-in-one")
{
	struct skeleton s[T_ARRAY(hexagon_samples)];
	struct qda_module *first;

	s[0] = skeleton_setup(hexagon_samples[0].name);
	first = s[0].module;
	for (size_t i = 0; i < T_ARRAY(hexagon_samples); i++) {
		s[i] = s[0];
		s[i].module = first;
		if (i)
			T_OK(qda_module_open(s[0].session, hexagon_samples[i].name, &s[i].module,
					     NULL, NULL, 0));
	}
	for (uint32_t round = 0; round < 3; round++)
		for (size_t i = 0; i < T_ARRAY(hexagon_samples); i++)
			hexagon_samples[i].run(&s[i], round);
	for (size_t i = 1; i < T_ARRAY(hexagon_samples); i++)
		T_OK(qda_module_close(s[i].module));
	hexagon_sum_max(&s[0], 9);
	skeleton_close(&s[0], true);
}

/* ---------------------------------------------------------------- maps -- */

#define HEXAGON_ROWS	300u
#define HEXAGON_COLUMNS	500u

/* Sample "layer": weights of its buffer times a vector, against the same here. */
static void hexagon_layer(const struct skeleton *s, const int8_t *weights, uint32_t seed)
{
	int32_t sums[HEXAGON_ROWS], want[HEXAGON_ROWS] = { 0 };
	int8_t vector[HEXAGON_COLUMNS] = { 0 };
	const struct qda_arg args[] = {
		qda_arg_in(vector, sizeof(vector)), qda_arg_out(sums, sizeof(sums)),
	};

	hexagon_noise(vector, sizeof(vector), seed);
	for (uint32_t i = 0; i < HEXAGON_ROWS * HEXAGON_COLUMNS; i++)
		want[i / HEXAGON_COLUMNS] += weights[i] * vector[i % HEXAGON_COLUMNS];
	memset(sums, 0xee, sizeof(sums));
	skeleton_good(s, 3, args, 2);
	T_CHECK(!memcmp(sums, want, sizeof(want)));
}

/* Tells the sample the number of the memory; what it said. */
static int32_t hexagon_load(const struct skeleton *s, uint32_t number, uint32_t rows)
{
	uint32_t shape[2] = { rows, HEXAGON_COLUMNS };
	const struct qda_arg args[] = {
		qda_arg_in(&number, sizeof(number)), qda_arg_in(shape, sizeof(shape)),
	};
	int32_t result = 0;

	T_OK(skeleton_call(s, 2, args, 2, &result));
	return result;
}

/* Situation: code keeps memory from call to call; the program changes it, closes its
 * buffer, and makes others.
 * Expectation: it sees the same memory until the map is closed, and none after it.
 */
T_CASE(hexagon_map, "map")
{
	size_t size = (HEXAGON_ROWS * HEXAGON_COLUMNS + 4095) & ~4095u;
	struct qda_bo *bo, *other;
	struct qda_map *map;
	int8_t *weights, *copy;
	struct skeleton s = skeleton_setup("layer");
	uint32_t number;

	T_CHECK((copy = malloc(size)));
	bo = skeleton_bo(&s, size, (void **)&weights);
	number = qda_bo_handle(bo);
	T_EQ(hexagon_load(&s, number, HEXAGON_ROWS), SKELETON_EBADPARM);
	T_OK(qda_map_create(s.session, bo, 0, size, &map, NULL));
	T_CHECK(qda_map_address(map));
	T_EQ(hexagon_load(&s, number, 2 * HEXAGON_ROWS), SKELETON_EBADPARM);
	T_EQ(hexagon_load(&s, number, HEXAGON_ROWS), 0);
	for (uint32_t seed = 1; seed < 4; seed++) {
		hexagon_noise(weights, size, seed);
		hexagon_layer(&s, weights, seed + 10);
	}
	memcpy(copy, weights, size);
	T_OK(qda_bo_close(bo));
	other = skeleton_bo(&s, size, (void **)&weights);
	T_CHECK(qda_bo_handle(other) != number);
	hexagon_layer(&s, copy, 20);
	T_OK(qda_map_close(map));
	T_EQ(hexagon_load(&s, number, HEXAGON_ROWS), SKELETON_EBADPARM);
	T_OK(qda_bo_close(other));
	free(copy);
	skeleton_close(&s, true);
}

/* Situation: memory of another open device, which closes, is mapped for long.
 * Expectation: code on the DSP has it until the map is closed.
 */
T_CASE(hexagon_map_import, "map-import")
{
	size_t size = (HEXAGON_ROWS * HEXAGON_COLUMNS + 4095) & ~4095u;
	struct qda_device *maker = skeleton_device();
	struct qda_bo *made, *bo;
	struct qda_map *map;
	int8_t *weights;
	struct skeleton s = skeleton_setup("layer");
	int fd;

	T_OK(qda_bo_create(maker, size, &made));
	T_OK(fd = qda_bo_export(made));
	T_OK(qda_bo_import(s.dev, fd, &bo));
	close(fd);
	T_OK(qda_bo_close(made));
	qda_device_close(maker);
	T_OK(qda_bo_map(bo, (void **)&weights));
	T_OK(qda_map_create(s.session, bo, 0, size, &map, NULL));
	T_EQ(hexagon_load(&s, qda_bo_handle(bo), HEXAGON_ROWS), 0);
	hexagon_noise(weights, size, 3);
	hexagon_layer(&s, weights, 4);
	T_OK(qda_map_close(map));
	T_OK(qda_bo_close(bo));
	skeleton_close(&s, true);
}

/* -------------------------------------------------------------- memory -- */

/* Situation: 8 MiB there and back, whose pages do not lie in order.
 * Expectation: each byte inverted.
 */
T_CASE(hexagon_scattered, "scattered")
{
	size_t size = 8 << 20;
	uint8_t *from, *to;
	struct qda_bo *in, *out;
	struct qda_arg args[2];
	struct skeleton s = skeleton_setup("crash");

	in = skeleton_bo(&s, size, (void **)&from);
	out = skeleton_bo(&s, size, (void **)&to);
	/* Touched in turn and backwards, as in invoke:large. */
	for (size_t page = size; page; page -= HEXAGON_PAGE) {
		from[page - 1] = 1;
		to[page - 1] = 1;
	}
	hexagon_noise(from, size, 1);
	args[0] = qda_arg_in_bo(in, 1, size - 3);
	args[1] = qda_arg_out_bo(out, 2, size - 3);
	skeleton_good(&s, CRASH_INVERT, args, 2);
	T_STEP("inverted bytes");
	for (size_t i = 0; i < size - 3; i++)
		if (to[i + 2] != (uint8_t)~from[i + 1])
			t_fail("byte %zu is %#x, expected %#x", i, to[i + 2],
			       (uint8_t)~from[i + 1]);
}

/* Situation: input and output in one buffer: in one page, then the same bytes.
 * Expectation: the output is written, and nothing else.
 */
T_CASE(hexagon_in_out, "in-and-out-in-one-object")
{
	uint8_t *bytes;
	struct qda_bo *bo;
	struct qda_arg args[2];
	struct skeleton s = skeleton_setup("crash");

	bo = skeleton_bo(&s, HEXAGON_PAGE, (void **)&bytes);
	memset(bytes, 0x0f, HEXAGON_PAGE);
	args[0] = qda_arg_in_bo(bo, 100, 50);
	args[1] = qda_arg_out_bo(bo, 150, 50);
	skeleton_good(&s, CRASH_INVERT, args, 2);
	for (size_t i = 0; i < HEXAGON_PAGE; i++)
		T_EQ(bytes[i], i >= 150 && i < 200 ? 0xf0 : 0x0f);
	args[0] = qda_arg_in_bo(bo, 160, 20);
	args[1] = qda_arg_out_bo(bo, 160, 20);
	skeleton_good(&s, CRASH_INVERT, args, 2);
	for (size_t i = 150; i < 200; i++)
		T_EQ(bytes[i], i >= 160 && i < 180 ? 0x0f : 0xf0);
	skeleton_close(&s, true);
}

/* Situation: one buffer, shared through PRIME, is the output of one PD and then
 * the input of another.
 * Expectation: the second finds what the first wrote.
 */
T_CASE(hexagon_two_pds, "two-pds-share")
{
	struct drm_qda_arg args[2];
	uint8_t *bytes, back[999];
	struct skeleton b = skeleton_setup("crash");
	struct qda_bo *bo;
	__u32 handle;
	__s32 result;
	int dmabuf;
	struct skeleton a = skeleton_setup("crash");

	bo = skeleton_bo(&a, 3 * HEXAGON_PAGE, (void **)&bytes);
	T_OK(raw_prime_export(qda_device_fd(a.dev), qda_bo_handle(bo), &dmabuf));
	T_OK(raw_prime_import(qda_device_fd(b.dev), dmabuf, &handle));
	hexagon_noise(bytes, HEXAGON_PAGE, 5);
	skeleton_good(&a, CRASH_INVERT, (struct qda_arg[]){
		qda_arg_in_bo(bo, 7, sizeof(back)), qda_arg_out_bo(bo, 4090, sizeof(back)),
	}, 2);
	args[0] = raw_gem(handle, 4090, sizeof(back));
	args[1] = raw_inline(back, sizeof(back));
	T_OK(raw_invoke(qda_device_fd(b.dev), qda_session_id(b.session),
			qda_module_handle(b.module),
			DRM_QDA_SCALARS(CRASH_INVERT, 1, 1, 0, 0), args, &result));
	T_EQ(result, 0);
	T_CHECK(!memcmp(back, bytes + 7, sizeof(back)));
	T_EQ(skeleton_alive(&a), 1);
	T_EQ(skeleton_alive(&b), 1);
}

/* Situation: numbers that do not lie where the processor needs them.
 * Expectation: the call is refused, and the next one works.
 */
T_CASE(hexagon_misaligned, "misaligned")
{
	uint32_t count = 4;
	int32_t result = 0;
	int64_t sum;
	void *address;
	struct qda_arg args[3];
	struct qda_bo *bo;
	struct skeleton s = skeleton_setup("calculator");

	bo = skeleton_bo(&s, HEXAGON_PAGE, &address);
	args[0] = qda_arg_in(&count, sizeof(count));
	args[1] = qda_arg_in_bo(bo, 2, 16);
	args[2] = qda_arg_out(&sum, sizeof(sum));
	T_OK(skeleton_call(&s, 2, args, 3, &result));
	T_EQ(result, SKELETON_EBADPARM);
	hexagon_sum_max(&s, 1);
}

/* ---------------------------------------------------------------- life -- */

/* A number of this process' status, in the file's own unit. */
static long hexagon_status(const char *key)
{
	FILE *status = fopen("/proc/self/status", "r");
	char line[160];
	long value = -1;

	T_CHECK(status);
	while (fgets(line, sizeof(line), status))
		if (!strncmp(line, key, strlen(key)))
			value = strtol(line + strlen(key), NULL, 10);
	fclose(status);
	return value;
}

/* Situation: 1000 times a session, a library, a call, and all closed.
 * Expectation: neither this process nor the virtual DSP has more than after ten.
 */
T_CASE(hexagon_cycles, "cycles", .seconds = 300)
{
	struct qda_device *dev = skeleton_device();
	long memory = 0, threads = 0;

	for (unsigned int i = 0; i < HEXAGON_CYCLES; i++) {
		struct skeleton s;

		if (i == 10) {
			memory = hexagon_status("VmRSS:");
			threads = hexagon_status("Threads:");
		}
		s = skeleton_setup_on(dev, "crash");
		T_EQ(skeleton_alive(&s), 1);
		skeleton_close(&s, false);
	}
	T_EQ(hexagon_status("Threads:"), threads);
	t_note("VmRSS %ld kB, then %ld kB", memory, hexagon_status("VmRSS:"));
	T_CHECK(hexagon_status("VmRSS:") < memory + 256);
	qda_device_close(dev);
	T_EQ(board_stat("processes"), 0);
	T_EQ(board_stat("maps"), 0);
	T_EQ(board_stat("held"), 0);
}

/* Situation: a program is killed while its method runs, and runs for ever.
 * Expectation: the method's process goes too; the next program finds a new one.
 */
T_CASE(hexagon_kill, "kill", .seconds = 60)
{
	struct skeleton s;

	for (int i = 0; i < 10; i++) {
		int ready[2];
		pid_t pid;
		char byte;

		T_OK(pipe(ready));
		T_OK(pid = fork());
		if (!pid) {
			int32_t result;

			s = skeleton_setup("crash");
			T_EQ(write(ready[1], "r", 1), 1);
			skeleton_call(&s, CRASH_LOOP, NULL, 0, &result);
			_exit(1);
		}
		close(ready[1]);
		T_EQ(read(ready[0], &byte, 1), 1);
		close(ready[0]);
		t_sleep_ms(20 * i);
		T_SYS(kill(pid, SIGKILL));
		T_EQ(waitpid(pid, NULL, 0), pid);
		T_CHECK(watch_counters_zero(10000));
		board_stat_wait("processes", 0);
	}
	s = skeleton_setup("crash");
	T_EQ(skeleton_alive(&s), 1);
	skeleton_close(&s, true);
}
